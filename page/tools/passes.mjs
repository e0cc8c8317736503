// Loads every session of a list into the page's model and saves it again, as the page would, for a test to judge.
//
//   node --import ./tools/alias.mjs tools/passes.mjs LIST OUT
//
// LIST is a JSON array of {file, dataset}; OUT gets N.session (loaded and saved), N.changed (a group added before),
// and answers.json: for each file {loaded, told, groups, fields, kept, failed}.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { load } from "../src/load.js";
import { save } from "../src/save.js";
import { Store } from "../src/store.js";
import { addGroup } from "../src/work.js";

const [list, out] = process.argv.slice(2);
const answers = [];
for (const [n, { file, dataset }] of JSON.parse(await readFile(list, "utf-8")).entries()) {
  const store = new Store();
  const whole = { protocol: 1, name: "test", embeddings: [], obs: [], snapshot: null, ...dataset };
  const loaded = await load(new Uint8Array(await readFile(file)), file, whole, store, { isThisData: async () => true });
  const told = store.notices.map((notice) => notice.text);
  const groups = store.work.pages.flatMap((page) => page.groups.map((group) => [group.id, group.cells && [...group.cells]]));
  const fields = store.work.fields.map((field) => [field.id, field.codes && [...field.codes]]);
  answers.push({ loaded, told, groups, fields, kept: store.work.carried.map((chunk) => chunk.id) });
  const cells = Uint32Array.from(whole.fingerprint.cellCount ? [0] : []);
  /** @type {[string, () => Promise<Uint8Array>][]} */
  const saves = [
    ["session", () => save(store.work, store.colouring, false, whole)],
    ["changed", () => save(addGroup(store.work, cells), store.colouring, true, whole)],
  ];
  for (const [kind, made] of saves) {
    try {
      await writeFile(join(out, `${n}.${kind}`), await made());
    } catch (error) {
      answers[n].failed = `${kind}: ${error.message}`;
    }
  }
}
await writeFile(join(out, "answers.json"), JSON.stringify(answers));

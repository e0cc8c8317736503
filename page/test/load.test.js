import assert from "node:assert/strict";
import { test } from "node:test";

import { readdirSync, readFileSync } from "node:fs";

import { readSession, writeSession } from "../src/format.js";

import { load } from "../src/load.js";
import { save } from "../src/save.js";
import { Store } from "../src/store.js";
import * as W from "../src/work.js";

const FINGERPRINT = { sourceType: "test", datasetId: "d", cellCount: 10, varCount: 4 };
const NAMES = { ordered: "1".repeat(64), unordered: "2".repeat(64) };
const DATASET = { protocol: 1, name: "d", fingerprint: FINGERPRINT, cellNames: NAMES, embeddings: [], obs: [], snapshot: null };

/** A session of three groups and two fields, of which one colours the cells. */
function written(more = {}) {
  const group = (n, cells) => ({ id: `highlight_${n}`, type: "lasso", label: `g${n}`, cells });
  return writeSession({
    fingerprint: FINGERPRINT,
    cellNames: NAMES,
    pages: [{ id: "page_1", name: "One", highlightedGroups: [group(1, [1, 2]), group(2, [3]), group(3, [9])] }],
    fields: [
      { id: "f1", source: "obs", key: "shown", categories: ["a", "b"], codes: [0, 1, -1, 0, 0, 0, 0, 0, 0, 1] },
      { id: "f2", source: "obs", key: "later", categories: ["c"], codes: Array(10).fill(0), lazy: true },
    ],
    state: { activeFields: { activeFieldKey: "shown", activeFieldSource: "obs" } },
    ...more,
  });
}

test("what is read is what was judged, whatever becomes of the file meanwhile", async () => {
  const bytes = await written();
  const other = bytes.slice();
  other[other.length - 9] ^= 1;
  /** A file that is another one once it was read as a whole. */
  class Changing extends Blob {
    arrayBuffer = async () => other.buffer;
  }
  assert.equal((await readSession(new Blob([bytes]))).verdict, "valid");
  const session = await readSession(new Changing([bytes]));
  assert.equal(session.verdict, "invalid");
  assert.equal(session.chunks.length, 0);
});

async function cellsIn(bytes) {
  const session = await readSession(bytes);
  assert.equal(session.verdict, "valid");
  return Object.fromEntries(
    session.chunk("highlights/meta").json().pages.flatMap((page) => page.highlightedGroups).map(({ id }) => [id, session.cellsOf(id) && [...session.cellsOf(id)]]),
  );
}

test("eager chunks are there at once, lazy ones come after", async () => {
  const store = new Store();
  const seen = [];
  store.listen(() => {
    const work = store.work;
    const codes = work.fields.map((field) => field.codes !== null);
    const cells = work.pages.flatMap((page) => page.groups).filter((group) => group.cells).length;
    seen.push([store.busy.slice(0, 9), ...codes, cells].join(" "));
  });
  await load(await written(), "a file", DATASET, store, { slice: 0 });
  const order = seen.filter((one, i) => one !== seen[i - 1]);
  assert.ok(order.indexOf("Restoring true false 0") > 0);
  assert.ok(order.indexOf("Restoring true true 0") > order.indexOf("Restoring true false 0"));
  assert.equal(order.at(-1), " true true 3");
});

test("what was not restored yet is in a session that is saved meanwhile", async () => {
  const store = new Store();
  const saves = [];
  store.listen(() => {
    if (store.busy === "Restoring 1 of 4") saves.push(save(W.addGroup(store.work, Uint32Array.of(5)), store.colouring, false, DATASET));
  });
  await load(await written(), "a file", DATASET, store);
  assert.ok(saves.length > 0);
  assert.deepEqual(await cellsIn(await saves[0]), { highlight_1: [1, 2], highlight_2: [3], highlight_3: [9], highlight_4: [5] });
  const session = await readSession(await saves[0]);
  assert.deepEqual([...session.codesOf("f2").codes], Array(10).fill(0));
});

/** The session with another manifest. @param {Uint8Array} bytes @param {(manifest: any) => void} change */
function retold(bytes, change) {
  const at = bytes.indexOf(0x0a) + 1; // the magic ends with a line feed, the manifest's length comes after
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  const manifest = JSON.parse(new TextDecoder().decode(bytes.subarray(at + 4, at + 4 + length)));
  change(manifest);
  const text = new TextEncoder().encode(JSON.stringify(manifest));
  const told = new Uint8Array(4);
  new DataView(told.buffer).setUint32(0, text.length, true);
  return Uint8Array.from([...bytes.subarray(0, at), ...told, ...text, ...bytes.subarray(at + 4 + length)]);
}

test("a lazy chunk that can't be passed on as it is, is there before a person can save", async () => {
  const bytes = retold(await written(), (manifest) => {
    manifest.chunks.find((entry) => entry.id === "highlights/cells/highlight_2").contributorId = "core-state";
  });
  assert.notEqual((await readSession(bytes)).verdict, "valid");
  const store = new Store();
  const saves = [];
  store.listen(() => {
    if (store.busy.startsWith("Restoring 1 of")) saves.push(save(store.work, store.colouring, false, DATASET));
  });
  await load(bytes, "a file", DATASET, store);
  assert.ok(saves.length > 0);
  assert.deepEqual(await cellsIn(await saves[0]), { highlight_1: [1, 2], highlight_2: [3], highlight_3: [9] });
});

test("a group that is deleted while the rest is restored stays deleted", async () => {
  const store = new Store();
  let once = true;
  store.listen(() => {
    if (store.busy === "Restoring 1 of 4" && once) {
      once = false;
      store.step(W.removeGroup(store.work, "highlight_2"));
    }
  });
  await load(await written(), "a file", DATASET, store);
  assert.deepEqual(Object.keys(await cellsIn(await save(store.work, store.colouring, false, DATASET))), ["highlight_1", "highlight_3"]);
});

test("what was loaded and not touched is saved as the same bytes", async () => {
  const store = new Store();
  const before = await readSession(await written());
  await load(await written(), "a file", DATASET, store);
  const after = await readSession(await save(store.work, store.colouring, false, DATASET));
  assert.deepEqual(after.chunks.map((chunk) => chunk.entry), before.chunks.map((chunk) => chunk.entry));
  for (const chunk of before.chunks) assert.deepEqual([...after.chunk(chunk.id).stored], [...chunk.stored]);
});

test("a session that does not match leaves the work, and says what differs", async () => {
  const store = new Store();
  store.step(W.addGroup(store.work, Uint32Array.of(1)));
  const { work } = store;
  const other = { ...FINGERPRINT, cellCount: 11 };
  assert.equal(await load(await written({ fingerprint: other, fields: [] }), "a file", DATASET, store), false);
  assert.equal(store.work, work);
  assert.match(store.notices.at(-1).text, /cells: 11 there, 10 here/);
});

test("positions are held against the data set where the session does not say how many cells it has", async () => {
  const store = new Store();
  const fingerprint = { sourceType: "test", datasetId: "d" };
  const bytes = await written({ fingerprint, fields: [] });
  assert.equal(await load(bytes, "a file", { ...DATASET, fingerprint: { ...FINGERPRINT, cellCount: 9 } }, store), false);
  const { text, details } = store.notices.at(-1);
  assert.match(text, /lists of cells or labels .* do not fit this data set/);
  assert.doesNotMatch(text, /cells\.index/); // the rule is for who wants to know more
  assert.match(details, /\(cells\.index\)$/);
  assert.equal(await load(bytes, "a file", DATASET, store), true);
});

test("a person who says no keeps what is there", async () => {
  const store = new Store();
  const { work } = store;
  assert.equal(await load(await written(), "a file", DATASET, store, { mayReplace: async () => false }), false);
  assert.equal(store.work, work);
});

test("keys named as what the writer takes do not get in its way", async () => {
  const bytes = await written({
    pages: [{ id: "p", name: "One", highlightedGroups: [{ id: "highlight_1", cellCount: 2 }, { id: "highlight_2", cells: [4] }] }],
    fields: [{ id: "f", source: "obs", key: "k", categories: ["a"], codes: Array(10).fill(0) }],
  });
  const store = new Store();
  await load(bytes, "a file", DATASET, store);
  store.work = {
    ...store.work,
    metaChunk: null,
    overlaysChunk: null,
    pages: store.work.pages.map((page) => ({ ...page, groups: page.groups.map((group) => ({ ...group, raw: { ...group.raw, cells: [99] } })) })),
    fields: store.work.fields.map((field) => ({ ...field, raw: { ...field.raw, codes: "x", lazy: 3 } })),
  };
  assert.deepEqual(await cellsIn(await save(store.work, store.colouring, false, DATASET)), { highlight_1: null, highlight_2: [4] });
});

test("the colouring that a person chose is saved, and all else of the state stays", async () => {
  const store = new Store();
  await load(await written({ state: { camera: { a: 1 }, activeFields: { activeFieldKey: "shown", extra: 1 } } }), "a file", DATASET, store);
  assert.deepEqual(store.colouring, { source: "field", id: "f1" });
  store.colour({ source: "field", id: "f2" }, true);
  const session = await readSession(await save(store.work, store.colouring, store.colouringChosen, DATASET));
  const { camera, activeFields } = session.chunk("core/state").json();
  assert.deepEqual({ ...camera }, { a: 1 });
  assert.deepEqual({ ...activeFields }, { activeFieldKey: "later", extra: 1, activeFieldSource: "obs", activeVarFieldKey: null });
  assert.equal(session.chunk("user-defined/codes/f2").entry.priority, "lazy"); // it was not touched
});

test("what was loaded and then changed is saved as changed", async () => {
  const store = new Store();
  await load(await written(), "a file", DATASET, store);
  let work = W.paint(store.work, "f2", -1, Uint32Array.of(0, 9), 10);
  work = W.renameField(W.addCategory(work, "f1", "new"), "f1", "renamed");
  work = W.changeGroup(work, "highlight_2", Uint32Array.of(7), "add");
  work = W.showGroup(W.renameGroup(work, "highlight_3", "named"), "highlight_3", false);
  const session = await readSession(await save(W.renamePage(work, "page_1", "Uno"), store.colouring, false, DATASET));
  assert.deepEqual([...session.codesOf("f2").codes], [-1, 0, 0, 0, 0, 0, 0, 0, 0, -1]);
  assert.deepEqual([...session.codesOf("f1").codes], [0, 1, -1, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(session.chunk("core/field-overlays").json().userDefinedFields.map(({ key, categories }) => [key, [...categories]]), [["renamed", ["a", "b", "new"]], ["later", ["c"]]]);
  assert.deepEqual([...session.cellsOf("highlight_2")], [3, 7]);
  const [page] = session.chunk("highlights/meta").json().pages;
  assert.deepEqual([page.name, page.highlightedGroups[2].label, page.highlightedGroups[2].enabled], ["Uno", "named", false]);
});

test("the page can be used between two chunks that are restored", async () => {
  const store = new Store();
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const seen = new Map();
  store.listen(() => seen.set(store.busy, turns));
  await load(await written(), "a file", DATASET, store, { slice: 0 });
  clearInterval(timer);
  assert.ok(seen.get("Restoring 4 of 4") > seen.get("Restoring 1 of 4"), JSON.stringify([...seen]));
});

test("cells in another order are refused, whoever says yes", async () => {
  const store = new Store();
  const { work } = store;
  const sorted = { ...DATASET, cellNames: { ...NAMES, ordered: "3".repeat(64) } };
  const yes = { mayReplace: async () => true, isThisData: async () => true };
  assert.equal(await load(await written(), "a file", sorted, store, yes), false);
  assert.equal(store.work, work);
  assert.match(store.notices.at(-1).text, /stand in another order/);
});

test("other cells are another data set, also where the fingerprints agree", async () => {
  const store = new Store();
  const { work } = store;
  const other = { ...DATASET, cellNames: { ordered: "3".repeat(64), unordered: "4".repeat(64) } };
  await load(await written(), "a file", other, store, { isThisData: async () => true });
  assert.deepEqual(store.work.pages, work.pages);
  assert.match(store.notices.at(-1).text, /another data set \(its cells have other names\)/);
});

test("the same cells are the same data set by whatever name, and nobody is asked", async () => {
  const store = new Store();
  const renamed = { ...DATASET, fingerprint: { ...FINGERPRINT, datasetId: null, sourceType: "other" } };
  assert.equal(await load(await written(), "a file", renamed, store), true);
  assert.equal(store.work.pages[0].groups.length, 3);
});

/** What a session without names of cells meets: [fingerprint here, what is asked, whether it is loaded after yes]. */
const UNTOLD = {
  "the same fingerprint": [FINGERPRINT, /that is all that is known/, true],
  "another name": [{ ...FINGERPRINT, datasetId: "e" }, /another name \(data set id: d there, e here\)/, true],
  "another number of cells": [{ ...FINGERPRINT, cellCount: 11 }, null, false],
  "another number of variables": [{ ...FINGERPRINT, varCount: 5 }, null, false],
};

for (const [what, [fingerprint, asks, loaded]] of Object.entries(UNTOLD)) {
  test(`a session that does not tell its cells is loaded when the person says so: ${what}`, async () => {
    const bytes = await written({ cellNames: undefined });
    for (const answer of [false, true]) {
      const store = new Store();
      const asked = [];
      const isThisData = async (text) => asked.push(text) > 0 && answer;
      await load(bytes, "a file", { ...DATASET, fingerprint }, store, { isThisData });
      assert.equal(store.work.pages[0].groups.length, answer && loaded ? 3 : 0);
      assert.equal(asked.length, asks ? 1 : 0);
      if (asks) assert.match(asked[0], asks);
    }
  });
}

/** A session of many groups. */
const many = (groups) =>
  written({ fields: [], pages: [{ id: "page_1", name: "One", highlightedGroups: Array.from({ length: groups }, (_, n) => ({ id: `g${n}`, type: "lasso", label: `g${n}`, cells: [n % 10] })) }] });

test("a thousand groups are few changes, each of many", async () => {
  const store = new Store();
  let works = 0;
  let last = store.work;
  store.listen(() => {
    works += Number(store.work !== last);
    last = store.work;
  });
  await load(await many(1000), "a file", DATASET, store, { slice: 200 });
  assert.equal(store.work.pages[0].groups.filter((group) => group.cells?.length === 1).length, 1000);
  assert.ok(works < 20, `${works} changes`);
});

test("loading is cancelled, and all is as it was", async () => {
  const store = new Store();
  store.step(W.addGroup(store.work, Uint32Array.of(1, 2)));
  store.select(Uint32Array.of(3));
  const { work, selection, unsaved } = store;
  store.listen(() => store.busy === "Restoring 3 of 30" && store.cancel());
  assert.equal(await load(await many(30), "a file", DATASET, store, { slice: 0 }), false);
  assert.match(store.notices.at(-1).text, /you cancelled it/);
  assert.deepEqual([store.work, store.selection, store.unsaved, store.busy, store.cancel], [work, selection, unsaved, "", null]);
  store.undo();
  store.undo();
  assert.equal(W.isEmpty(store.work), true);
});

test("a large session is loaded only when it is wanted, and is not read before", async () => {
  const store = new Store();
  const large = new Uint8Array(9 * 1024 * 1024);
  const asked = [];
  const isWanted = async (text) => (asked.push(text), false);
  assert.equal(await load(large, "a file", DATASET, store, { isWanted }), false);
  assert.match(asked[0], /is large \(9 MiB\)/);
  assert.deepEqual(store.notices.map(({ level }) => level), ["info"]);
  await load(await written(), "a file", DATASET, store, { isWanted });
  assert.equal(asked.length, 1);
});

test("what is saved tells the cells that are shown", async () => {
  const store = new Store();
  await load(await written({ cellNames: undefined }), "a file", DATASET, store, { isThisData: async () => true });
  const session = await readSession(await save(store.work, store.colouring, false, DATASET));
  assert.deepEqual({ ...session.cellNames }, NAMES);
});

const SAMPLES = new URL("../../tests/unit/generations/", import.meta.url);

test("a session of a later generation is told as one and never read by the rules of the first", async () => {
  const names = readdirSync(SAMPLES).filter((name) => name.endsWith(".cellucid-session"));
  assert.ok(names.length >= 14);
  for (const name of names) {
    const bytes = new Uint8Array(readFileSync(new URL(name, SAMPLES)));
    const { fingerprint } = await readSession(bytes);
    const store = new Store();
    const { work } = store;
    const dataset = { ...DATASET, fingerprint: fingerprint ?? FINGERPRINT, cellNames: null };
    for (const input of [bytes, new Blob([bytes])]) {
      assert.equal(await load(input, name, dataset, store, { isThisData: async () => true }), false, name);
      assert.equal(store.work, work);
      assert.match(store.notices.at(-1).text, /saved by Cellucid 0\.9\.[1-5]/);
    }
  }
});

test("a format that nobody knows yet is told as later, and what is no session as that", async () => {
  const told = async (text) => {
    const store = new Store();
    await load(new TextEncoder().encode(text), "a file", DATASET, store);
    return `${store.notices.at(-1).text} ${store.notices.at(-1).details}`;
  };
  assert.match(await told("CELLUCID_SESSION/4\n\0\0\0\0"), /later Cellucid than is known here/);
  assert.doesNotMatch(await told("CELLUCID_SESSION/1\n\0\0\0\0"), /later Cellucid/); // no magic ever had this number
  for (const text of ["CELLUCID_SESSION/04\n", "CELLUCID_SESSION/4", "PK", ""]) assert.match(await told(text), /frame\./);
});

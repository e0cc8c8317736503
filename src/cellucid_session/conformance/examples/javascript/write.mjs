// `node write.mjs SCENARIO OUT [SCENARIO OUT]...`: writes the sessions that scenarios of the conformance suite describe.
//
// Exit status: 0 when every OUT is written, 2 otherwise. Each is put in place in one step.

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { writeSession } from "./writer.mjs";

/** A scenario, in full form, as content for writeSession. */
function contentOf({ createdAt, dataSource, dataset, highlights, fieldOverlays }) {
  const content = { fingerprint: dataset, createdAt, dataSource };
  if (highlights !== null) {
    content.pages = highlights.pages.map(({ id, name, color, groups }) => ({
      id,
      name,
      color: color ?? undefined,
      highlightedGroups: groups.map(({ more, ...group }) => ({ ...group, ...more })),
    }));
    if (highlights.activePage !== null) {
      content.activePageId = highlights.activePage;
      content.activePageName = highlights.pages.find(({ id }) => id === highlights.activePage)?.name;
    }
  }
  if (fieldOverlays !== null) {
    content.renames = fieldOverlays.renames;
    content.deletedFields = fieldOverlays.deletedFields;
    content.fields = fieldOverlays.userDefinedFields.map(({ shown, ...field }) => ({ ...field, lazy: !shown }));
  }
  return content;
}

async function write(scenario, out) {
  const bytes = await writeSession(contentOf(JSON.parse(readFileSync(scenario, "utf8"))));
  const beside = `${out}.part`;
  try {
    writeFileSync(beside, bytes, { flag: "wx" });
    renameSync(beside, out);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

try {
  const words = process.argv.slice(2);
  if (words.length === 0 || words.length % 2 === 1) throw new TypeError("usage: node write.mjs SCENARIO OUT [SCENARIO OUT]...");
  for (let at = 0; at < words.length; at += 2) await write(words[at], words[at + 1]);
} catch (error) {
  process.stderr.write(`write.mjs: ${error.message}\n`);
  process.exitCode = 2;
}

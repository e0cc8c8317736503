// `node rewrite.mjs READER_FOLDER LIST`: reads sessions with the reader of the suite and writes them again, from what it
// decoded, with `SessionWriter` of the JavaScript package; no stored byte is kept.
// LIST is a file with lines of two paths and a tab between them: the session and where its copy goes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SessionWriter } from "../../js/session/index.js";

const [folder, list] = process.argv.slice(2);
const { readSession } = await import(pathToFileURL(join(folder, "reader.mjs")));

/** What the writer puts in front of the labels of a family; chunks that are labelled otherwise are added as bytes. */
const BEGINNINGS = { "highlights/cells/": "Highlight cells: ", "user-defined/codes/": "User-defined codes: " };

/** What has a call of its own, by family. */
const ADDED = {
  "highlights/cells/": (writer, session, { rest }, { label, codec }) =>
    writer.addCells(rest, session.cellsOf(rest), { label, codec }),
  "user-defined/codes/": (writer, session, { rest, entry }, { label, codec }) => {
    const { categories, codesType, source } = session.fields.find(({ id }) => id.trim() === rest);
    const marker = categories.length <= 255 ? 255 : 65535;
    const codes = session.codesOf(rest).codes.map((code) => (code === -1 ? marker : code));
    const shown = entry.priority === "eager";
    writer.addCodes(rest, codes, { source, codesType, shown, label, codec });
  },
  "analysis/artifacts/bulk-gene/": (writer, session, chunk, options) => {
    const { cacheKey, gene, pageId, cells, values } = chunk.table();
    writer.addTable(cacheKey, gene, pageId, cells, values, options);
  },
};

function add(writer, session, chunk) {
  const { contributorId: contributor, kind, datasetDependent, priority, label, dependsOn } = chunk.entry;
  const options = { label, codec: chunk.entry.codec === "gzip" ? "none" : "gzip" };
  const beginning = BEGINNINGS[chunk.family] ?? "";
  if (Object.hasOwn(ADDED, chunk.family ?? "") && !dependsOn?.length && label.startsWith(beginning)) {
    ADDED[chunk.family](writer, session, chunk, { ...options, label: label.slice(beginning.length) });
    return;
  }
  const foreign = chunk.family === null ? { contributor, kind, datasetDependent } : {};
  writer.add(chunk.id, kind === "json" ? chunk.json() : chunk.payloadBytes(), { ...options, priority, dependsOn, ...foreign });
}

for (const line of readFileSync(list, "utf8").split("\n").filter(Boolean)) {
  const [from, to] = line.split("\t");
  const session = await readSession(new Blob([readFileSync(from)]));
  const { datasetFingerprint, createdAt, dataSource } = session.manifest;
  const { sourceType, datasetId, cellCount: cells, varCount: variables } = datasetFingerprint;
  const writer = new SessionWriter({ sourceType, datasetId, cells, variables, createdAt, dataSource });
  for (const chunk of session.chunks) add(writer, session, chunk);
  writeFileSync(to, await writer.toBytes());
}

// `node rewrite.mjs READER_FOLDER LIST`: reads sessions and writes them again from what was decoded, no stored byte kept.
// LIST is a file with lines of two paths and a tab between them: the session and where its copy goes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, list] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(folder, name)));
const { readSession } = await load("reader.mjs");
const { writeSession } = await load("writer.mjs");
const { encodeCells } = await load("cells.mjs");
const { encodeCodes } = await load("codes.mjs");
const { encodeTable } = await load("table.mjs");

const made = {
  "highlights/cells/": (session, chunk) => encodeCells(session.cellsOf(chunk.rest)),
  "user-defined/codes/": (session, chunk) => {
    const { categories, codesType } = session.fields.find(({ id }) => id.trim() === chunk.rest);
    const wide = codesType === "Uint16Array";
    const marker = categories.length <= 255 ? 255 : 65535;
    const codes = session.codesOf(chunk.rest).codes.map((code) => (code === -1 ? marker : code));
    return encodeCodes(codes, wide || marker === 65535 ? 2 : 1);
  },
  "analysis/artifacts/bulk-gene/": (session, chunk) => {
    const { cells, values } = chunk.table();
    return encodeTable(cells, values);
  },
};

for (const line of readFileSync(list, "utf8").split("\n").filter(Boolean)) {
  const [from, to] = line.split("\t");
  const session = await readSession(new Blob([readFileSync(from)]));
  const chunks = [];
  for (const chunk of session.chunks) {
    const payload = chunk.entry.kind === "json" ? chunk.json() : (made[chunk.family]?.(session, chunk) ?? chunk.payloadBytes());
    const codec = chunk.entry.codec === "gzip" ? "none" : "gzip";
    chunks.push({ entry: { ...chunk.entry, codec }, payload });
  }
  const { datasetFingerprint: fingerprint, createdAt, dataSource } = session.manifest;
  writeFileSync(to, await writeSession({ fingerprint, createdAt, dataSource, chunks }));
}

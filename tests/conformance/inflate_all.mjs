// `node inflate_all.mjs FOLDER`: inflates hexadecimal lines of standard input with FOLDER/inflate.mjs, each whole and at every cut.
//
// A line of JSON for each line: [fault, end, size, crc32 of what came out] for each number of bytes, from none to all.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${resolve(process.argv[2])}/`);
const { inflate } = await import(new URL("inflate.mjs", folder));
const { crc32 } = await import(new URL("bytes.mjs", folder));

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (line === "") continue;
  const bytes = Uint8Array.from(Buffer.from(line, "hex"));
  const told = [];
  for (let size = 0; size <= bytes.length; size += 1) {
    const { out, end, fault } = inflate(bytes.subarray(0, size), 0, Number(process.argv[3] ?? 2 ** 20));
    told.push([fault, fault === null ? end : null, out.length, crc32(out)]);
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

// Makes schemas.mjs from the JSON Schemas of the format: `node embed_schemas.mjs FOLDER > schemas.mjs`.
//
// A browser can't import JSON everywhere, so the schemas that judge files are carried as a module. What only people or
// advice need (titles, descriptions, x-advice, x-unknown) is left out: this reader gives no advice.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const NAMES = [
  "manifest",
  "core-field-overlays",
  "core-state",
  "ui-dockable-layout",
  "analysis-windows",
  "highlights-meta",
  "artifact-table-header",
  "state-snapshots",
  "manifest-2",
  "manifest-3",
  "manifest-4",
  "manifest-5",
  "core-field-overlays-2",
  "core-field-overlays-3",
  "core-field-overlays-4",
  "core-field-overlays-5",
  "highlights-meta-2",
  "highlights-meta-4",
  "highlights-meta-5",
  "cache-inventory",
  "opaque",
];
const LEFT_OUT = new Set(["$schema", "$id", "title", "description", "$comment", "x-advice", "x-unknown"]);
// under these keywords the keys are names, not keywords
const NAMED = new Set(["properties", "patternProperties", "$defs"]);
const VALUES = new Set(["const", "enum", "required", "x-rule"]);

function trimmed(schema) {
  if (Array.isArray(schema)) return schema.map(trimmed);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).filter(([key]) => !LEFT_OUT.has(key)).map(([key, value]) => {
      if (VALUES.has(key)) return [key, value];
      if (NAMED.has(key)) return [key, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, trimmed(part)]))];
      return [key, trimmed(value)];
    }),
  );
}

const folder = process.argv[2];
const lines = [
  "// The schemas of the format, made by embed_schemas.mjs from schemas/*.json. Not edited by hand.",
  "",
  "export const SCHEMAS = {",
];
for (const name of NAMES) {
  const schema = JSON.parse(readFileSync(join(folder, `${name}.schema.json`), "utf8"));
  lines.push(`  ${JSON.stringify(name)}: ${JSON.stringify(trimmed(schema), null, 1).replaceAll("\n", "\n  ")},`);
}
lines.push("};");
process.stdout.write(`${lines.join("\n")}\n`);

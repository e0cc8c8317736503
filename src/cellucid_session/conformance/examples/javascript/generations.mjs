// The generations of the format: the tables of spec sections 16, 16.1 and 16.4, and what tells a generation.

import { FAMILIES } from "./families.mjs";
import { LIMITS } from "./limits.mjs";
import { isObject } from "./schema_check.mjs";

const NUMBERED = "CELLUCID_SESSION/";
const ASCII = new TextEncoder();

/** Families of which every session has the one chunk. */
const single = (name, contributor, label, more = {}) => ({
  name, open: false, contributor, kind: "json", priority: "eager", label, bound: true, required: true, ids: /^$/, ...more,
});

/** Families of many chunks; `label` is what their labels begin with. */
const many = (name, contributor, label, more = {}) => ({
  name, open: true, contributor, kind: "binary", priority: "lazy", label, bound: true, required: false, ids: /^/, ...more,
});

const OVERLAYS = single("core/field-overlays", "field-overlays", "Field overlays");
const CODES = many("user-defined/codes/", "user-defined-codes", "User-defined codes: ", { priority: "either", ids: /^[A-Za-z0-9][A-Za-z0-9._-]{0,179}$/ });
const CAMERA = single("cinematic/camera", "cinematic-camera", "Cinematic camera path");
const STATE = single("core/state", "core-state", "Core state");
const LAYOUT = single("ui/dockable-layout", "dockable-layout", "Floating panels", { bound: false });
const META = single("highlights/meta", "highlights-meta", "Highlight metadata");
const CELLS = many("highlights/cells/", "highlights-cells", "Highlight cells: ", { ids: /^highlight_[1-9][0-9]*$/ });

const TO_4 = [
  OVERLAYS, CODES, CAMERA, STATE, LAYOUT, single("analysis/windows", "analysis-windows", "Analysis windows"), META, CELLS,
  single("analysis/cache-inventory", "analysis-artifacts", "Analysis cache inventory"),
  many("analysis/artifacts/bulk-gene/", "analysis-artifacts", ""),
];
const FROM_5 = [
  OVERLAYS, CODES, CAMERA, STATE, LAYOUT, single("ui/figure-export", "figure-export", "Figure export", { bound: false }),
  single("analysis/windows", "analysis-windows", "Analysis windows", { kind: "binary" }),
  single("analysis/docked", "analysis-docked", "Docked analysis", { kind: "binary" }), META, CELLS,
];

/** Name of the schema of each JSON payload. */
const schemas = (overlays, meta) => ({
  "core/field-overlays": `core-field-overlays-${overlays}`,
  "highlights/meta": `highlights-meta-${meta}`,
  "analysis/cache-inventory": "cache-inventory",
  "cinematic/camera": "opaque",
  "core/state": "opaque",
  "ui/dockable-layout": "opaque",
  "ui/figure-export": "opaque",
  "analysis/windows": "opaque",
});

const OLD = "CELLUCID_SESSION\n", NEW = "CELLUCID_SESSION/2\n";
const NARROW = { Uint8Array: 1, Uint16Array: 2 };
const WIDE = { ...NARROW, Uint32Array: 4 };

/**
 * What differs between generations.
 * encodings: byte of codes -> [how, bytes of a code]; sets: whether members have an encoding byte; types: codesType -> bytes.
 */
export const GENERATIONS = Object.freeze({
  1: { number: 1, magic: OLD, stored: LIMITS.STORED_BYTES, families: FAMILIES },
  2: { number: 2, magic: OLD, stored: LIMITS.STORED_BYTES, families: TO_4, schemas: schemas(2, 2), types: NARROW,
    encodings: [["raw", 1], ["raw", 2], ["runs", 1], ["runs", 2]], sets: false },
  3: { number: 3, magic: OLD, stored: LIMITS.STORED_BYTES, families: TO_4, schemas: schemas(3, 2), types: NARROW,
    encodings: [["raw", 1], ["raw", 2], ["runs", 1], ["runs", 2]], sets: false },
  4: { number: 4, magic: OLD, stored: 2 ** 32 - 1, families: TO_4, schemas: schemas(4, 4), types: WIDE,
    encodings: [["raw", 1], ["raw", 2], ["runs", 1], ["runs", 2], ["raw", 4], ["runs", 4]], sets: false },
  5: { number: 5, magic: NEW, stored: 2 ** 32 - 1, families: FROM_5, schemas: schemas(5, 5), types: WIDE,
    encodings: [["raw", null], ["runs", null], ["packed", null]], sets: true },
});

export const MAGICS = [OLD, NEW].map((text) => ASCII.encode(text));

/** The number in a magic of a later format, or null. */
export function laterFormat(bytes) {
  const found = /^([1-9][0-9]{0,8})\n/.exec(String.fromCharCode(...bytes.subarray(NUMBERED.length, NUMBERED.length + 10)));
  const begins = ASCII.encode(NUMBERED).every((byte, at) => bytes[at] === byte);
  return begins && found !== null && Number(found[1]) > 1 ? Number(found[1]) : null;
}

/** Whether all that there is of a file can be the beginning of the magic of a later format. */
export function beginsLater(bytes) {
  const found = /^([1-9][0-9]{0,8})$/.exec(String.fromCharCode(...bytes.subarray(NUMBERED.length, NUMBERED.length + 10)));
  const begins = ASCII.encode(NUMBERED).every((byte, at) => bytes[at] === byte);
  return begins && found !== null;
}

const has = (object, key) => isObject(object) && Object.hasOwn(object, key);
const MARKS = ["analysis/cache-inventory", "cinematic/camera"];

/** The generations that a file can be of, the one that it is judged as first. */
export function candidates(magic, length, manifest) {
  if (magic === 1) return [GENERATIONS[5]];
  const told = isObject(manifest) ? manifest.datasetFingerprint : null;
  if (length > LIMITS.MANIFEST_BYTES) return [GENERATIONS[4]];
  if (has(told, "dataMapping")) return [GENERATIONS[4], GENERATIONS[3]];
  if (has(manifest, "dataSource") || has(manifest, "summary")) return [GENERATIONS[1]];
  const chunks = isObject(manifest) && Array.isArray(manifest.chunks) ? manifest.chunks : [];
  if (has(told, "cellOrder") || chunks.some((entry) => isObject(entry) && MARKS.includes(entry.id))) return [GENERATIONS[2]];
  return [GENERATIONS[1]];
}

/** The family of a chunk id in a generation, or null. */
export function familyIn(generation, id) {
  return generation.families.find((family) => (family.open ? id.startsWith(family.name) : id === family.name)) ?? null;
}

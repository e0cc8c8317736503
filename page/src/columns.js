// Columns of the data set as a session renames and deletes them, and how many cells a category has.
//
// Rules of this file:
// * Renames and deletions of a session are for showing only; nothing in the data set changes.
// * Keys of a session are looked up as own keys, so that `constructor` is a key like any other.

import { categoryColour } from "./colours.js";

/**
 * @typedef {import("./server.js").ObsColumn} ObsColumn
 * @typedef {import("./work.js").Work} Work
 */

/** @param {unknown} record @param {string} key @returns {unknown} */
function own(record, key) {
  return typeof record === "object" && record !== null && Object.hasOwn(record, key)
    ? /** @type {Record<string, unknown>} */ (record)[key]
    : undefined;
}

/** The name that is shown. @param {ObsColumn} column @param {Work} work @returns {string} */
export function labelOf(column, work) {
  const renamed = own(own(work.overlaysRaw.renames, "fields"), `obs:${column.key}`);
  return typeof renamed === "string" ? renamed : column.key;
}

/** @param {ObsColumn & {kind: "category"}} column @param {Work} work @returns {string[]} */
export function categoriesOf(column, work) {
  const renamed = own(work.overlaysRaw.renames, "categories");
  return column.categories.map((name, code) => {
    const label = own(renamed, `obs:${column.key}:${code}`);
    return typeof label === "string" ? label : name;
  });
}

/** @type {WeakMap<ObsColumn, readonly string[]>} */
const COLOURS = new WeakMap();

/** The colours of its categories; undefined: it has none. @param {ObsColumn} column @returns {readonly string[] | undefined} */
export function coloursOfColumn(column) {
  if (column.kind !== "category") return undefined;
  const known = column.colors ?? COLOURS.get(column) ?? column.categories.map((_, code) => categoryColour(code));
  COLOURS.set(column, known);
  return known;
}

/** Did the session delete it? @param {ObsColumn} column @param {Work} work @returns {boolean} */
export function isHidden(column, work) {
  const deleted = own(work.overlaysRaw.deletedFields, "deleted");
  return Array.isArray(deleted) && deleted.includes(`obs:${column.key}`);
}

/** @type {WeakMap<Int32Array, Uint32Array>} */
const COUNTS = new WeakMap();

/** How many cells each category has. @param {Int32Array} codes @param {number} categories @returns {Uint32Array} */
export function countsOf(codes, categories) {
  const known = COUNTS.get(codes);
  if (known && known.length === categories) return known;
  const counts = new Uint32Array(categories);
  for (const code of codes) if (code >= 0 && code < categories) counts[code] += 1;
  COUNTS.set(codes, counts);
  return counts;
}

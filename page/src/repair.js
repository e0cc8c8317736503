// Chunks with a fault that does no harm, made fit to be kept and saved again.
//
// Rules of this file:
// * From a JSON payload that does not have its shape, the values that are at fault are left out and all others stay
//   (spec section 6). An object whose required key is at fault is left out whole.
// * Faults of the container (order, a needless gzip field, a wrong contributor) vanish when the chunk is made anew.
// * The writer has the last word: what it still refuses is not kept, and the caller says so.

import { FAMILIES } from "./families.js";
import { readSession, writeSession } from "./format.js";

/** @typedef {import("./format.js").Chunk} Chunk */

/** Faults of order: the writer puts chunks into the right one. */
const OF_ORDER = new Set(["chunk.order", "chunk.meta-order", "chunk.overlays-order"]);
/** Faults of a payload's shape, which name the value. */
const OF_SHAPE = /\.(?:shape|required|color)$/;
/** Keys without which the object around them means nothing. */
const REQUIRED = new Set(["id", "key", "kind", "source", "categories", "highlightedGroups"]);

/** Is the chunk free of what a saved session may not have? @param {Chunk} chunk */
export const sound = (chunk) => chunk.findings.every((finding) => OF_ORDER.has(finding.rule));

/**
 * The chunk as it can be kept.
 * @param {Chunk} chunk
 * @returns {Promise<Chunk | null>} the very chunk where it is sound, null where nothing helps
 */
export async function fit(chunk) {
  if (sound(chunk)) return chunk;
  try {
    const payload = chunk.entry.kind === "json" ? reshaped(chunk) : await chunk.payload();
    const entry = { ...chunk.entry, id: chunk.id.trim() };
    const family = FAMILIES.find((one) => one.name === chunk.family);
    if (family) entry.contributorId = family.contributor;
    if (chunk.findings.some((finding) => finding.rule === "chunk.depends-cycle")) delete entry.dependsOn;
    const bytes = await writeSession({ fingerprint: { sourceType: null, datasetId: null }, chunks: [{ entry, payload }] });
    return (await readSession(bytes)).chunk(entry.id);
  } catch {
    return null;
  }
}

/** The JSON value without what is at fault. @param {Chunk} chunk @returns {unknown} */
function reshaped(chunk) {
  const root = { value: copied(chunk.json()) };
  const paths = chunk.findings.filter((one) => OF_SHAPE.test(one.rule) && one.pointer !== null).map((one) => pathOf(String(one.pointer)));
  // from the end, so that what is left out of a list moves nothing that is still to come
  for (const path of paths.sort(later)) remove(root.value, path);
  if (chunk.findings.some((one) => one.rule === "meta.range")) dropRanges(root.value);
  return root.value;
}

/** @param {string} pointer of RFC 6901 @returns {string[]} */
function pathOf(pointer) {
  const path = pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  // a category less would give the cells of all later ones another name
  const within = path.findIndex((part, i) => part === "categories" && path[i - 2] === "userDefinedFields");
  if (within > 0) return path.slice(0, within);
  if (path.length > 1 && REQUIRED.has(path[path.length - 1])) path.pop();
  return path;
}

/** @param {string[]} a @param {string[]} b */
function later(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    const order = Number(b[i]) - Number(a[i]);
    return Number.isNaN(order) ? (a[i] < b[i] ? 1 : -1) : order;
  }
  return b.length - a.length;
}

/** @param {any} value @param {string[]} path */
function remove(value, path) {
  const last = path[path.length - 1];
  if (last === undefined) throw new TypeError("the payload as a whole is at fault");
  for (const part of path.slice(0, -1)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return;
    value = value[part];
  }
  if (Array.isArray(value)) value.splice(Number(last), 1);
  else if (typeof value === "object" && value !== null) delete value[last];
}

/** @param {any} meta */
function dropRanges(meta) {
  for (const page of meta.pages)
    for (const group of page.highlightedGroups)
      if (group.rangeMin > group.rangeMax) {
        delete group.rangeMin;
        delete group.rangeMax;
      }
}

/** A copy that can be changed; objects without a prototype stay so. @param {unknown} value @returns {unknown} */
function copied(value) {
  if (Array.isArray(value)) return value.map(copied);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.create(null);
  for (const [key, one] of Object.entries(value)) copy[key] = copied(one);
  return copy;
}

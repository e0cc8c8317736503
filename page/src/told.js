// What a person should know of names and selections before Python meets them.
//
// Rules of this file:
// * It is told where it can be mended, and hinders nothing: such work can be saved and is valid.
// * Names are compared as Python gets them: without white space around them.

import { minus } from "./sets.js";

/** @typedef {import("./work.js").Work} Work */

/** @type {WeakMap<Work, Set<string>>} */
const REPEATED = new WeakMap();

/** Labels that more than one group has, on whatever pages. @param {Work} work */
export function repeatedLabels(work) {
  const known = REPEATED.get(work);
  if (known) return known;
  const seen = new Set();
  const found = new Set();
  for (const page of work.pages)
    for (const { label } of page.groups) {
      const name = label.trim();
      if (seen.has(name)) found.add(name);
      seen.add(name);
    }
  REPEATED.set(work, found);
  return found;
}

/** What is said of a group's name; "": nothing. @param {Work} work @param {string} label */
export const ofGroup = (work, label) => (repeatedLabels(work).has(label.trim()) ? "Another group has this name, so Python has to number them. Rename one." : "");

/** What is said of a field's name; "": nothing. @param {import("./server.js").Dataset | null} dataset @param {string} key */
export const ofField = (dataset, key) =>
  dataset?.obs.some((column) => column.key === key.trim()) ? "obs has a column of this name, so Python gives this one another. Rename it if you want to find it by its name." : "";

/** The selected cells that no group holds, so that they are not saved. @param {Work} work @param {Uint32Array} selection */
export function unkept(work, selection) {
  let left = selection;
  for (const page of work.pages) for (const group of page.groups) if (group.cells && left.length > 0) left = minus(left, group.cells);
  return left;
}

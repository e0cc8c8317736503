// Labels that are there already, corrected: a column copied into a field, categories merged and deleted.
//
// Rules of this file:
// * As in work.js: a new Work each time, and a Refusal that says why not.
// * A code is the place of a category, so one that goes moves all later ones, in every cell; the colour of each stays.

import { Refusal, addField, next, withField } from "./work.js";

/** Names that the server cut end so, and are as long. */
const CUT = 120;

/** What a session notes down of a field's categories by their places, and can be made again. */
const OF_CATEGORIES = new Set(["centroidsByDim", "normalizedDims"]);

/**
 * A field with the categories and labels of a column.
 * @param {import("./work.js").Work} work
 * @param {string} key of the column
 * @param {readonly string[]} categories
 * @param {readonly string[]} colors
 * @param {Int32Array} codes for each cell, -1 for none
 * @returns {import("./work.js").Work}
 */
export function copyField(work, key, categories, colors, codes) {
  if (categories.some((name) => name.length >= CUT && name.endsWith("…"))) throw new Refusal("Some of its categories have names that are too long to be shown whole, so they can't be copied.");
  if (categories.some((name) => name.trim() === "")) throw new Refusal("One of its categories has no name, so it can't be copied.");
  if (new Set(categories).size < categories.length) throw new Refusal("Two of its categories have one name, so it can't be copied.");
  const taken = work.fields.filter((field) => !field.deleted).map((field) => field.key);
  const plain = `${key} corrected`;
  const made = addField(work, taken.includes(plain) ? next(`${plain} `, taken) : plain, codes.length);
  const { id } = made.fields[made.fields.length - 1];
  return withField(made, id, (field) => ({
    ...field, categories: categories.map((name) => name.toWellFormed()), colors, codes: codes.slice(),
  }));
}

/**
 * Give the cells of one category another one, and take the first away.
 * @param {import("./work.js").Work} work
 * @param {string} id of the field
 * @param {number} from code @param {number} into code
 * @returns {import("./work.js").Work}
 */
export function mergeCategory(work, id, from, into) {
  if (from === into) throw new Refusal("Choose two categories: one that goes, and one that gets its cells.");
  return without(work, id, from, into);
}

/** Take a category away; its cells have no label then. @param {import("./work.js").Work} work @param {string} id of the field @param {number} code */
export const removeCategory = (work, id, code) => without(work, id, code, -1);

/** @param {import("./work.js").Work} work @param {string} id @param {number} gone @param {number} heir @returns {import("./work.js").Work} */
function without(work, id, gone, heir) {
  return withField(work, id, (field) => {
    if (field.pending) throw new Refusal("The labels of this field are still being restored.");
    if (!field.paintable || !field.codes) throw new Refusal("The session does not hold one label for each cell of this field, so they can't be changed.");
    const moved = (/** @type {number} */ code) => (code > gone ? code - 1 : code);
    const stays = (/** @type {string} */ _, /** @type {number} */ code) => code !== gone;
    return {
      ...field,
      categories: field.categories.filter(stays),
      colors: field.colors.filter(stays),
      codes: field.codes.map((code) => moved(code === gone ? heir : code)),
      chunk: null,
      raw: Object.fromEntries(Object.entries(field.raw).filter(([name]) => !OF_CATEGORIES.has(name))),
    };
  });
}

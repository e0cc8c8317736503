// A person's work: pages of highlight groups, and labels. What Save State saves and Load State brings back.
//
// Rules of this file:
// * A Work is never changed in place: each operation gives a new one, so that a step can be undone and a save that runs
//   meanwhile sees one state.
// * What was loaded and is not touched keeps the chunk it came from, and is saved as those very bytes. An operation
//   drops exactly the chunks that it makes untrue.
// * Ids are free text from files; they are compared, never used as a key of a plain object.
// * An operation that can't be done throws a Refusal that says why in words for the person.

import { GROUP_COLOURS, categoryColour, freeColour, groupColour } from "./colours.js";
import { Said } from "./said.js";
import { NONE, minus, union } from "./sets.js";

/** Most categories of one field: the codes of a session are 16 bits wide, and the last is the marker. */
export const CATEGORIES = 65535;
/** Most categories of a field whose codes are 8 bits wide. */
const NARROW = 255;

/** What a person asked for can't be done; the message is for them. */
export class Refusal extends Said {}

/**
 * @typedef {import("./format.js").Chunk} Chunk
 *
 * @typedef {object} Group
 * @property {string} id
 * @property {string} label
 * @property {boolean} enabled whether its cells are marked in the plot
 * @property {string} color `#rrggbb` of its mark; it stays when other groups go
 * @property {boolean} coloured a person chose the colour, so that it is saved
 * @property {Uint32Array | null} cells null: the session does not hold them, or they are still to be restored
 * @property {number | null} count the hint of the session while `cells` is null
 * @property {boolean} pending the cells are about to be restored
 * @property {Chunk | null} chunk the cells as they were loaded, while that is what they are
 * @property {Readonly<Record<string, unknown>>} raw the group as it was loaded; keys that the page does not know stay
 *
 * @typedef {object} Page
 * @property {string} id
 * @property {string} name
 * @property {string | null} color `#rrggbb`
 * @property {readonly Group[]} groups
 * @property {Readonly<Record<string, unknown>>} raw
 *
 * @typedef {object} Field
 * @property {string} id
 * @property {string} key the name that people see
 * @property {readonly string[]} categories
 * @property {readonly string[]} colors of the categories, `#rrggbb`; each stays when others go
 * @property {Int32Array | null} codes for each cell, -1 for none; null: not held, or not one for each cell
 * @property {boolean} pending the codes are about to be restored
 * @property {boolean} paintable it has, or can have, one code for each cell
 * @property {boolean} deleted kept in the session, not shown
 * @property {Chunk | null} chunk the codes as they were loaded, while that is what they are
 * @property {Readonly<Record<string, unknown>>} raw
 *
 * @typedef {object} Work
 * @property {readonly Page[]} pages
 * @property {string} activePage id of one of them
 * @property {readonly Field[]} fields
 * @property {Readonly<Record<string, unknown>>} metaRaw `highlights/meta` as it was loaded
 * @property {Readonly<Record<string, unknown>>} overlaysRaw `core/field-overlays` as it was loaded
 * @property {Chunk | null} metaChunk `highlights/meta`, while it is true
 * @property {Chunk | null} overlaysChunk `core/field-overlays`, while it is true
 * @property {readonly Chunk[]} carried every other chunk that was loaded, in its order
 */

/** The work of somebody who has not begun. @returns {Work} */
export function emptyWork() {
  /** @type {Page} */
  const page = { id: "page_1", name: "Page 1", color: "#4363d8", groups: [], raw: {} };
  return {
    pages: [page],
    activePage: page.id,
    fields: [],
    metaRaw: {},
    overlaysRaw: {},
    metaChunk: null,
    overlaysChunk: null,
    carried: [],
  };
}

/** @param {Work} work @returns {boolean} */
export function isEmpty(work) {
  return work.pages.every((page) => page.groups.length === 0) && work.fields.length === 0 && work.carried.length === 0;
}

/** The page that is shown. @param {Work} work @returns {Page} */
export function pageOf(work) {
  return work.pages.find((page) => page.id === work.activePage) ?? work.pages[0];
}

/** @param {Work} work @param {string} id @returns {Group} */
export function groupOf(work, id) {
  for (const page of work.pages) for (const group of page.groups) if (group.id === id) return group;
  throw new Refusal("This group is no longer there.");
}

/** @param {Work} work @param {string} id @returns {Field} */
export function fieldOf(work, id) {
  const field = work.fields.find((one) => one.id === id);
  if (!field) throw new Refusal("This field is no longer there.");
  return field;
}

/** @param {string} text @param {string} what @returns {string} */
export function named(text, what) {
  const name = text.trim();
  if (name === "") throw new Refusal(`${what} needs a name.`);
  return name.toWellFormed();
}

/** A name with a number that no other has. @param {string} stem @param {Iterable<string>} taken */
export function next(stem, taken) {
  const used = new Set(taken);
  let n = 1;
  while (used.has(`${stem}${n}`)) n += 1;
  return `${stem}${n}`;
}

/** Ids of files may have white space around them and are the same without it. @param {Iterable<{id: string}>} things */
const ids = (things) => Array.from(things, (thing) => thing.id.trim());

// ---- pages

/** @param {Work} work @param {(page: Page) => Page} change @param {string} id of the page @returns {Work} */
function withPage(work, id, change) {
  return { ...work, metaChunk: null, pages: work.pages.map((page) => (page.id === id ? change(page) : page)) };
}

/** @param {Work} work @returns {Work} */
export function addPage(work) {
  const id = next("page_", ids(work.pages));
  const name = next("Page ", work.pages.map((page) => page.name));
  /** @type {Page} */
  const page = { id, name, color: "#4363d8", groups: [], raw: {} };
  return { ...work, metaChunk: null, pages: [...work.pages, page], activePage: id };
}

/** @param {Work} work @param {string} id @returns {Work} */
export function openPage(work, id) {
  return work.activePage === id ? work : { ...work, metaChunk: null, activePage: id };
}

/** @param {Work} work @param {string} id @param {string} name @returns {Work} */
export function renamePage(work, id, name) {
  const fit = named(name, "A page");
  return withPage(work, id, (page) => ({ ...page, name: fit }));
}

/** @param {Work} work @param {string} id @param {string} color @returns {Work} */
export function colourPage(work, id, color) {
  return withPage(work, id, (page) => ({ ...page, color }));
}

/** @param {Work} work @param {string} id @returns {Work} */
export function removePage(work, id) {
  if (work.pages.length === 1) throw new Refusal("The last page stays. Delete its groups instead.");
  const pages = work.pages.filter((page) => page.id !== id);
  const activePage = work.activePage === id ? pages[0].id : work.activePage;
  return { ...work, metaChunk: null, pages, activePage };
}

// ---- groups

/** @param {Work} work @param {string} id @param {(group: Group) => Group} change @returns {Work} */
function withGroup(work, id, change) {
  groupOf(work, id);
  const pages = work.pages.map((page) =>
    page.groups.some((group) => group.id === id)
      ? { ...page, groups: page.groups.map((group) => (group.id === id ? change(group) : group)) }
      : page,
  );
  return { ...work, metaChunk: null, pages };
}

/** Make a group of the cells given, on the page that is shown. @param {Work} work @param {Uint32Array} cells @param {string} [label] @returns {Work} */
export function addGroup(work, cells, label) {
  const all = work.pages.flatMap((page) => page.groups);
  const id = next("highlight_", ids(all));
  const fit = named(label ?? next("Group ", all.map((group) => group.label)), "A group");
  /** @type {Group} */
  const group = {
    id, label: fit, enabled: true, color: freeColour(pageOf(work).groups.map((one) => one.color), groupColour, GROUP_COLOURS), coloured: false, cells, count: cells.length, pending: false, chunk: null, raw: { id, type: "lasso" },
  };
  return withPage(work, pageOf(work).id, (page) => ({ ...page, groups: [...page.groups, group] }));
}

/** @param {Work} work @param {string} id @param {string} label @returns {Work} */
export function renameGroup(work, id, label) {
  const fit = named(label, "A group");
  return withGroup(work, id, (group) => ({ ...group, label: fit }));
}

/** Other cells in place of a group's own. @param {Work} work @param {string} id @param {Uint32Array} cells @returns {Work} */
export function refillGroup(work, id, cells) {
  return withGroup(work, id, (group) => ({ ...group, cells, count: cells.length, pending: false, chunk: null }));
}

/** @param {Work} work @param {string} id @param {string} color `#rrggbb` @returns {Work} */
export function colourGroup(work, id, color) {
  return withGroup(work, id, (group) => ({ ...group, color, coloured: true }));
}

/** @param {Work} work @param {string} id @param {boolean} enabled @returns {Work} */
export function showGroup(work, id, enabled) {
  return withGroup(work, id, (group) => ({ ...group, enabled }));
}

/** @param {Work} work @param {string} id @returns {Work} */
export function removeGroup(work, id) {
  groupOf(work, id);
  const pages = work.pages.map((page) => ({ ...page, groups: page.groups.filter((group) => group.id !== id) }));
  return { ...work, metaChunk: null, pages };
}

/**
 * Add cells to a group, or take them out.
 * @param {Work} work
 * @param {string} id
 * @param {Uint32Array} cells
 * @param {"add" | "remove"} how
 * @returns {Work}
 */
export function changeGroup(work, id, cells, how) {
  return withGroup(work, id, (group) => {
    if (group.pending) throw new Refusal("The cells of this group are still being restored.");
    if (!group.cells) throw new Refusal("The session does not hold the cells of this group, so they can't be changed.");
    const changed = how === "add" ? union(group.cells, cells) : minus(group.cells, cells);
    return { ...group, cells: changed, count: changed.length, chunk: null };
  });
}

// ---- fields

/** @param {Work} work @param {string} id @param {(field: Field) => Field} change @returns {Work} */
export function withField(work, id, change) {
  fieldOf(work, id);
  return {
    ...work,
    overlaysChunk: null,
    fields: work.fields.map((field) => (field.id === id ? change(field) : field)),
  };
}

/**
 * Make a field for labels; no cell has one yet.
 * @param {Work} work
 * @param {string} key
 * @param {number} cells how many the data set has
 * @param {number} [now] milliseconds since 1970
 * @returns {Work}
 */
export function addField(work, key, cells, now = Date.now()) {
  const fit = named(key, "A field");
  if (work.fields.some((field) => !field.deleted && field.key === fit))
    throw new Refusal("A field of this name is there already.");
  const id = next(`user_cat_${now}_`, ids(work.fields));
  /** @type {Field} */
  const field = {
    id, key: fit, categories: [], colors: [], codes: new Int32Array(cells).fill(-1), pending: false, paintable: true,
    deleted: false, chunk: null, raw: { id, source: "obs", kind: "category", isPurged: false, createdAt: now },
  };
  return { ...work, overlaysChunk: null, fields: [...work.fields, field] };
}

/** @param {Work} work @param {string} id @param {string} key @returns {Work} */
export function renameField(work, id, key) {
  const fit = named(key, "A field");
  if (work.fields.some((field) => field.id !== id && !field.deleted && field.key === fit))
    throw new Refusal("A field of this name is there already.");
  return withField(work, id, (field) => ({ ...field, key: fit }));
}

/** The field is no longer shown; the session keeps it and says that it is deleted. @param {Work} work @param {string} id @returns {Work} */
export function removeField(work, id) {
  return withField(work, id, (field) => ({ ...field, deleted: true }));
}

/** @param {Work} work @param {string} id @param {string} name @returns {Work} */
export function addCategory(work, id, name) {
  const fit = named(name, "A category");
  return withField(work, id, (field) => {
    if (field.categories.includes(fit)) throw new Refusal("A category of this name is there already.");
    if (field.categories.length >= CATEGORIES) throw new Refusal("A field has at most 65,535 categories.");
    if (field.pending) throw new Refusal("The labels of this field are still being restored.");
    const widens = field.categories.length === NARROW; // the code of the new category was the marker until now
    const colors = [...field.colors, freeColour(field.colors, categoryColour, field.colors.length + 1)];
    return { ...field, categories: [...field.categories, fit], colors, chunk: widens ? null : field.chunk };
  });
}

/** @param {Work} work @param {string} id @param {number} code @param {string} name @returns {Work} */
export function renameCategory(work, id, code, name) {
  const fit = named(name, "A category");
  return withField(work, id, (field) => {
    if (field.categories.some((other, index) => index !== code && other === fit))
      throw new Refusal("A category of this name is there already.");
    return { ...field, categories: field.categories.map((old, index) => (index === code ? fit : old)) };
  });
}

/**
 * Give cells a category, or none.
 * @param {Work} work
 * @param {string} id of the field
 * @param {number} code of the category, -1 for none
 * @param {Uint32Array} selected
 * @param {number} cells how many the data set has
 * @returns {Work}
 */
export function paint(work, id, code, selected, cells) {
  return withField(work, id, (field) => {
    if (field.pending) throw new Refusal("The labels of this field are still being restored.");
    if (!field.paintable) throw new Refusal("The session does not hold one label for each cell of this field, so they can't be changed.");
    const codes = field.codes?.slice() ?? new Int32Array(cells).fill(-1);
    for (const cell of selected) codes[cell] = code;
    return { ...field, codes, chunk: null };
  });
}

// ---- restoring: what a session adds bit by bit; no chunk becomes untrue by it

/**
 * By the id of a group its cells, and by the id of a field its codes; null: the session does not hold them so that they can be changed.
 * @typedef {{cells: Map<string, Uint32Array | null>, codes: Map<string, Int32Array | null>}} Restored
 */

/** @param {Work} work @param {Restored} found @returns {Work} */
export function restored(work, { cells, codes }) {
  const pages = cells.size
    ? work.pages.map((page) => ({
        ...page,
        groups: page.groups.map((group) => {
          const own = group.pending ? cells.get(group.id) : undefined;
          return own === undefined ? group : { ...group, pending: false, cells: own, count: own?.length ?? group.count };
        }),
      }))
    : work.pages;
  const fields = codes.size
    ? work.fields.map((field) => {
        const own = field.pending ? codes.get(field.id) : undefined;
        return own === undefined ? field : { ...field, pending: false, codes: own, paintable: own !== null };
      })
    : work.fields;
  return { ...work, pages, fields };
}

/** The cells that a group marks. @param {Group} group @returns {Uint32Array} */
export const marked = (group) => (group.enabled && group.cells ? group.cells : NONE);

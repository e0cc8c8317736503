// What Python asks to be changed in the page (spec 15.5.5).
//
// Rules of this file:
// * Each change is one step, as if a person had made it: it can be undone, it is drafted and saved with the rest.
// * Nothing is changed when it can't be done as it was asked; the refusal goes to Python, in words for the person.

import { combined } from "./sets.js";
import { counted, shown } from "./text.js";
import * as W from "./work.js";

/**
 * @typedef {import("./app.js").App} App
 * @typedef {{do: string, cells: number | null, label: string, page: string | null, color: string | null, replace: boolean,
 *            category: string | null, field: string, key: string | null, how: import("./sets.js").How}} Asked
 */

/** @param {App} app @param {string} requestId */
export async function change(app, requestId) {
  if (!app.dataset || app.store.busy !== "") throw new W.Refusal("A session is being loaded in the page. Ask again when it is there.");
  const asked = await app.server.change(requestId);
  const cells = asked.cells === null ? new Uint32Array(0) : await app.server.changeCells(requestId);
  if (cells.length > 0 && cells[cells.length - 1] >= app.cells) throw new W.Refusal("The page shows another data set than Python: load it anew.");
  const act = ACTS.get(asked.do);
  if (!act) throw new W.Refusal("This page is older than the package in Python: load it anew.");
  app.store.say("info", await act(app, asked, cells));
}

/** @type {Map<string, (app: App, asked: Asked, cells: Uint32Array) => string | Promise<string>>} each says what was done */
const ACTS = new Map();
ACTS.set("highlight", highlight).set("label", label).set("colour", colour).set("select", select);

/** @param {App} app @param {Asked} asked @param {Uint32Array} cells */
function highlight({ store }, asked, cells) {
  let work = store.work;
  if (asked.page !== null) {
    const { page: name } = asked;
    const page = work.pages.find((one) => one.name === name);
    if (page) work = W.openPage(work, page.id);
    else {
      if (!W.isEmpty(work)) work = W.addPage(work); // else the page that is there, and that nobody used, gets the name
      work = W.renamePage(work, work.activePage, name);
    }
  }
  const page = W.pageOf(work);
  const same = page.groups.filter((group) => group.label === asked.label);
  if (same.length > 0 && !asked.replace)
    throw new W.Refusal(`A group “${shown(asked.label, 60)}” is there already on the page “${shown(page.name, 60)}”: pass replace=True to give it these cells, or another label.`);
  if (same.length > 1) throw new W.Refusal(`There are ${same.length} groups “${shown(asked.label, 60)}” on the page “${shown(page.name, 60)}”: rename all but one.`);
  work = same.length ? W.refillGroup(work, same[0].id, cells) : W.addGroup(work, cells, asked.label);
  const made = same[0] ?? W.pageOf(work).groups.at(-1);
  if (asked.color !== null) work = W.colourGroup(work, made.id, asked.color);
  store.step(work);
  return `Python made the group “${shown(asked.label, 60)}” of ${counted(cells.length, "cell")}. Undo takes it back.`;
}

/** @param {App} app @param {Asked} asked @param {Uint32Array} cells */
function label(app, asked, cells) {
  let { work } = app.store;
  const known = () => work.fields.find((one) => one.key === asked.field && !one.deleted);
  if (!known()) work = W.addField(work, asked.field, app.cells);
  const { id } = /** @type {W.Field} */ (known());
  const { category } = asked;
  if (category !== null && !W.fieldOf(work, id).categories.includes(category)) work = W.addCategory(work, id, category);
  const code = category === null ? -1 : W.fieldOf(work, id).categories.indexOf(category);
  app.store.step(W.paint(work, id, code, cells, app.cells));
  app.setColouring({ source: "field", id });
  const what = category === null ? "took the label from" : `gave the label “${shown(category, 60)}” to`;
  return `Python ${what} ${counted(cells.length, "cell")} in “${shown(asked.field, 60)}”. Undo takes it back.`;
}

/** @param {App} app @param {Asked} asked */
async function colour(app, { key }) {
  if (key === null) {
    app.setColouring({ source: "none" });
    return "Python coloured all cells alike.";
  }
  const field = app.store.work.fields.find((one) => one.key === key && !one.deleted && one.codes);
  const column = app.dataset?.obs.find((one) => one.key === key);
  if (field) app.setColouring({ source: "field", id: field.id });
  else if (column) app.setColouring({ source: "obs", id: column.id });
  else if (!(app.dataset?.matrices?.length && (await app.colourByGene(key))))
    throw new W.Refusal(`There is nothing called “${shown(key, 60)}” to colour cells by: no field of labels, no column of obs that is shown, and no gene of the matrix that is chosen in the page.`);
  return `Python coloured the cells by “${shown(key, 60)}”.`;
}

/** @param {App} app @param {Asked} asked @param {Uint32Array} cells */
function select({ store }, { how }, cells) {
  store.select(combined(store.selection, cells, how));
  return `Python selected cells: ${counted(store.selection.length, "cell")} now. Undo takes it back.`;
}

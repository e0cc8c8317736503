// What lies over the plot: the names of categories, and what is told of the cell under the pointer.

import { h } from "preact";

import { categoriesOf, labelOf } from "../columns.js";
import { middles } from "../geometry.js";
import { number, shown } from "../text.js";

const MOST = 60; // names in the plot

/** What colours the cells, where that is categories. @param {import("../app.js").App} app @returns {{title: string, names: readonly string[]} | null} */
function categories({ dataset, store }) {
  const { colouring, work } = store;
  if (colouring.source === "field") {
    const field = work.fields.find((one) => one.id === colouring.id);
    return field ? { title: field.key, names: field.categories } : null;
  }
  const column = colouring.source === "obs" ? dataset?.obs.find((one) => one.id === colouring.id) : undefined;
  return column?.kind === "category" ? { title: labelOf(column, work), names: categoriesOf(column, work) } : null;
}

/** @type {{of: unknown[], middles: ReturnType<typeof middles>}} */
let known = { of: [], middles: [] };

/** @param {import("../app.js").App} app @param {number} count */
function places(app, count) {
  const of = [app.places, app.values, count];
  if (of.some((one, place) => one !== known.of[place])) known = { of, middles: middles(app.places, /** @type {Int32Array} */ (app.values), count) };
  return known.middles;
}

/** @param {{app: import("../app.js").App}} props */
export function Names({ app }) {
  const { scatter, values, isNamed } = app;
  const shownNow = categories(app);
  if (!scatter || !isNamed || !shownNow || !values || 2 * values.length !== app.places.length) return null;
  return places(app, shownNow.names.length).slice(0, MOST).map((middle, code) => {
    if (!middle) return null;
    const { x, y } = scatter.camera.pixel(middle);
    return h("span", { key: code, style: { left: `${x}px`, top: `${y}px` } }, shown(shownNow.names[code], 24));
  });
}

/** What is told of a cell's colour. @param {import("../app.js").App} app @param {number} cell */
function valueOf(app, cell) {
  const { colouring, work } = app.store;
  const value = app.values?.[cell];
  if (value === undefined) return "";
  const of = categories(app);
  if (of) return `${shown(of.title, 40)}: ${value >= 0 ? shown(of.names[value] ?? "", 60) : "none"}`;
  const column = app.dataset?.obs.find((one) => colouring.source === "obs" && one.id === colouring.id);
  const title = colouring.source === "gene" ? colouring.name : column ? labelOf(column, work) : "";
  return title && `${shown(title, 40)}: ${Number.isNaN(value) ? "none" : number(value)}`;
}

/** @param {{app: import("../app.js").App}} props */
export function Tip({ app }) {
  const under = app.hover?.under;
  if (!app.hover || !under) return null;
  const name = app.hover.name(under.cell);
  return h(
    "p",
    { style: { left: `${under.x + 12}px`, top: `${under.y + 12}px` } },
    name && h("strong", null, shown(name, 60)),
    h("span", null, valueOf(app, under.cell)),
  );
}

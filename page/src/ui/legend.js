// What the colours mean. A category is also a way to select its cells without a mouse.

import { h } from "preact";

import { ramp } from "../colours.js";
import { categoriesOf, coloursOfColumn, countsOf, labelOf } from "../columns.js";
import { cellsWith } from "../sets.js";
import { spanOf } from "../span.js";
import { counted, number, shown } from "../text.js";
import { button, swatch } from "./parts.js";
import { Range } from "./range.js";
import { rows } from "./rows.js";

const TALL = 34; // pixels of a category in a long list
const STEPS = 24;

/** @param {{app: import("../app.js").App}} props */
export function Legend({ app }) {
  const { colouring, work } = app.store;
  const column = app.dataset?.obs.find((one) => colouring.source === "obs" && one.id === colouring.id);
  const { values } = app;
  const { missing } = app.painting;
  if (!column && colouring.source !== "gene") return null;
  const title = column ? labelOf(column, work) : colouring.source === "gene" ? `${colouring.name} in ${app.matrixName(colouring.matrix)}` : "";
  const body =
    missing !== null || !values ? h("p", { class: "hint" }, missing ?? "Loading…") : column?.kind === "category" ? categories(app, column, /** @type {Int32Array} */ (values)) : scale(app, /** @type {Float32Array} */ (values));
  return h(
    "section",
    { "aria-labelledby": "legend-title" },
    h("h2", { id: "legend-title" }, shown(title, 80)),
    body,
  );
}

/** @param {import("../app.js").App} app @param {import("../columns.js").ObsColumn & {kind: "category"}} column @param {Int32Array} codes */
function categories(app, column, codes) {
  const names = categoriesOf(column, app.store.work);
  const colours = coloursOfColumn(column) ?? [];
  const counts = countsOf(codes, names.length);
  return [
    h(
      "p",
      { class: "row quiet" },
      button("Copy into labels", () => app.copyColumn(column, codes), { id: "copy-column", title: "Labels can be renamed, merged, deleted and painted; the column stays as it is" }),
    ),
    rows({
      key: column.id,
      items: names,
      label: "categories",
      kind: "categories",
      height: TALL,
      name: (/** @type {string} */ name) => name,
      row: (/** @type {string} */ name, /** @type {number} */ code, /** @type {import("./rows.js").More} */ more) =>
        h(
          "li",
          { class: "row", key: code, ...more },
          swatch(colours[code]),
          h("span", { class: "grow" }, shown(name, 40)),
          h("span", { class: "count" }, counted(counts[code], "cell")),
          button("Select", () => app.select(cellsWith(codes, code), app.how), { "aria-label": `Select the cells of ${shown(name, 40)}` }),
        ),
    }),
  ];
}

/** @param {import("../app.js").App} app @param {Float32Array} values */
function scale(app, values) {
  const span = spanOf(values);
  if (!span) return h("p", { class: "hint" }, "No cell has a value.");
  const { low, high, min, max, above, known } = span;
  const beyond = min < low || max > high ? ` Values go from ${number(min)} to ${number(max)}; those beyond the ends have the colours of the ends.` : "";
  return [
    h(
      "svg",
      { class: "ramp", viewBox: `0 0 ${STEPS} 1`, preserveAspectRatio: "none", role: "img", "aria-label": `from ${number(low)} to ${number(high)}` },
      Array.from({ length: STEPS }, (_, step) =>
        h("rect", { key: step, x: step, y: 0, width: 1.05, height: 1, fill: `rgb(${ramp(step / (STEPS - 1)).join(",")})` }),
      ),
    ),
    h("div", { class: "row ends" }, h("span", null, number(low)), h("span", null, number(high))),
    h(Range, { app, values, span }),
    h("p", { class: "hint", id: "scale" }, `${counted(above, "cell")} of ${counted(known, "cell")} above 0.${beyond}`),
  ];
}

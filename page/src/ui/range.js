// A range of the values that colour the cells, chosen over their histogram, to select the cells in it.
//
// Rules of this file:
// * The sliders go from one end of the colours to the other. At an end, what lies beyond it is in the range too.
// * The count is of the cells in the range; they are selected when the button is pressed, as "New", "Add", ... say.

import { h } from "preact";

import { cellsWithin } from "../sets.js";
import { counted, number } from "../text.js";
import { button } from "./parts.js";

const BINS = 40;
const STEPS = 200;

/** @type {WeakMap<Float32Array, number[]>} */
const KNOWN = new WeakMap();

/** How many cells are in each part of the span, the ones beyond in the first and the last. @param {Float32Array} values @param {import("../span.js").Span} span */
function histogram(values, { low, high }) {
  const known = KNOWN.get(values);
  if (known) return known;
  const bins = Array.from({ length: BINS }, () => 0);
  for (const value of values)
    if (!Number.isNaN(value)) bins[Math.min(Math.max(Math.floor(((value - low) / (high - low)) * BINS), 0), BINS - 1)] += 1;
  KNOWN.set(values, bins);
  return bins;
}

/** @param {{app: import("../app.js").App, values: Float32Array, span: import("../span.js").Span}} props */
export function Range({ app, values, span }) {
  const { low, high } = span;
  if (!(high > low)) return null;
  if (app.range.values !== values) app.range = { values, from: 0, to: 1 };
  const { from, to } = app.range;
  const at = (/** @type {number} */ share) => low + share * (high - low);
  const cells = () => cellsWithin(values, from <= 0 ? -Infinity : at(from), to >= 1 ? Infinity : at(to));
  const bins = histogram(values, span);
  const most = Math.sqrt(Math.max(...bins, 1)); // by root, so that a few cells can be seen beside many
  /** @param {"from" | "to"} end @param {string} label */
  const slider = (end, label) =>
    h("input", {
      type: "range",
      min: 0,
      max: STEPS,
      step: 1,
      value: Math.round(app.range[end] * STEPS),
      "aria-label": label,
      "aria-valuetext": number(at(app.range[end])),
      onInput: (/** @type {any} */ event) => {
        const share = Number(event.target.value) / STEPS;
        app.range = end === "from" ? { values, from: share, to: Math.max(share, to) } : { values, from: Math.min(share, from), to: share };
        app.store.changed();
      },
    });
  return h(
    "div",
    { class: "range", role: "group", "aria-label": "Range of values" },
    h(
      "svg",
      { class: "bins", viewBox: `0 0 ${BINS} 20`, preserveAspectRatio: "none", "aria-hidden": "true" },
      bins.map((bin, place) => {
        const tall = (20 * Math.sqrt(bin)) / most;
        const inside = (place + 1) / BINS > from && place / BINS < to;
        return h("rect", { key: place, class: inside ? "in" : "out", x: place, y: 20 - tall, width: 0.9, height: tall });
      }),
    ),
    slider("from", "Least value"),
    slider("to", "Greatest value"),
    h(
      "div",
      { class: "row" },
      h("span", { class: "grow", id: "in-range" }, `${from <= 0 ? "lowest" : number(at(from))} to ${to >= 1 ? "highest" : number(at(to))}: ${counted(cells().length, "cell")}`),
      button("Select", () => app.select(cells(), app.how), { "aria-label": "Select the cells in the range" }),
    ),
  );
}

// The tools of the plot: move or lasso, zoom, which embedding, which colour; and what can be done with the selection.

import { Fragment, h } from "preact";

import { labelOf, isHidden } from "../columns.js";
import { grown, shrunk } from "../neighbours.js";
import { counted, shown } from "../text.js";
import * as W from "../work.js";
import { Gene } from "./gene.js";
import { button } from "./parts.js";

const LISTED = 200; // groups that are chosen from a list; each row of them has buttons for the same

/** @type {[import("../lasso.js").How, string][]} */
const HOWS = [["new", "New"], ["add", "Add"], ["remove", "Remove"], ["keep", "Keep"]];

/** @param {{app: import("../app.js").App}} props */
export function Tools({ app }) {
  const { dataset, store } = app;
  if (!dataset) return null;
  return [
    h(
      "div",
      { class: "choice", role: "group", "aria-label": "What dragging does" },
      button("Move", () => app.setMode("move"), { "aria-pressed": app.mode === "move", title: "Drag moves the plot (M)" }),
      button("Lasso", () => app.setMode("lasso"), { "aria-pressed": app.mode === "lasso", title: "Drag selects cells (L)", id: "lasso" }),
    ),
    h(
      "div",
      { class: "choice", role: "group", "aria-label": "What cells that are chosen do with the selection" },
      HOWS.map(([how, text]) =>
        button(text, () => app.setHow(how), {
          key: how,
          "aria-pressed": app.how === how,
          title: TITLES.get(how),
        }),
      ),
    ),
    h(
      "div",
      { class: "choice", role: "group", "aria-label": "Zoom" },
      button("−", () => app.scatter?.zoom(-0.5), { "aria-label": "Zoom out" }),
      button("+", () => app.scatter?.zoom(0.5), { "aria-label": "Zoom in" }),
      button("Fit", () => app.scatter?.fit(), { title: "Show all cells (0)" }),
    ),
    dataset.embeddings.length > 1 &&
      h(
        "label",
        null,
        "Embedding ",
        h(
          "select",
          { id: "embedding", value: app.embedding, onChange: (/** @type {any} */ event) => app.setEmbedding(Number(event.target.value)) },
          dataset.embeddings.map(({ id, key }) => h("option", { key: id, value: id }, shown(key, 40))),
        ),
      ),
    h(
      "label",
      null,
      "Colour ",
      h(
        "select",
        { id: "colour", value: chosen(store.colouring), onChange: (/** @type {any} */ event) => event.target.value !== "gene" && app.setColouring(parsed(event.target.value)) },
        h("option", { value: "none" }, "none"),
        store.colouring.source === "gene" && h("option", { value: "gene" }, shown(store.colouring.name, 40)),
        colourings(dataset, store.work),
      ),
    ),
    h(Gene, { app }),
    button("Names", () => app.setNamed(!app.isNamed), { "aria-pressed": app.isNamed, title: "Names of categories in the plot" }),
  ];
}

/** @type {{dataset: unknown, fields: unknown, overlays: unknown, made: any}} what is the same is not compared option by option */
let known = { dataset: null, fields: null, overlays: null, made: null };

/** The fields and columns that cells can be coloured by. @param {import("../server.js").Dataset} dataset @param {W.Work} work */
function colourings(dataset, work) {
  if (known.dataset === dataset && known.fields === work.fields && known.overlays === work.overlaysRaw) return known.made;
  const fields = work.fields.filter((field) => !field.deleted);
  const columns = dataset.obs.filter((column) => !isHidden(column, work));
  const made = h(
    Fragment,
    null,
    fields.length > 0 && h("optgroup", { label: "Labels" }, fields.filter((field) => field.codes).map((field) => h("option", { key: field.id, value: `field:${field.id}` }, shown(field.key, 40)))),
    h("optgroup", { label: "Columns" }, columns.map((column) => h("option", { key: column.id, value: `obs:${column.id}` }, shown(labelOf(column, work), 40)))),
  );
  known = { dataset, fields: work.fields, overlays: work.overlaysRaw, made };
  return made;
}

const TITLES = new Map([
  ["new", "Lasso, categories and ranges make a new selection"],
  ["add", "They add cells to the selection (lasso: or hold Shift)"],
  ["remove", "They take cells out of it (lasso: or hold Alt)"],
  ["keep", "They keep only the selected cells that they hold too"],
]);

/** @param {import("../store.js").Colouring} colouring */
const chosen = (colouring) => (colouring.source === "none" || colouring.source === "gene" ? colouring.source : `${colouring.source}:${colouring.id}`);

/** @param {string} value @returns {import("../store.js").Colouring} */
function parsed(value) {
  if (value.startsWith("obs:")) return { source: "obs", id: Number(value.slice(4)) };
  return value.startsWith("field:") ? { source: "field", id: value.slice(6) } : { source: "none" };
}

/** @param {{app: import("../app.js").App}} props */
export function Selection({ app }) {
  const { selection, work } = app.store;
  if (!app.dataset) return null;
  if (selection.length === 0) return h("p", { class: "hint" }, app.mode === "lasso" ? "Draw a line around cells." : "");
  const groups = W.pageOf(work).groups.filter((group) => group.cells);
  const graph = app.dataset.graphs?.[0];
  return [
    h("strong", { id: "selected" }, `${counted(selection.length, "cell")} selected`),
    button("New group", () => app.work((old) => W.addGroup(old, selection)), { class: "main", id: "new-group" }),
    groups.length > 0 && groups.length <= LISTED && [
      choose("Add to…", "Add the selection to a group", groups, (id) => app.work((old) => W.changeGroup(old, id, selection, "add"))),
      choose("Take from…", "Take the selection out of a group", groups, (id) => app.work((old) => W.changeGroup(old, id, selection, "remove"))),
    ],
    button("Invert", () => app.invert(), { title: "Select all other cells" }),
    graph && [
      button("Grow", () => app.byNeighbours(grown), { title: `Add the neighbours in ${shown(graph.key, 40)}` }),
      button("Shrink", () => app.byNeighbours(shrunk), { title: `Take out cells with a neighbour outside, in ${shown(graph.key, 40)}` }),
    ],
    button("Clear", () => app.select(new Uint32Array(0), "new"), { title: "Escape" }),
  ];
}

/**
 * A list that does something with what is chosen.
 * @param {string} text
 * @param {string} label
 * @param {readonly W.Group[]} groups
 * @param {(id: string) => void} done
 */
function choose(text, label, groups, done) {
  return h(
    "select",
    {
      "aria-label": label,
      value: "",
      onChange: (/** @type {any} */ event) => {
        const id = event.target.value;
        event.target.value = "";
        if (id !== "") done(id);
      },
    },
    h("option", { value: "" }, text),
    groups.map((group) => h("option", { key: group.id, value: group.id }, shown(group.label, 40))),
  );
}

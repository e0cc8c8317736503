// User-defined fields: labels that a person gives to cells.

import { h } from "preact";

import { countsOf } from "../columns.js";
import { mergeCategory, removeCategory } from "../correct.js";
import { cellsWith } from "../sets.js";
import { counted, shown } from "../text.js";
import { ofField } from "../told.js";
import * as W from "../work.js";
import { button, nameField, oneField, swatch } from "./parts.js";

const LISTED = 200; // categories that are drawn as rows

/** @param {{app: import("../app.js").App}} props */
export function Labels({ app }) {
  const fields = app.store.work.fields.filter((field) => !field.deleted);
  return h(
    "section",
    { "aria-labelledby": "labels-title" },
    h("h2", { id: "labels-title" }, "Labels"),
    oneField("New field, e.g. cell type", "Add field", (key) => app.addField(key), "add-field"),
    fields.map((field) => h(Field, { key: field.id, app, field })),
  );
}

/** @param {{app: import("../app.js").App, field: W.Field}} props */
function Field({ app, field }) {
  const { store } = app;
  const name = shown(field.key, 40);
  const isShown = store.colouring.source === "field" && store.colouring.id === field.id;
  const { selection } = store;
  const warn = ofField(app.dataset, field.key);
  return h(
    "div",
    { class: "field", role: "group", "aria-label": `Field ${name}` },
    h(
      "div",
      { class: "row" },
      nameField(field.key, "Name of the field", (key) => app.work((work) => W.renameField(work, field.id, key))),
      button("Colour by", () => app.setColouring({ source: "field", id: field.id }), { "aria-pressed": isShown, disabled: !field.codes, "aria-label": `Colour by ${name}` }),
      button("Delete", () => app.work((work) => W.removeField(work, field.id)), { "aria-label": `Delete the field ${name}` }),
    ),
    warn && h("p", { class: "hint warn" }, warn),
    field.pending || !field.paintable
      ? h("p", { class: "hint" }, field.pending ? "loading…" : reason(field))
      : [
          h("ul", { class: "categories" }, field.categories.slice(0, LISTED).map((category, code) => h(Category, { key: code, app, field, category, code }))),
          field.categories.length > LISTED && h("p", { class: "hint" }, `and ${counted(field.categories.length - LISTED, "more category", "more categories")}`),
          oneField("New category", "Add", (category) => app.work((work) => W.addCategory(work, field.id, category)), `add-category-${field.id}`),
          field.codes && field.categories.length > 1 && h(Merge, { app, field }),
          selection.length > 0 &&
            field.categories.length > 0 &&
            h("div", { class: "row quiet" }, button("Remove label from selection", () => app.paint(field.id, -1))),
        ],
  );
}

/** @param {{app: import("../app.js").App, field: W.Field, category: string, code: number}} props */
function Category({ app, field, category, code }) {
  const { codes } = field;
  const name = shown(category, 40);
  return h(
    "li",
    null,
    h(
      "div",
      { class: "row" },
      swatch(field.colors[code]),
      nameField(category, "Name of the category", (text) => app.work((work) => W.renameCategory(work, field.id, code, text))),
      h("span", { class: "count" }, codes ? counted(countsOf(codes, field.categories.length)[code], "cell") : "0 cells"),
    ),
    h(
      "div",
      { class: "row quiet" },
      button("Paint", () => app.paint(field.id, code), { disabled: app.store.selection.length === 0, "aria-label": `Paint the selection ${name}` }),
      button("Select", () => codes && app.select(cellsWith(codes, code), app.how), { disabled: !codes, "aria-label": `Select the cells labelled ${name}` }),
      button("Delete", () => app.work((work) => removeCategory(work, field.id, code)), { disabled: !codes, "aria-label": `Delete the category ${name}` }),
    ),
  );
}

/** Two categories become one. @param {{app: import("../app.js").App, field: W.Field}} props */
function Merge({ app, field }) {
  const names = field.categories.slice(0, LISTED).map((category, code) => h("option", { key: code, value: code }, shown(category, 40)));
  return h(
    "form",
    {
      class: "row quiet",
      onSubmit: (/** @type {any} */ event) => {
        event.preventDefault();
        const { from, into } = event.currentTarget.elements;
        app.work((work) => mergeCategory(work, field.id, Number(from.value), Number(into.value)));
      },
    },
    h("select", { name: "from", "aria-label": "Category that goes" }, names),
    "into",
    h("select", { name: "into", "aria-label": "Category that gets its cells" }, names),
    h("button", { type: "submit" }, "Merge"),
  );
}

/** @param {W.Field} field */
function reason(field) {
  if (field.raw.kind === "continuous") return "A name for a column of numbers. It is kept for the next save.";
  return field.raw.source === "var" ? "Labels of variables. They are kept for the next save." : "The session does not hold the labels of this field.";
}

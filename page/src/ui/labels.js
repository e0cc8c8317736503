// User-defined fields: labels that a person gives to cells.

import { Component, h } from "preact";

import { countsOf } from "../columns.js";
import { mergeCategory, removeCategory } from "../correct.js";
import { cellsWith } from "../sets.js";
import { counted, shown } from "../text.js";
import { ofField } from "../told.js";
import * as W from "../work.js";
import { button, nameField, oneField, swatch } from "./parts.js";
import { rows } from "./rows.js";

const MANY = 30; // fields that are all open
const LISTED = 200; // categories that are chosen from a list
const TALL = 66; // pixels of a category in a long list
const LOW = 34; // and of a field

/** @param {{app: import("../app.js").App}} props */
export function Labels({ app }) {
  const fields = app.store.work.fields.filter((field) => !field.deleted);
  return h(
    "section",
    { "aria-labelledby": "labels-title" },
    h("h2", { id: "labels-title" }, "Labels"),
    oneField("New field, e.g. cell type", "Add field", (key) => app.addField(key), "add-field"),
    fields.length > MANY ? h(ManyFields, { app, fields }) : fields.map((field) => h(Field, { key: field.id, app, field })),
  );
}

/** More fields than can be worked on at once: a list of their names, and the one that is open. @extends {Component<{app: import("../app.js").App, fields: W.Field[]}, {open: string, coloured: string}>} */
class ManyFields extends Component {
  state = { open: "", coloured: "" };

  /** @param {{app: import("../app.js").App, fields: W.Field[]}} props @param {{open: string, coloured: string}} state */
  render({ app, fields }, { open, coloured }) {
    const { colouring } = app.store;
    const now = colouring.source === "field" ? colouring.id : "";
    // the one that colours the cells since, such as a new one, is the one that is worked on
    const id = now !== "" && now !== coloured ? now : open;
    const field = fields.find((one) => one.id === id);
    return [
      field && h(Field, { key: field.id, app, field }),
      rows({
        items: fields,
        label: "fields",
        kind: "fields",
        height: LOW,
        name: (/** @type {W.Field} */ one) => one.key,
        row: (/** @type {W.Field} */ one, /** @type {number} */ _, /** @type {import("./rows.js").More} */ more) =>
          h(
            "li",
            { class: "row", key: one.id, ...more },
            h("span", { class: "grow" }, shown(one.key, 60)),
            button("Open", () => this.setState({ open: one.id, coloured: now }), { "aria-pressed": one.id === id, "aria-label": `Open the field ${shown(one.key, 40)}` }),
          ),
      }),
    ];
  }
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
          rows({
            items: field.categories,
            label: "categories",
            kind: "categories",
            height: TALL,
            name: (/** @type {string} */ category) => category,
            row: (/** @type {string} */ category, /** @type {number} */ code, /** @type {import("./rows.js").More} */ more) => h(Category, { key: code, app, field, category, code, more }),
          }),
          oneField("New category", "Add", (category) => app.work((work) => W.addCategory(work, field.id, category)), `add-category-${field.id}`),
          field.codes && field.categories.length > 1 && h(Merge, { app, field }),
          selection.length > 0 &&
            field.categories.length > 0 &&
            h("div", { class: "row quiet" }, button("Remove label from selection", () => app.paint(field.id, -1))),
        ],
  );
}

/** @param {{app: import("../app.js").App, field: W.Field, category: string, code: number, more: import("./rows.js").More}} props */
function Category({ app, field, category, code, more }) {
  const { codes } = field;
  const name = shown(category, 40);
  return h(
    "li",
    more,
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
  const { categories } = field;
  const isLong = categories.length > LISTED;
  const names = isLong ? [] : categories.map((category, code) => h("option", { key: code, value: code }, shown(category, 40)));
  const code = (/** @type {string} */ text) => {
    const found = isLong ? categories.indexOf(text.trim()) : Number(text);
    if (found < 0) throw new W.Refusal(`There is no category “${shown(text, 60)}” in this field.`);
    return found;
  };
  /** @param {string} name @param {string} label */
  const choice = (name, label) =>
    isLong ? h("input", { type: "text", name, placeholder: "name", "aria-label": label, maxLength: 256, spellcheck: false, autocomplete: "off" }) : h("select", { name, "aria-label": label }, names);
  return h(
    "form",
    {
      class: "row quiet",
      onSubmit: (/** @type {any} */ event) => {
        event.preventDefault();
        const { from, into } = event.currentTarget.elements;
        app.work((work) => mergeCategory(work, field.id, code(from.value), code(into.value)));
      },
    },
    choice("from", "Category that goes"),
    "into",
    choice("into", "Category that gets its cells"),
    h("button", { type: "submit" }, "Merge"),
  );
}

/** @param {W.Field} field */
function reason(field) {
  if (field.raw.kind === "continuous") return "A name for a column of numbers. It is kept for the next save.";
  return field.raw.source === "var" ? "Labels of variables. They are kept for the next save." : "The session does not hold the labels of this field.";
}

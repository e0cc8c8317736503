// Pages of highlight groups.

import { h } from "preact";

import { counted, shown } from "../text.js";
import { ofGroup } from "../told.js";
import * as W from "../work.js";
import { button, nameField } from "./parts.js";
import { rows } from "./rows.js";

const TABS = 30; // pages that are shown as buttons
const TALL = 100; // pixels of a group in a long list

/** @param {{app: import("../app.js").App}} props */
export function Groups({ app }) {
  const { work } = app.store;
  const page = W.pageOf(work);
  return h(
    "section",
    { "aria-labelledby": "groups-title" },
    h("h2", { id: "groups-title" }, "Highlight groups"),
    h(
      "div",
      { class: "pages", role: "group", "aria-label": "Pages" },
      work.pages.length > TABS ? h(ManyPages, { app, pages: work.pages, page }) : work.pages.map((one) =>
        button(shown(one.name, 30), () => app.work((old) => W.openPage(old, one.id)), {
          key: one.id,
          class: "page",
          "aria-pressed": one.id === page.id,
        }),
      ),
      button("+ Page", () => app.work(W.addPage), { id: "add-page", "aria-label": "+ Page: add a page of groups" }),
    ),
    h(
      "div",
      { class: "row", key: page.id },
      h("input", {
        type: "color",
        value: page.color ?? "#888888",
        "aria-label": "Colour of the page",
        onChange: (/** @type {any} */ event) => app.work((old) => W.colourPage(old, page.id, event.target.value)),
      }),
      nameField(page.name, "Name of the page", (name) => app.work((old) => W.renamePage(old, page.id, name))),
      work.pages.length > 1 &&
        button("Delete page", () => app.work((old) => W.removePage(old, page.id)), { "aria-label": `Delete page ${shown(page.name, 40)} and its groups` }),
    ),
    page.groups.length === 0 && h("p", { class: "hint" }, "No groups yet. Choose Lasso, draw around cells, then New group."),
    rows({
      key: page.id,
      items: page.groups,
      label: "groups",
      kind: "groups",
      height: TALL,
      name: (/** @type {W.Group} */ group) => group.label,
      row: (/** @type {W.Group} */ group, /** @type {number} */ _, /** @type {import("./rows.js").More} */ more) => h(Group, { key: group.id, app, group, more }),
    }),
  );
}

/** More pages than buttons have room for. @param {{app: import("../app.js").App, pages: readonly W.Page[], page: W.Page}} props */
function ManyPages({ app, pages, page }) {
  return h(
    "select",
    { "aria-label": "Page that is shown", value: page.id, onChange: (/** @type {any} */ event) => app.work((old) => W.openPage(old, event.target.value)) },
    pages.map((one) => h("option", { key: one.id, value: one.id }, shown(one.name, 40))),
  );
}

/** @param {{app: import("../app.js").App, group: W.Group, more: import("./rows.js").More}} props */
function Group({ app, group, more }) {
  const { selection } = app.store;
  const name = shown(group.label, 40);
  const warn = ofGroup(app.store.work, group.label);
  const idle = selection.length === 0 || !group.cells;
  return h(
    "li",
    more,
    h(
      "div",
      { class: "row" },
      h("input", {
        type: "checkbox",
        checked: group.enabled,
        "aria-label": `Show ${name}`,
        onChange: (/** @type {any} */ event) => app.work((old) => W.showGroup(old, group.id, event.target.checked)),
      }),
      h("input", {
        type: "color",
        class: "small",
        value: group.color,
        "aria-label": `Colour of ${name}`,
        onChange: (/** @type {any} */ event) => app.work((old) => W.colourGroup(old, group.id, event.target.value)),
      }),
      nameField(group.label, "Name of the group", (label) => app.work((old) => W.renameGroup(old, group.id, label))),
      h("span", { class: "count" }, countOf(group)),
    ),
    h(
      "div",
      { class: "row quiet" },
      button("Select", () => group.cells && app.select(group.cells, app.how), { disabled: !group.cells, "aria-label": `Select the cells of ${name}` }),
      button("Add", () => app.work((old) => W.changeGroup(old, group.id, app.store.selection, "add")), { disabled: idle, "aria-label": `Add the selection to ${name}`, title: "Add the selected cells" }),
      button("Take out", () => app.work((old) => W.changeGroup(old, group.id, app.store.selection, "remove")), { disabled: idle, "aria-label": `Take out of ${name} what is selected`, title: "Take the selected cells out" }),
      button("Delete", () => app.work((old) => W.removeGroup(old, group.id)), { "aria-label": `Delete ${name}` }),
    ),
    warn && h("p", { class: "hint warn" }, warn),
  );
}

/** @param {W.Group} group */
function countOf(group) {
  if (group.cells) return counted(group.cells.length, "cell");
  return group.pending ? "loading…" : "cells are not in the session";
}

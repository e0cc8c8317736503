// The head of the page: what is shown, and Save State, Load State and Undo.

import { h } from "preact";

import { counted, shown } from "../text.js";
import { button } from "./parts.js";

/** @param {{app: import("../app.js").App}} props */
export function Head({ app }) {
  const { store, dataset } = app;
  const busy = store.busy !== "";
  return [
    h("h1", null, dataset ? shown(dataset.name, 60) : "Cells"),
    h(
      "p",
      { class: "about" },
      dataset
        ? `${counted(dataset.fingerprint.cellCount ?? 0, "cell")}${app.placeless ? ` · ${counted(app.placeless, "cell")} without a place here` : ""}${store.unsaved ? " · unsaved changes" : ""}`
        : "Loading…",
    ),
    h("p", { class: "busy", role: "status" }, store.busy),
    store.cancel && button("Cancel", store.cancel, { id: "cancel", "aria-label": "Cancel loading" }),
    h(
      "div",
      { class: "actions" },
      button("Undo", () => store.undo(), { disabled: !store.canUndo, title: "Ctrl+Z" }),
      button("Redo", () => store.redo(), { disabled: !store.canRedo, title: "Ctrl+Shift+Z" }),
      button("Load State…", () => app.sessions.choose(), { disabled: !dataset || busy, id: "load" }),
      h("input", {
        type: "file",
        id: "file",
        accept: ".cellucid-session",
        "aria-label": "Session file to load",
        onChange: (/** @type {any} */ event) => {
          const file = event.target.files[0];
          if (file) app.sessions.load(file, file.name);
          event.target.value = ""; // so that the same file can be chosen again
        },
      }),
      button("Save State", () => app.sessions.save(), { disabled: !dataset, class: "main", id: "save" }),
      button("?", () => app.setHelp(true), { "aria-label": "? What the keys do", title: "What the keys do (?)" }),
    ),
  ];
}

/** @param {{app: import("../app.js").App}} props */
export function Alert({ app }) {
  return app.troubles.alert === "" ? null : h("p", null, app.troubles.alert);
}

// The one question that the page asks: whether a session may take the place of unsaved work.

import { h } from "preact";

import { button } from "./parts.js";

/** @param {{app: import("../app.js").App}} props */
export function Dialogs({ app }) {
  const { question } = app;
  if (!question) return null;
  return h(
    "dialog",
    {
      "aria-labelledby": "question",
      ref: (/** @type {HTMLDialogElement | null} */ dialog) => {
        if (dialog && !dialog.open) dialog.showModal();
      },
      onCancel: () => question.answer("cancel"),
    },
    h("p", { id: "question" }, question.text),
    h(
      "div",
      { class: "actions" },
      button("Cancel", () => question.answer("cancel")),
      button("Save first", () => question.answer("save")),
      button("Replace", () => question.answer("replace"), { class: "main" }),
    ),
  );
}

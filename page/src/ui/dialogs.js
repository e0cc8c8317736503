// The questions that the page asks before a session takes the place of what is there.

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
      question.choices.map(([answer, label], place) =>
        button(label, () => question.answer(answer), place === question.choices.length - 1 ? { class: "main" } : {}),
      ),
    ),
  );
}

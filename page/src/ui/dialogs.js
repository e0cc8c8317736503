// The questions that the page asks before a session takes the place of what is there, and what its keys do.

import { Component, h } from "preact";

import { KEYS } from "../keys.js";
import { button } from "./parts.js";

/** A dialog over the page; the keyboard goes back to where it was. @extends {Component<{title: string, left: () => void, children?: any}>} */
class Modal extends Component {
  /** @type {HTMLDialogElement | null} */ dialog = null;
  /** @type {Element | null} */ before = null;

  componentDidMount() {
    this.before = document.activeElement;
    this.dialog?.showModal();
  }

  componentWillUnmount() {
    this.dialog?.close();
    if (this.before instanceof HTMLElement && this.before !== document.body) this.before.focus();
  }

  /** @param {{title: string, left: () => void, children?: any}} props */
  render({ title, left, children }) {
    const ref = (/** @type {HTMLDialogElement | null} */ dialog) => {
      this.dialog = dialog ?? this.dialog;
    };
    return h("dialog", { "aria-labelledby": title, ref, onCancel: left }, children);
  }
}

/** @param {{app: import("../app.js").App}} props */
export function Dialogs({ app }) {
  const { question } = app.sessions;
  if (question) return h(Question, { key: question.text, question });
  return app.isHelp ? h(Help, { app }) : null;
}

/** @param {{question: import("../sessions.js").Question}} props */
function Question({ question }) {
  return h(
    Modal,
    { title: "question", left: () => question.answer("cancel") },
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

/** @param {{app: import("../app.js").App}} props */
function Help({ app }) {
  const left = () => app.setHelp(false);
  return h(
    Modal,
    { title: "help", left },
    h("h2", { id: "help" }, "Keys"),
    h(
      "table",
      { class: "keys" },
      h("thead", null, h("tr", null, h("th", { scope: "col" }, "Key"), h("th", { scope: "col" }, "What it does"))),
      h(
        "tbody",
        null,
        KEYS.map(({ keys, does }) => h("tr", { key: does }, h("th", { scope: "row" }, keys.map((key, place) => [place > 0 && " ", h("kbd", null, key)])), h("td", null, does))),
      ),
    ),
    h("div", { class: "actions" }, button("Close", left, { class: "main" })),
  );
}

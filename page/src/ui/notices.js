// What the page has to say, newest first.

import { h } from "preact";

import { button } from "./parts.js";

/** @type {Map<import("../store.js").Level, string>} */
const SIGN = new Map([["info", "i"], ["good", "✓"], ["warning", "!"], ["error", "✕"]]);

/** @param {{app: import("../app.js").App}} props */
export function Notices({ app }) {
  const { notices } = app.store;
  return h(
    "section",
    { "aria-labelledby": "notices-title" },
    h("h2", { id: "notices-title" }, "Messages"),
    h(
      "div",
      { class: "notices", role: "log", "aria-live": "polite", tabIndex: 0, "aria-label": "Messages" },
      h("ul", null, notices.toReversed().map((notice) =>
        h(
          "li",
          { key: notice.id, class: notice.level, "data-id": notice.id },
          h("span", { class: "sign", "aria-hidden": "true" }, SIGN.get(notice.level)),
          h("div", { class: "grow" }, notice.text, notice.details && h("details", null, h("summary", null, "Details"), notice.details)),
          button("×", () => app.store.dismiss(notice.id), { "aria-label": "Dismiss" }),
        ),
      )),
    ),
  );
}

// Drafts that can be taken back.

import { h } from "preact";

import { clock } from "../drafts.js";
import { counted } from "../text.js";
import { button } from "./parts.js";

const LISTED = 3;

/** @param {{app: import("../app.js").App}} props */
export function Offers({ app }) {
  const { drafts, store } = app;
  const disabled = store.busy !== "";
  return drafts.offers.slice(0, LISTED).map((offer) => {
    const when = clock(offer.at);
    return h(
      "p",
      { key: offer.draft ?? offer.kept?.id, class: "offer" },
      `Unsaved work of ${when}: ${counted(offer.groups, "group")}, ${counted(offer.fields, "field")}. `,
      button("Take it back", () => drafts.take(offer), { class: "main", disabled, "aria-label": `Take it back, the unsaved work of ${when}` }),
      " ",
      button("Discard", () => drafts.refuse(offer), { disabled, "aria-label": `Discard the unsaved work of ${when}` }),
    );
  });
}

// What a page says that is not the one that Python asks.

import { h } from "preact";

import { counted } from "../text.js";
import * as W from "../work.js";
import { button } from "./parts.js";

/** @param {{app: import("../app.js").App}} props */
export function Aside({ app }) {
  const { charge, isAside } = app.presence;
  if (!charge || !isAside) return null;
  const held = `Another page of this viewer is in charge, with ${counted(charge.groups, "group")} and ${counted(charge.fields, "field")}: Python gets what is there.`;
  const empty = W.isEmpty(app.store.work);
  if (empty && charge.empty) return null; // then it does not matter
  if (empty) return h("p", null, `${held} This page is empty.`);
  return [h("p", null, `${held} What is here is not in it.`), button("Take over", () => app.presence.touch(), { class: "main", id: "take-over" })];
}

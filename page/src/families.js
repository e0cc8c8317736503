// The generation that the page shows, and the names of its families: ids of single chunks, beginnings of the others.
//
// Rules of this file: they come from the declaration, by what each family holds; one that is not there ends the page's start.

import { generationOf } from "session/read/at_hand.js";

export const SHOWN = 1;
export const GENERATION = generationOf(SHOWN);

/** The name and the contributor of each family. */
export const FAMILIES = GENERATION.families.map(({ id, prefix, contributor }) => ({ name: prefix || id, contributor }));

/** @param {string} payload */
function named(payload) {
  const family = GENERATION.families.find((one) => one.payload === payload);
  if (!family) throw new Error(`no family holds ${payload}`);
  return family.prefix || family.id;
}

export const META = named("highlights-meta");
export const OVERLAYS = named("core-field-overlays");
export const STATE = named("core-state");
export const PANELS = named("ui-dockable-layout");
export const WINDOWS = named("analysis-windows");
export const CELLS = named("index-list");
export const CODES = named("codes");
export const TABLES = named("table");

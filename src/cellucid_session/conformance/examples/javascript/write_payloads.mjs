// The payloads of the known families as a writer makes them: spec sections 6 and 9.

import { encodeCells } from "./cells.mjs";
import { encodeCodes } from "./codes.mjs";
import { WriteError } from "./findings.mjs";
import { LIMITS } from "./limits.mjs";

// keys in the order of the tables of section 6; what they do not name comes after
const ORDER = {
  page: ["id", "name", "color", "highlightedGroups"],
  group: [
    "id", "type", "label", "enabled", "fieldKey", "fieldIndex", "fieldSource", "categoryIndex", "categoryName", "rangeMin", "rangeMax", "cellCount",
  ],
  field: [
    "id", "source", "kind", "key", "categories", "isDeleted", "isPurged", "codesLength", "codesType", "centroidsByDim", "normalizedDims",
    "sourceField", "operation", "sourcePages", "overlapStrategy", "overlapLabel", "uncoveredLabel", "intersectionLabels", "createdAt",
  ],
};

/** An object with its keys in the order of a table, without those that are undefined or left out. */
function ordered(kind, object, leftOut) {
  const result = Object.create(null);
  const names = [...ORDER[kind], ...Object.keys(object).filter((key) => !ORDER[kind].includes(key))];
  for (const name of names) if (!leftOut.includes(name) && object[name] !== undefined) result[name] = object[name];
  return result;
}

/** A payload with further keys behind its own; where both have a key, the payload's own counts. */
function withExtra(payload, extra = {}) {
  const further = Object.entries(extra).filter(([key]) => !Object.hasOwn(payload, key));
  return Object.fromEntries([...Object.entries(payload), ...further]);
}

/** Positions ascending, each once. */
function positions(cells, nObs) {
  const list = Float64Array.from(cells);
  const most = nObs === null ? LIMITS.CELL_INDEX : nObs - 1;
  for (const position of list) {
    if (!Number.isInteger(position) || position < 0 || position > most) throw new WriteError(`${position} is no cell of the data set`, "cells.index");
  }
  list.sort();
  return list.filter((position, index) => index === 0 || position !== list[index - 1]);
}

/** `highlights/meta` and the chunks of members: {meta, members: [{id, label, payload}]}. */
export function highlights({ pages, activePageId, activePageName, metaExtra }, nObs) {
  const members = [];
  const written = [...pages].map((page) => ({
    ...ordered("page", page, ["highlightedGroups"]),
    highlightedGroups: [...(page.highlightedGroups ?? [])].map((group) => {
      if (group.cells === undefined || group.cells === null) return ordered("group", group, ["cells"]);
      const cells = positions(group.cells, nObs);
      if (cells.length > 0) members.push({ id: group.id, label: `Highlight cells: ${group.label || group.id}`, payload: encodeCells(cells) });
      return ordered("group", { ...group, cellCount: cells.length }, ["cells"]);
    }),
  }));
  const meta = { pages: written };
  if (activePageId !== undefined) meta.activePageId = activePageId;
  if (activePageName !== undefined) meta.activePageName = activePageName;
  return { meta: withExtra(meta, metaExtra), members };
}

/** Category indices as codes: the marker where there is none. */
function coded(codes, count, wide, key) {
  const marker = wide ? LIMITS.UNASSIGNED_U16 : LIMITS.UNASSIGNED_U8;
  const result = new Uint16Array(codes.length);
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? -1;
    if (!Number.isInteger(code) || code < -1 || code >= count) throw new WriteError(`${code} is no category of the field ${key}`, "codes.category");
    result[index] = code === -1 ? marker : code;
  }
  return result;
}

function field(given, chunks) {
  const kind = given.kind ?? "category";
  if (kind !== "category") return ordered("field", { ...given, kind }, ["codes", "lazy"]);
  const count = given.categories?.length ?? 0;
  if (count > LIMITS.UNASSIGNED_U16) throw new WriteError(`${count} categories are more than codes can name`, "codes.category");
  const wide = count > LIMITS.CATEGORIES_U8;
  const codes = given.codes === undefined || given.codes === null ? null : coded(given.codes, count, wide, given.key);
  if (codes !== null && codes.length > 0) {
    const payload = encodeCodes(codes, wide ? 2 : 1);
    chunks.push({ id: given.id, label: `User-defined codes: ${given.key}`, payload, lazy: given.lazy === true });
  }
  const type = wide ? "Uint16Array" : "Uint8Array";
  const kept = { codesLength: given.codesLength ?? 0, codesType: given.codesType ?? type }; // its codes, if any, are passed on
  const made = { ...given, kind, ...(codes === null ? kept : { codesLength: codes.length, codesType: type }) };
  return ordered("field", made, ["codes", "lazy"]);
}

/** `core/field-overlays` and the chunks of codes: {overlays, codes: [{id, label, payload, lazy}]}. */
export function overlays({ renames, deletedFields, fields = [], overlaysExtra }) {
  const codes = [];
  const made = [...fields].map((given) => field(given, codes));
  const value = {};
  if (renames !== undefined) value.renames = renames;
  if (deletedFields !== undefined) value.deletedFields = deletedFields;
  value.userDefinedFields = made;
  return { overlays: withExtra(value, overlaysExtra), codes };
}

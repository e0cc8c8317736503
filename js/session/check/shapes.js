// Rules inside one JSON payload that a schema can't say, and the facts that later rules need.
//
// Rules of this file: a payload may still break its schema (by rules of class conformance), so types are looked at before a
// value is used. What is learnt goes into the facts; no payload is kept.

import { FORMAT } from "../data/format.js";
import { Real } from "../wire/strict_json.js";
import { whole } from "./facts.js";
import { keyOf } from "./outline.js";

const L = FORMAT.limits;
const get = (value, key) => (value instanceof Map ? (value.get(key) ?? null) : null);
const number = (value) => (value instanceof Real ? value.value : typeof value === "number" ? value : null);
const numeric = (value) => (typeof value === "boolean" ? Number(value) : number(value));

/** The objects in the list under a key, with their places. */
function objects(value, key) {
  const items = get(value, key);
  return (Array.isArray(items) ? [...items.entries()] : []).filter(([, item]) => item instanceof Map);
}

/** A category as it compares with others: by type, and 1 as 1.0; null for what is none. */
function typed(value) {
  if (typeof value === "boolean") return `boolean ${value}`;
  if (typeof value === "string") return `text ${value}`;
  return number(value) === null ? null : keyOf(value);
}

function meta(value, facts, entry, add, { trimmed, activeRule, ranges, group }) {
  facts.read.add(entry.id);
  const pages = new Set();
  for (const [pageAt, page] of objects(value, "pages")) {
    const pageId = get(page, "id");
    if (typeof pageId === "string") {
      if (pages.has(pageId)) add("meta.page-id-duplicate", "a page before has this id", { path: ["pages", pageAt, "id"] });
      pages.add(pageId);
    }
    for (const [groupAt, raw] of objects(page, "highlightedGroups")) {
      const path = ["pages", pageAt, "highlightedGroups", groupAt];
      const id = get(raw, "id");
      const key = typeof id !== "string" ? null : trimmed ? id.trim() || null : id;
      if (key !== null) {
        if (facts.groups.has(key)) add("meta.group-id-duplicate", "a group before has this id", { path: [...path, "id"] });
        else facts.groups.set(key, group(key, raw, path));
      }
      const [low, high] = [ranges(get(raw, "rangeMin")), ranges(get(raw, "rangeMax"))];
      if (low !== null && high !== null && low > high) {
        add("meta.range", "rangeMin is greater than rangeMax", { path: [...path, "rangeMin"] });
      }
    }
  }
  facts.pages = pages.size;
  const active = get(value, "activePageId");
  if (typeof active === "string" && !pages.has(active) && (trimmed || pages.size)) {
    add(activeRule, "no page has this id", { path: ["activePageId"] });
  }
}

function plainGroup(id, raw, path) {
  const label = get(raw, "label");
  const cellCount = whole(get(raw, "cellCount"));
  return { id, path, cellCount, label: typeof label === "string" ? label : null, column: null, category: null };
}

function boundGroup(id, raw, path) {
  const group = plainGroup(id, raw, path);
  const [type, key, source] = ["type", "fieldKey", "fieldSource"].map((name) => get(raw, name));
  if ((type === "category" || type === "range") && typeof key === "string" && (source === "obs" || source === "var")) {
    group.column = [source, key];
    const name = typed(get(raw, "categoryName"));
    if (type === "category" && source === "obs" && name !== null) group.category = JSON.stringify([key, name]);
  }
  return group;
}

/** The codes that mark a cell without a category, in the earliest generation. */
export function unassigned(categories, codesType) {
  if (categories === null) return [];
  const narrow = categories <= L.CATEGORIES_U8 ? [L.UNASSIGNED_U8] : [];
  return codesType === "Uint16Array" ? [...narrow, L.UNASSIGNED_U16] : narrow;
}

function openOverlays(value, facts, entry, add) {
  facts.read.add(entry.id);
  for (const [place, raw] of objects(value, "userDefinedFields")) {
    const path = ["userDefinedFields", place];
    const categories = get(raw, "categories");
    const some = get(raw, "kind") === "category" && Array.isArray(categories);
    if (some) {
      const seen = new Set();
      categories.forEach((name, at) => {
        if (typeof name !== "string") return;
        if (seen.has(name)) {
          add("overlays.category-duplicate", "a category before has this name", { path: [...path, "categories", at] });
        }
        seen.add(name);
      });
    }
    const id = get(raw, "id");
    const key = typeof id === "string" ? id.trim() : "";
    if (!key) continue;
    if (facts.fields.has(key)) {
      add("overlays.field-id-duplicate", "a field before has this id", { path: [...path, "id"] });
      continue;
    }
    const count = some ? categories.length : null;
    facts.fields.set(key, {
      id: key,
      path,
      source: get(raw, "source") === "var" ? "var" : "obs",
      categories: count,
      markers: unassigned(count, get(raw, "codesType")),
      length: whole(get(raw, "codesLength")),
      width: null,
      key: null,
      label: typeof get(raw, "key") === "string" ? get(raw, "key") : null,
    });
  }
}

function closedOverlays(value, facts, entry, add) {
  facts.read.add(entry.id);
  deletions(value, add);
  for (const [place, raw] of objects(value, "userDefinedFields")) {
    const path = ["userDefinedFields", place];
    const categories = get(raw, "categories");
    if (get(raw, "isPurged") === true && get(raw, "isDeleted") === false) {
      add("overlays.deleted", "the field is purged and not deleted", { path: [...path, "isDeleted"] });
    }
    const count = get(raw, "kind") === "category" && Array.isArray(categories) ? categories.length : null;
    const width = facts.generation.width(get(raw, "codesType"));
    const length = whole(get(raw, "codesLength"));
    if (count !== null) {
      distinct(categories, [...path, "categories"], add);
      const most = width === null ? null : 256 ** width - 1;
      if (most !== null && length && count > most) {
        const detail = `${count} categories, the type of the codes has room for ${most}`;
        add("overlays.category-count", detail, { path: [...path, "categories"] });
      }
      if (length !== null && facts.cells !== null && length !== facts.cells) {
        const detail = `codesLength is ${length}, there are ${facts.cells} cells`;
        add("overlays.codes-length", detail, { path: [...path, "codesLength"] });
      }
    }
    const dims = get(raw, "normalizedDims");
    if (Array.isArray(dims) && dims.length <= 64 && new Set(dims.map(keyOf)).size < dims.length) {
      add("overlays.shape", "a dimension is named twice", { path: [...path, "normalizedDims"] });
    }
    const id = get(raw, "id");
    if (typeof id !== "string") continue;
    if (facts.fields.has(id)) {
      add("overlays.field-id-duplicate", "a field before has this id", { path: [...path, "id"] });
      continue;
    }
    const key = get(raw, "key");
    facts.fields.set(id, {
      id,
      path,
      source: get(raw, "source") === "var" ? "var" : "obs",
      categories: count,
      markers: width !== null && get(raw, "uncoveredLabel") === null ? [256 ** width - 1] : [],
      length,
      width,
      key: typeof key === "string" ? key : null,
      label: typeof key === "string" ? key : null,
    });
  }
}

function distinct(categories, path, add) {
  const seen = new Set();
  categories.forEach((name, at) => {
    const key = typed(name);
    if (key === null) return;
    if (seen.has(key)) add("overlays.category-twice", "a category before is the same", { path: [...path, at] });
    seen.add(key);
  });
}

/** Each key once, and what is purged is deleted. */
function deletions(value, add) {
  const said = get(value, "deletedFields");
  if (!(said instanceof Map)) return;
  let deleted = null;
  for (const word of ["deleted", "purged"]) {
    const keys = get(said, word);
    const seen = new Set();
    (Array.isArray(keys) ? keys : []).forEach((key, at) => {
      if (typeof key !== "string") return;
      const path = ["deletedFields", word, at];
      if (seen.has(key)) add("overlays.deleted", "the key is listed twice", { path });
      else if (deleted !== null && !deleted.has(key)) add("overlays.deleted", "the key is purged and not deleted", { path });
      seen.add(key);
    });
    deleted = seen;
  }
}

/** A double as Python writes it. */
function floatText(value) {
  if (Object.is(value, -0)) return "-0.0";
  const [digits, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) return Number.isInteger(value) ? `${value}.0` : String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** The shortest text of a value. */
function compact(value) {
  if (value instanceof Real) return floatText(value.value);
  if (typeof value === "number" && !Number.isInteger(value)) return floatText(value);
  if (Array.isArray(value)) return `[${value.map(compact).join()}]`;
  if (value instanceof Map) return `{${[...value].map(([key, each]) => `${JSON.stringify(key)}:${compact(each)}`).join()}}`;
  return JSON.stringify(value);
}

function inventory(value, facts, entry, add) {
  const ids = get(value, "artifactIds");
  if (!Array.isArray(ids)) return;
  facts.inventory = ids;
  const shortest = new TextEncoder().encode(compact(value)).length;
  if (entry.inflated !== null && entry.inflated !== shortest) {
    const detail = `the shortest text has ${shortest} bytes, uncompressedBytes is ${entry.inflated}`;
    add("inventory.compact", detail, { path: [] });
  }
}

const OPEN = { trimmed: true, activeRule: "meta.active-page", ranges: number, group: plainGroup };
const CLOSED = { trimmed: false, activeRule: "meta.active-page-unknown", ranges: numeric, group: boundGroup };

/** name -> what is checked beyond a schema; a generation says which for which payload */
export const SHAPES = {
  "open-meta": (value, facts, entry, add) => meta(value, facts, entry, add, OPEN),
  "open-overlays": openOverlays,
  "closed-meta": (value, facts, entry, add) => meta(value, facts, entry, add, CLOSED),
  "closed-overlays": closedOverlays,
  inventory,
};

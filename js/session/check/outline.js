// Rules over the manifest and its entries that a schema can't say: times, ids, families, order, dependencies, the mapping.
//
// Rules of this file: one small function per rule; a generation says which run, in which order. The schema has found nothing
// of class safety; what it judges by rules of class conformance is looked at again before it is used.

import { FORMAT } from "../data/format.js";
import { Real } from "../wire/strict_json.js";
import { where } from "./facts.js";
import { safe } from "./safe.js";
import { ASCII, charactersOf, look } from "./unicode.js";

const { CHUNK_ID_LENGTH } = FORMAT.limits;
const PLAIN = /^[A-Za-z0-9_.~!*'()%/-]*$/;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/;
const SHORT_MONTHS = [2, 4, 6, 9, 11];
const PRINT = "datasetFingerprint";
const EXPORT = "export";
const SLOTS = ["1d", "2d", "3d"];

/** The day exists, and a leap second is one (the schema has judged the form). */
function createdAt(manifest, add) {
  const text = manifest.get("createdAt");
  if (typeof text !== "string" || !ASCII.test(text)) return;
  const parts = [text.slice(0, 4), text.slice(5, 7), text.slice(8, 10), text.slice(14, 16), text.slice(17, 19)];
  if (!parts.every((part) => /^[0-9]+$/.test(part))) return;
  const [year, month, day, minute, second] = parts.map(Number);
  const common = year % (year % 100 ? 4 : 400) !== 0;
  const noDay =
    (day === 31 && SHORT_MONTHS.includes(month)) || (month === 2 && (day === 30 || (day === 29 && common)));
  const sign = text.slice(-6, -5);
  const minutes = text.slice(-2);
  const offset = (sign === "+" || sign === "-") && /^[0-9]+$/.test(minutes) ? Number(sign + minutes) : 0;
  if (noDay || (second === 60 && (minute + 1 - offset) % 60 !== 0)) {
    add("manifest.created-at", "there is no such day or time", { path: ["createdAt"] });
  }
}

/** What lies under keys of objects, or null. */
const inside = (value, ...keys) =>
  keys.reduce((found, key) => (found instanceof Map ? (found.get(key) ?? null) : null), value);

/** A value as Python compares it: 1 is 1.0 and true. */
export function keyOf(value) {
  if (value instanceof Real) return `n${value.value === 0 ? 0 : value.value}`;
  if (typeof value === "boolean") return `n${Number(value)}`;
  if (typeof value === "number") return `n${value}`;
  if (typeof value === "string") return `s${JSON.stringify(value)}`;
  if (Array.isArray(value)) return `[${value.map(keyOf).join()}]`;
  if (value instanceof Map) return `{${[...value].map(([key, each]) => `${JSON.stringify(key)}:${keyOf(each)}`).sort().join()}}`;
  return "null";
}

const repeats = (values) => values.length <= SLOTS.length && new Set(values.map(keyOf)).size < values.length;

/** The place of a reference to an embedding in the order of references; null for what is none. */
function referenceKey(value) {
  const key = inside(value, "key");
  const columns = inside(value, "columns");
  if (typeof key !== "string" || !(columns === null || Array.isArray(columns))) return null;
  if (columns === null) return [key, 0, []];
  return columns.every((column) => typeof column === "number" && Number.isInteger(column)) ? [key, 1, columns] : null;
}

/** Compares two texts by code points, numbers by value, lists by their first difference. */
function compare(one, other) {
  if (typeof one === "number") return one - other;
  const [a, b] = typeof one === "string" ? [Array.from(one, code), Array.from(other, code)] : [one, other];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const order = compare(a[at], b[at]);
    if (order) return order;
  }
  return a.length - b.length;
}

const code = (char) => char.codePointAt(0);
const AGAIN = "it is there twice";
const BEFORE = "it comes before the one in front of it";

function cellOrder(manifest, add) {
  const order = inside(manifest, PRINT, "cellOrder");
  const embedding = inside(order, "embedding");
  if (!(embedding instanceof Map)) return;
  const path = [PRINT, "cellOrder", "embedding", "columns"];
  const kind = inside(manifest, PRINT, "dataMapping", "kind");
  const columns = embedding.get("columns") ?? null;
  const dimension = order.get("dimension") ?? null;
  if (columns === null) {
    if (kind !== null && kind !== EXPORT && embedding.has("columns")) {
      add("manifest.cell-order", "null stands for an export", { path });
    }
  } else if (Array.isArray(columns)) {
    if (kind === EXPORT) {
      add("manifest.cell-order", "an export has null here", { path });
    } else if ((order.has("dimension") && keyOf(columns.length) !== keyOf(dimension)) || repeats(columns)) {
      const said = dimension instanceof Real ? dimension.value.toFixed(1) : dimension === null ? "None" : String(dimension);
      add("manifest.cell-order", `not ${safe(said, 20)} columns, each named once`, { path });
    }
  }
}

function ascending(keys, path, add) {
  for (let place = 1; place < keys.length; place += 1) {
    const [before, key] = [keys[place - 1], keys[place]];
    if (before === null || key === null) continue;
    const order = compare(before, key);
    if (order < 0) continue;
    add("manifest.data-mapping-order", order ? BEFORE : AGAIN, { path: [...path, place] });
    return;
  }
}

function dataMapping(manifest, add) {
  const mapping = inside(manifest, PRINT, "dataMapping");
  const base = [PRINT, "dataMapping"];
  const enabled = inside(mapping, "embeddings", "enabled");
  if (!Array.isArray(enabled)) return;
  const path = [...base, "embeddings", "enabled"];
  const keys = enabled.map(referenceKey);
  ascending(keys, path, add);
  enabled.forEach((each, place) => {
    const columns = inside(each, "columns");
    if (Array.isArray(columns) && repeats(columns)) {
      add("manifest.data-mapping", "a column is named twice", { path: [...path, place, "columns"] });
    }
  });
  const known = new Set(keys.filter((key) => key !== null).map(keyOf));
  const defaults = inside(mapping, "embeddings", "defaults");
  if (defaults instanceof Map) {
    const there = [...base, "embeddings", "defaults"];
    for (const slot of SLOTS) {
      const chosen = referenceKey(defaults.get(slot));
      if (chosen !== null && !known.has(keyOf(chosen))) {
        add("manifest.data-mapping", "the default is not enabled", { path: [...there, slot] });
      }
    }
    if (SLOTS.every((slot) => (defaults.get(slot) ?? null) === null)) {
      add("manifest.data-mapping", "there is no default that is not null", { path: there });
    }
  }
  const fields = inside(mapping, "vectorFields");
  if (!Array.isArray(fields)) return;
  const there = [...base, "vectorFields"];
  const places = fields.map((each, place) => {
    const bound = referenceKey(inside(each, "embedding"));
    const key = inside(each, "key");
    const name = truthy(key) ? key : inside(each, "field");
    if (bound !== null && !known.has(keyOf(bound))) {
      add("manifest.data-mapping", "the embedding is not enabled", { path: [...there, place, "embedding"] });
    }
    return bound !== null && typeof name === "string" ? [...bound, name] : null;
  });
  ascending(places, there, add);
}

/** Whether Python takes a value for true. */
export function truthy(value) {
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof Real ? value.value !== 0 : Boolean(value);
}

function requiresOrder(manifest, add) {
  for (const source of ["obs", "var"]) {
    const names = inside(manifest, "requires", source);
    if (!Array.isArray(names)) continue;
    for (let place = 1; place < names.length; place += 1) {
      const [before, name] = [names[place - 1], names[place]];
      if (typeof before !== "string" || typeof name !== "string" || before < name) continue;
      add("manifest.requires-order", before === name ? AGAIN : BEFORE, { path: ["requires", source, place] });
      break;
    }
  }
}

/** name -> check of the manifest */
export const MANIFEST_RULES = {
  "created-at": createdAt,
  "cell-order": cellOrder,
  "data-mapping": dataMapping,
  requires: requiresOrder,
};

function idDuplicate(entries, add) {
  const seen = new Map();
  for (const { id, index } of entries) {
    if (seen.has(id)) {
      add("chunk.id-duplicate", `entry ${seen.get(id)} has this id already`, { chunk: id, path: where(index, "id") });
    } else {
      seen.set(id, index);
    }
  }
}

function idText(entries, add) {
  for (const { id, index } of entries) {
    const segments = id.split("/");
    const tell = (rule, detail) => add(rule, detail, { chunk: id, path: where(index, "id") });
    const plain = PLAIN.test(id);
    const size = charactersOf(id);
    if (plain && !id.includes("//") && !id.includes(".") && size <= CHUNK_ID_LENGTH) {
      if (id.startsWith("/")) tell("chunk.id-unsafe", "the id begins with a slash");
      else if (id.endsWith("/")) tell("chunk.id-odd", "the id has an empty segment");
    } else if (
      CONTROLS.test(id) ||
      id.includes("\\") ||
      id.startsWith("/") ||
      segments.includes(".") ||
      segments.includes("..")
    ) {
      tell("chunk.id-unsafe", "the id has a control character, a backslash, a leading slash, or a segment . or ..");
    } else if (id !== id.trim()) {
      tell("chunk.id-space", "the id has white space around it");
    } else if (!plain || segments.includes("") || size > CHUNK_ID_LENGTH) {
      const odd = "the id has characters other than ASCII letters, digits and common punctuation";
      const what = segments.includes("") ? "the id has an empty segment" : odd;
      tell("chunk.id-odd", size > CHUNK_ID_LENGTH ? `the id is ${size} characters long` : what);
    }
  }
}

function idConfusable(entries, add) {
  const seen = new Map();
  for (const { id, index } of entries) {
    const seenAs = look(id);
    if (!seen.has(seenAs)) seen.set(seenAs, index);
    const first = seen.get(seenAs);
    if (entries[first].id !== id) {
      const detail = `the id of entry ${first} looks the same and is another`;
      add("chunk.id-confusable", detail, { chunk: id, path: where(index, "id") });
    }
  }
}

function families(entries, add) {
  for (const { raw, family, id, index } of entries) {
    const tell = (rule, key, detail) => add(rule, detail, { chunk: id, path: where(index, key) });
    if (family === null) {
      tell("chunk.foreign", "id", "no known family has this id");
      continue;
    }
    belonging(raw, family, tell, "chunk.layout-flag");
    if (raw.get("priority") !== family.priority && family.priority !== "either") {
      tell("chunk.family-priority", "priority", `${family.name} is usually ${family.priority}`);
    }
  }
}

/** Kind, contributor and data set of an entry are its family's. */
function belonging(raw, family, tell, layoutRule) {
  if (raw.get("kind") !== family.kind) {
    tell("chunk.family-kind", "kind", `${family.name} is ${family.kind}, the entry says ${raw.get("kind")}`);
  }
  if (raw.get("contributorId") !== family.contributor) {
    tell("chunk.family-contributor", "contributorId", `${family.name} belongs to the contributor ${family.contributor}`);
  }
  if (raw.get("datasetDependent") !== family.datasetDependent) {
    const says = family.datasetDependent ? "depends" : "does not depend";
    const rule = family.datasetDependent ? "chunk.dataset-flag" : layoutRule;
    tell(rule, "datasetDependent", `${family.name} ${says} on the data set`);
  }
}

function order(entries, add) {
  const first = entries.findIndex(({ priority }) => priority === "lazy");
  if (first < 0) return;
  for (const { id, index, priority } of entries.slice(first)) {
    if (priority === "eager") add("chunk.order", "an eager chunk after a lazy one", { chunk: id, path: where(index, "priority") });
  }
}

function follows(entries, add, generation) {
  const places = new Map();
  for (const { id, index } of entries) if (!places.has(id)) places.set(id, index);
  for (const { id, index, family } of entries) {
    if (family === null || !Object.hasOwn(generation.follows, family.name)) continue;
    const [first, rule] = generation.follows[family.name];
    if (places.get(first) > index) add(rule, `it comes before ${first}`, { chunk: id, path: where(index, "id") });
  }
}

function depends(entries, add) {
  const places = new Map();
  for (const { id, index } of entries) if (!places.has(id)) places.set(id, index);
  const graph = new Map();
  for (const { raw, id, index } of entries) {
    const names = raw.get("dependsOn");
    if (!Array.isArray(names)) continue;
    names.forEach((name, number) => {
      const target = places.get(name);
      const path = [...where(index, "dependsOn"), number];
      if (target === undefined) {
        add("chunk.depends-unknown", "no chunk has this id", { chunk: id, path });
        return;
      }
      if (target > index) add("chunk.depends-later", "that chunk comes later", { chunk: id, path });
      if (!graph.has(index)) graph.set(index, []);
      graph.get(index).push(target);
    });
  }
  for (const index of closing(graph)) {
    const detail = "the chunk depends on itself, directly or in a circle";
    add("chunk.depends-cycle", detail, { chunk: entries[index].id, path: where(index, "dependsOn") });
  }
}

/** Nodes with an edge that closes a circle, in order; a walk without recursion. */
function closing(graph) {
  const walked = new Map(); // node -> whether it is done
  const found = new Set();
  for (const root of graph.keys()) {
    if (walked.has(root)) continue;
    walked.set(root, false);
    const stack = [[root, 0]];
    while (stack.length) {
      const top = stack[stack.length - 1];
      const edges = graph.get(top[0]) ?? [];
      if (top[1] === edges.length) {
        walked.set(top[0], true);
        stack.pop();
        continue;
      }
      const target = edges[top[1]];
      top[1] += 1;
      if (!walked.has(target)) {
        walked.set(target, false);
        stack.push([target, 0]);
      } else if (!walked.get(target)) {
        found.add(top[0]);
      }
    }
  }
  return [...found].sort((a, b) => a - b);
}

const idPatterns = new Map();

/** Whether what follows a family's prefix in an id is what the family has there. */
function fits(id, family) {
  if (!family.ids) return true;
  if (!idPatterns.has(family.ids)) idPatterns.set(family.ids, new RegExp(`^(?:${family.ids})$`, "u"));
  return idPatterns.get(family.ids).test(id.slice(family.prefix.length));
}

function closedFamilies(entries, add) {
  for (const { raw, family, id, index } of entries) {
    const tell = (rule, key, detail) => add(rule, detail, { chunk: id, path: where(index, key) });
    if (family === null || !fits(id, family)) {
      const what = family === null ? "no family of this generation has this id" : "the family has no such id";
      tell("chunk.unknown", "id", what);
      continue;
    }
    belonging(raw, family, tell, "chunk.profile");
    if (raw.get("priority") !== family.priority && family.priority !== "either") {
      tell("chunk.profile", "priority", `${family.name} is ${family.priority}`);
    }
    if (raw.get("codec") !== family.codec) tell("chunk.profile", "codec", `${family.name} has the codec ${family.codec}`);
    const label = raw.get("label");
    const labelled = family.prefix ? label !== "" && label.startsWith(family.label) : label === family.label;
    if (!labelled) tell("chunk.profile", "label", `the label of ${family.name} is not the one that it has`);
  }
}

function required(entries, add, generation) {
  const there = new Set(entries.map(({ id }) => id));
  const missing = generation.required.filter((name) => !there.has(name));
  if (missing.length) add("chunk.family-missing", `there is no ${missing.join(", no ")}`, { path: ["chunks"] });
}

function contributorOrder(entries, add, generation) {
  const last = { eager: -1, lazy: -1 };
  for (const { family, id, index, priority } of entries) {
    if (family === null) continue;
    const place = generation.places.get(family.contributor);
    if (place < last[priority]) {
      const detail = `${family.name} comes before what is in front of it`;
      add("chunk.contributor-order", detail, { chunk: id, path: where(index, "id") });
    }
    last[priority] = Math.max(last[priority], place);
  }
}

/** name -> check of the entries */
export const ENTRY_RULES = {
  "id-duplicate": idDuplicate,
  "id-text": idText,
  "id-confusable": idConfusable,
  families,
  order,
  follows,
  depends,
  "closed-families": closedFamilies,
  required,
  "contributor-order": contributorOrder,
};

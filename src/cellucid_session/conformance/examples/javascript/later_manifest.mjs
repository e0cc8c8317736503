// Manifest and entries of generations 2 to 5: spec sections 16.3 and 16.4. Keys are closed, and everything is exact.

import { familyIn } from "./generations.mjs";
import { isRealTime } from "./manifest.mjs";
import { failures, isObject } from "./schema_check.mjs";

/** Judges the value of a manifest, by its schema and beyond. */
export function judgeLaterManifest(parsed, generation, findings, limits) {
  const { value } = parsed;
  const kept = failures(`manifest-${generation.number}`, parsed).map(({ rule, message, pointer }) => findings.keep(rule, message, pointer));
  findings.stopIfUnsafe(kept);
  if (value.chunks.length > limits.chunks) {
    findings.add("budget.chunks", `${value.chunks.length} chunks are beyond the budget of ${limits.chunks}`);
  }
  if (typeof value.createdAt === "string" && !kept.some(({ rule }) => rule === "manifest.created-at") && !isRealTime(value.createdAt)) {
    findings.add("manifest.created-at", "createdAt is no time that there is", "/createdAt");
  }
  const told = isObject(value.datasetFingerprint) ? value.datasetFingerprint : {};
  judgeOrder(told, findings);
  judgeMapping(told.dataMapping, findings);
  for (const axis of ["obs", "var"]) {
    const names = isObject(value.requires) ? value.requires[axis] : null;
    // comparing texts of JavaScript compares UTF-16 code units
    if (texts(names) && names.some((name, at) => at > 0 && !(names[at - 1] < name))) {
      findings.add("manifest.requires-order", "the names do not ascend", `/requires/${axis}`);
    }
  }
  return value;
}

const texts = (value) => Array.isArray(value) && value.every((each) => typeof each === "string");
const repeats = (values) => new Set(values).size < values.length;

function judgeOrder({ cellOrder, dataMapping }, findings) {
  const embedding = isObject(cellOrder) ? cellOrder.embedding : null;
  if (!isObject(embedding)) return;
  const kind = isObject(dataMapping) ? dataMapping.kind : undefined;
  const { columns } = embedding;
  const wrong = columns === null
    ? kind !== undefined && kind !== "export"
    : Array.isArray(columns) && (kind === "export" || columns.length !== cellOrder.dimension || repeats(columns));
  if (wrong) findings.add("manifest.cell-order", "the embedding has not as many columns as dimensions", "/datasetFingerprint/cellOrder");
}

/** A reference as a list that can be compared, or null. */
function placeOf(reference) {
  if (!isObject(reference) || typeof reference.key !== "string") return null;
  if (reference.columns === null) return [reference.key, 0];
  return Array.isArray(reference.columns) && reference.columns.every(Number.isInteger) ? [reference.key, 1, ...reference.columns] : null;
}

/** Whether one text comes before another in the order of code points: below 0, 0 or above 0. */
function byCodePoints(one, other) {
  const [left, right] = [[...one], [...other]];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function compare(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    const difference = typeof one[at] === "string" ? byCodePoints(one[at], other[at]) : one[at] - other[at];
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const ascend = (places, order) => places.every((place, at) => at === 0 || place === null || places[at - 1] === null || order(places[at - 1], place) < 0);

function judgeMapping(mapping, findings) {
  const say = (message) => findings.add("manifest.data-mapping", message, "/datasetFingerprint/dataMapping");
  const { enabled, defaults } = isObject(mapping) && isObject(mapping.embeddings) ? mapping.embeddings : {};
  if (!Array.isArray(enabled)) return;
  const places = enabled.map(placeOf);
  const among = (reference) => placeOf(reference) === null || places.some((place) => place !== null && compare(place, placeOf(reference)) === 0);
  let ordered = ascend(places, compare);
  if (enabled.some((each) => isObject(each) && Array.isArray(each.columns) && repeats(each.columns))) say("a reference names a column twice");
  if (isObject(defaults)) {
    const chosen = ["1d", "2d", "3d"].map((key) => defaults[key]);
    if (!chosen.every(among)) say("a default is not enabled");
    if (chosen.every((each) => each === null || each === undefined)) say("there is no default");
  }
  if (Array.isArray(mapping.vectorFields)) {
    if (!mapping.vectorFields.every((each) => among(isObject(each) ? each.embedding : null))) say("the embedding of a vector field is not enabled");
    const named = mapping.vectorFields.map((each) => {
      const place = placeOf(isObject(each) ? each.embedding : null);
      const name = isObject(each) ? each.key ?? each.field : null;
      return place === null || typeof name !== "string" ? null : { place, name };
    });
    ordered &&= ascend(named, (one, other) => compare(one.place, other.place) || byCodePoints(one.name, other.name));
  }
  if (!ordered) findings.add("manifest.data-mapping-order", "references do not ascend", "/datasetFingerprint/dataMapping");
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\]|^\/|(?:^|\/)\.\.?(?:\/|$)/u;

/** Judges the entries. Returns what was found: all of it is found together (spec section 2.1). */
export function judgeLaterEntries(chunks, generation, findings) {
  const kept = [];
  const found = (chunk, rule, message) => {
    findings.chunk = chunk;
    kept.push(findings.keep(rule, message, chunk === null ? "/chunks" : `/chunks/${chunk.index}`));
    findings.chunk = null;
  };
  const ids = new Set();
  const last = { eager: -1, lazy: -1 };
  let lazy = false;
  for (const chunk of chunks) {
    const { id, entry } = chunk;
    if (ids.has(id)) found(chunk, "chunk.id-duplicate", "two chunks of one id");
    ids.add(id);
    if (UNSAFE.test(id)) found(chunk, "chunk.id-unsafe", "an id with a control character, a backslash, or the form of a path that leads elsewhere");
    else if (id !== id.trim()) found(chunk, "chunk.id-space", "an id with white space around it");
    if (entry.priority === "lazy") lazy = true;
    else if (lazy) found(chunk, "chunk.order", "an eager chunk comes after a lazy one");
    const family = familyIn(generation, id);
    if (family === null || (family.open && !family.ids.test(chunk.rest))) found(chunk, "chunk.unknown", "no family of this generation has such an id");
    else judgeEntry(chunk, entry, family, found);
    if (family === null) continue;
    const place = generation.families.findIndex(({ contributor }) => contributor === family.contributor);
    if (place < last[entry.priority]) found(chunk, "chunk.contributor-order", "its contributor comes earlier");
    last[entry.priority] = Math.max(last[entry.priority], place);
  }
  if (generation.families.some(({ name, required }) => required && !ids.has(name))) found(null, "chunk.family-missing", "a chunk that every session has is not there");
  return kept;
}

function judgeEntry(chunk, entry, family, found) {
  if (entry.kind !== family.kind) found(chunk, "chunk.family-kind", `kind must be ${family.kind}`);
  if (entry.contributorId !== family.contributor) found(chunk, "chunk.family-contributor", `contributorId must be ${family.contributor}`);
  if (entry.datasetDependent !== family.bound) {
    found(chunk, family.bound ? "chunk.dataset-flag" : "chunk.profile", `datasetDependent must be ${family.bound}`);
  }
  const labelled = family.open ? entry.label !== "" && entry.label.startsWith(family.label) : entry.label === family.label;
  const priority = family.priority === "either" || entry.priority === family.priority;
  if (!labelled || !priority || entry.codec !== "gzip") found(chunk, "chunk.profile", "priority, codec or label is not that of the family");
}

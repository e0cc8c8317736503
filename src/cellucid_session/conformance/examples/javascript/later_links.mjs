// JSON payloads of generations 2 to 5, and what holds between chunks: spec sections 16.5 to 16.7.

import { familyIn } from "./generations.mjs";
import { fieldsOf, groupsOf, pagesOf } from "./payloads.mjs";
import { failures, isObject } from "./schema_check.mjs";

const EDGE = /^[\u001c-\u001f\u0085\ufeff]|[\u001c-\u001f\u0085\ufeff]$/u;
const count = (value) => (Number.isSafeInteger(value) && value >= 0 ? value : null);

/** What the registries say; null: not read. */
export class LaterRegistries {
  constructor() {
    this.groups = null;
    this.fields = null;
    this.inventory = null;
  }

  field(id) {
    return this.fields?.get(id) ?? null;
  }
}

/** A category as it compares with others: by type, and 1 as 1.0. */
const typed = (value) => `${typeof value} ${value}`;

function byId(objects, rule, findings) {
  const known = new Map();
  for (const object of objects) {
    if (typeof object.id !== "string") continue;
    if (known.has(object.id)) findings.add(rule, "an id is there twice");
    else known.set(object.id, object);
  }
  return known;
}

const FURTHER = {
  "highlights/meta": (value, session, findings) => {
    const pages = byId(pagesOf(value), "meta.page-id-duplicate", findings);
    session.registries.groups = byId(groupsOf(value), "meta.group-id-duplicate", findings);
    for (const { rangeMin, rangeMax } of groupsOf(value)) {
      if (typeof rangeMin === "number" && typeof rangeMax === "number" && rangeMin > rangeMax) findings.add("meta.range", "a range the wrong way round");
    }
    for (const text of [...pagesOf(value).map(({ name }) => name), ...groupsOf(value).map(({ label }) => label)]) {
      if (typeof text === "string" && EDGE.test(text)) findings.add("text.label-edge", "a name that one language trims and another does not");
    }
    const active = isObject(value) ? value.activePageId : null;
    if (pages.size > 0 && typeof active === "string" && !pages.has(active)) findings.add("meta.active-page-unknown", "no page has the id of the active one");
  },
  "core/field-overlays": (value, session, findings) => {
    const fields = fieldsOf(value);
    judgeDeleted(value, fields, findings);
    for (const field of fields) {
      const { categories, codesLength, codesType, kind, normalizedDims } = field;
      if (Array.isArray(normalizedDims) && new Set(normalizedDims).size < normalizedDims.length) findings.add("overlays.shape", "a dimension is named twice");
      if (kind !== "category" || !Array.isArray(categories)) continue;
      const plain = categories.filter((each) => ["string", "boolean", "number"].includes(typeof each)).map(typed);
      if (new Set(plain).size < plain.length) findings.add("overlays.category-twice", "a category is there twice");
      const width = session.generation.types[codesType];
      const length = count(codesLength);
      if (width !== undefined && length && categories.length > 256 ** width - 1) findings.add("overlays.category-count", "more categories than the type of codes can name");
      if (length !== null && session.nObs !== null && length !== session.nObs) findings.add("overlays.codes-length", `codesLength is ${length}, there are ${session.nObs} cells`);
    }
    session.registries.fields = byId(fields, "overlays.field-id-duplicate", findings);
  },
  "analysis/cache-inventory": (value, session, findings, size) => {
    if (!isObject(value) || !Array.isArray(value.artifactIds)) return;
    session.registries.inventory = value.artifactIds;
    if (new TextEncoder().encode(JSON.stringify(value)).length !== size) findings.add("inventory.compact", "the text is not the shortest");
  },
};

function judgeDeleted(value, fields, findings) {
  const said = isObject(value) && isObject(value.deletedFields) ? value.deletedFields : {};
  const [deleted, purged] = ["deleted", "purged"].map((key) => (Array.isArray(said[key]) ? said[key].filter((each) => typeof each === "string") : []));
  const twice = [deleted, purged].some((keys) => new Set(keys).size < keys.length);
  const spare = purged.some((key) => !deleted.includes(key)) || fields.some(({ isPurged, isDeleted }) => isPurged === true && isDeleted === false);
  if (twice || spare) findings.add("overlays.deleted", "a key is listed twice, or purged and not deleted");
}

/** Judges the value of a JSON chunk of a family. */
export function judgeLaterPayload(session, family, parsed, size) {
  const { found, generation } = session;
  const kept = failures(generation.schemas[family], parsed).map(({ rule, message, pointer }) => found.keep(rule, message, pointer));
  found.stopIfUnsafe(kept);
  FURTHER[family]?.(parsed.value, session, found, size);
}

/** The bytes of a code of a field, and the code that stands for none; null where the registry does not say it. */
export function codesOf(field, generation) {
  const width = generation.types[field?.codesType] ?? null;
  return { width, marker: width !== null && field.uncoveredLabel === null ? 256 ** width - 1 : null };
}

/** Whether codes mean nothing: {top: the greatest code but for the marker, marker}. */
export function strays({ codes }, field, generation) {
  const { marker } = codesOf(field, generation);
  const named = [...codes].filter((code) => code !== marker);
  return named.some((code) => code >= field.categories.length);
}

const hasCodes = (field) => field?.kind === "category" && Array.isArray(field.categories);

/** Judges, when the file has been read, what holds between chunks. */
export function judgeLaterLinks(session) {
  const { chunks, registries, generation, found, nObs } = session;
  const of = (name) => chunks.filter((chunk) => chunk.family === name);
  const say = (chunk, rule, message) => {
    found.chunk = chunk;
    found.add(rule, message);
    found.chunk = null;
  };
  const references = new Map();
  if (registries.groups !== null) {
    for (const chunk of of("highlights/cells/").filter(({ judged }) => judged !== null)) {
      const group = registries.groups.get(chunk.rest);
      const { count: members, reference } = chunk.judged;
      if (group === undefined) say(chunk, "cells.orphan", "no page has this group");
      else if (count(group.cellCount) !== null && group.cellCount !== members) say(chunk, "cells.group-count", `cellCount is ${group.cellCount}, there are ${members} cells`);
      if (group === undefined || reference === null) continue;
      const bound = group.type === "category" && group.fieldSource === "obs" && typeof group.fieldKey === "string";
      if (!bound || !["string", "number", "boolean"].includes(typeof group.categoryName)) {
        say(chunk, "cells.reference", "the group is bound to no category of an obs column");
        continue;
      }
      const category = JSON.stringify([group.fieldKey, typed(group.categoryName)]);
      const before = references.get(category) ?? reference;
      if (before.count !== reference.count || before.digest !== reference.digest) say(chunk, "cells.reference-differs", "another set over this category says otherwise");
      references.set(category, before);
    }
    missing(of("highlights/cells/"), registries.groups, () => true, "cells.chunk-missing", found);
  }
  if (registries.fields !== null) {
    for (const chunk of of("user-defined/codes/").filter(({ judged }) => judged !== null)) {
      const field = registries.field(chunk.rest);
      if (!hasCodes(field)) say(chunk, "codes.orphan", "no field has these codes");
      else {
        if (nObs !== null && chunk.judged.length !== nObs) say(chunk, "codes.length", `${chunk.judged.length} codes, there are ${nObs} cells`);
        if (chunk.judged.late && strays(chunk.judged, field, generation)) say(chunk, "codes.category", "a code names no category");
      }
    }
    const wanted = ([, field]) => hasCodes(field) && count(field.codesLength) !== null;
    const fields = new Map([...registries.fields].filter(wanted));
    missing(of("user-defined/codes/"), fields, (field) => field.codesLength > 0, "codes.chunk-missing", found);
  }
  order(of("highlights/cells/"), registries.groups, "label", found);
  order(of("user-defined/codes/"), registries.fields, "key", found);
  const ids = of("analysis/artifacts/bulk-gene/").map(({ id }) => id);
  const listed = registries.inventory;
  if (listed !== null && (listed.length !== ids.length || listed.some((id, at) => id !== ids[at]))) found.add("inventory.ids", "the artifacts are others");
}

function missing(chunks, registry, wanted, rule, found) {
  const there = new Set(chunks.map(({ rest }) => rest));
  for (const [id, object] of registry) if (there.has(id) !== wanted(object)) found.add(rule, "a chunk is missing, or is one too many");
}

/** Labels and the order of chunks are those of the registry. */
function order(chunks, registry, named, found) {
  if (registry === null) return;
  const places = new Map([...registry.keys()].map((id, at) => [id, at]));
  const last = { eager: -1, lazy: -1 };
  for (const chunk of chunks) {
    const place = places.get(chunk.rest);
    if (place === undefined) continue;
    found.chunk = chunk;
    const name = registry.get(chunk.rest)[named];
    const { label } = familyIn(chunk.generation, chunk.id);
    if (typeof name === "string" && chunk.entry.label !== label + name) found.add("chunk.profile", "the registry calls it otherwise");
    if (place < last[chunk.entry.priority]) found.add("chunk.registry-order", "the registry has another order");
    last[chunk.entry.priority] = Math.max(place, last[chunk.entry.priority]);
    found.chunk = null;
  }
}

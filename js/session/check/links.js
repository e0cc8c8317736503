// Rules between chunks, run when every chunk has been read.
//
// Rules of this file: they see the facts only. A finding names an entry of the manifest (`entry`, and a key or a span) or a
// place in a registry (`registry` and a path in its text). Of a chunk that could not be judged nothing is said.

import { keyOf } from "./outline.js";

export const META = "highlights/meta";
export const OVERLAYS = "core/field-overlays";
const CELLS = "highlights/cells/";
const MEMBERS = "highlights-cells";
const CODES = "user-defined-codes";
const TABLE = "analysis-artifacts";

const unread = (registry, facts) => !facts.read.has(registry) && facts.entries.some(({ id }) => id === registry);

/** The lengths that codes may have in the earliest generation; null: any. */
export function allowedLengths(field, facts) {
  if (field !== undefined && field.source === "obs") return facts.cells === null ? null : [facts.cells];
  return facts.cells === null || facts.variables === null ? null : [facts.cells, facts.variables];
}

/** Whether a code names no category and is no marker of the field. */
function namesNone(held, field) {
  const count = field.categories ?? 0;
  return held.highest >= count || [...held.seen].some((code) => code >= count && !field.markers.includes(code));
}

function openMembers(facts, add) {
  if (unread(META, facts)) return;
  for (const [key, held] of facts.members) {
    const group = facts.groups.get(key);
    if (group === undefined) {
      add("cells.orphan", "no page has this group", { entry: held.entry });
    } else if (group.cellCount !== null && group.cellCount !== held.count) {
      const detail = `cellCount is ${group.cellCount}, the chunk holds ${held.count}`;
      add("cells.count-hint", detail, { registry: META, path: [...group.path, "cellCount"] });
    }
  }
  const ids = new Set(facts.entries.map(({ id }) => id));
  for (const [key, group] of facts.groups) {
    if (facts.members.has(key) || !(group.cellCount > 0) || ids.has(CELLS + key)) continue;
    const detail = `cellCount is ${group.cellCount}, and there is no chunk with the cells`;
    add("cells.missing", detail, { registry: META, path: [...group.path, "cellCount"] });
  }
}

function openCodes(facts, add) {
  if (unread(OVERLAYS, facts)) return;
  for (const [key, held] of facts.codes) {
    const field = facts.fields.get(key);
    const { entry, stored } = held;
    if (field === undefined || field.categories === null) {
      const what = field === undefined ? "the registry has no such field" : "the field is continuous and has no codes";
      add("codes.orphan", what, { entry });
      continue;
    }
    const allowed = allowedLengths(field, facts);
    if (allowed !== null && !allowed.includes(held.length)) {
      add("codes.length", `${held.length} codes for ${field.source}`, { entry, span: stored });
    }
    if (!held.judged && namesNone(held, field)) add("codes.category", "a code names no category", { entry, span: stored });
    if (field.source === "var" && facts.cells !== null && facts.cells === facts.variables) {
      add("codes.ambiguous-axis", "as many cells as variables", { entry });
    }
    if (field.length !== null && field.length !== held.length) {
      const detail = `codesLength is ${field.length}, the chunk holds ${held.length}`;
      add("overlays.codes-length-hint", detail, { registry: OVERLAYS, path: [...field.path, "codesLength"] });
    }
  }
}

const of = (facts, contributor) =>
  facts.entries.filter(({ family }) => family !== null && family.contributor === contributor && family.prefix);
const rests = (facts, contributor) => new Set(of(facts, contributor).map(({ rest }) => rest));

function closedMembers(facts, add) {
  if (!facts.read.has(META)) return;
  for (const [key, held] of facts.members) {
    const group = facts.groups.get(key);
    if (group === undefined) {
      add("cells.orphan", "no page has this group", { entry: held.entry });
    } else if (group.cellCount !== null && group.cellCount !== held.count) {
      const detail = `cellCount is ${group.cellCount}, the chunk holds ${held.count}`;
      add("cells.group-count", detail, { registry: META, path: [...group.path, "cellCount"] });
    }
  }
  const there = rests(facts, MEMBERS);
  for (const [key, group] of facts.groups) {
    if (!there.has(key)) add("cells.chunk-missing", "there is no chunk with its cells", { registry: META, path: group.path });
  }
}

function references(facts, add) {
  const seen = new Map();
  for (const [key, held] of facts.members) {
    const group = facts.groups.get(key);
    if (held.reference === null || group === undefined) continue;
    const { entry, stored: span } = held;
    if (group.category === null) {
      add("cells.reference", "the group is bound to no category of an obs column", { entry, span });
      continue;
    }
    if (!seen.has(group.category)) seen.set(group.category, held.reference);
    if (seen.get(group.category) !== held.reference) {
      const what = "another set over this category gives another number of cells, or another digest";
      add("cells.reference-differs", what, { entry, span });
    }
  }
}

function closedCodes(facts, add) {
  if (!facts.read.has(OVERLAYS)) return;
  for (const [key, held] of facts.codes) {
    const field = facts.fields.get(key);
    const { entry, stored: span } = held;
    if (field === undefined || field.categories === null) {
      add("codes.orphan", field === undefined ? "the registry has no such field" : "the field has no codes", { entry });
      continue;
    }
    if (held.length < 0) continue;
    if (facts.cells !== null && held.length !== facts.cells) add("codes.length", `${held.length} codes`, { entry, span });
    if (!held.judged && namesNone(held, field)) add("codes.category", "a code names no category", { entry, span });
  }
  const there = rests(facts, CODES);
  for (const [key, field] of facts.fields) {
    if (field.categories === null || field.length === null) continue;
    if (there.has(key) === field.length > 0) continue;
    const what = field.length ? "there is no chunk with its codes" : "there are codes, and no cells";
    add("codes.chunk-missing", what, { registry: OVERLAYS, path: field.path });
  }
}

function labels(facts, add) {
  for (const [contributor, known, name] of [
    [MEMBERS, facts.groups, "label"],
    [CODES, facts.fields, "key"],
  ]) {
    for (const entry of of(facts, contributor)) {
      const called = known.get(entry.rest)?.[name] ?? null;
      if (called !== null && entry.raw.get("label") !== entry.family.label + called) {
        add("chunk.profile", "the registry calls it otherwise", { entry, key: "label" });
      }
    }
  }
}

function registryOrder(facts, add) {
  for (const [contributor, known] of [
    [MEMBERS, facts.groups],
    [CODES, facts.fields],
  ]) {
    const places = new Map([...known.keys()].map((key, at) => [key, at]));
    const last = new Map();
    for (const entry of of(facts, contributor)) {
      const at = places.get(entry.rest);
      if (at === undefined) continue;
      const before = last.get(entry.priority) ?? -1;
      if (at < before) add("chunk.registry-order", "the registry has another order", { entry });
      last.set(entry.priority, Math.max(at, before));
    }
  }
}

function inventory(facts, add) {
  if (facts.inventory === null) return;
  const there = of(facts, TABLE).map(({ id }) => id);
  if (keyOf(facts.inventory) === keyOf(there)) return;
  const registry = [...facts.generation.exact].find(([, family]) => family.contributor === TABLE)[0];
  add("inventory.ids", "the artifacts are others", { registry, path: ["artifactIds"] });
}

function requires(facts, add) {
  if (facts.requires === null) return;
  const own = new Set([...facts.fields.values()].map(({ source, key }) => JSON.stringify([source, key])));
  for (const { column, path } of facts.groups.values()) {
    if (column === null || own.has(JSON.stringify(column)) || facts.requires[column[0]]?.has(column[1])) continue;
    const what = `requires lists no such column or gene of ${column[0]}`;
    add("manifest.requires-missing", what, { registry: META, path: [...path, "fieldKey"] });
  }
}

/** name -> check between chunks; a generation says which run, in which order */
export const LINK_RULES = {
  members: openMembers,
  codes: openCodes,
  "closed-members": closedMembers,
  references,
  "closed-codes": closedCodes,
  labels,
  "registry-order": registryOrder,
  inventory,
  requires,
};

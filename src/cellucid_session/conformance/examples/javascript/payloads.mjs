// JSON payloads of the known families: spec section 6.

import { shown } from "./findings.mjs";
import { failures, isObject } from "./schema_check.mjs";

const SCHEMA_OF = {
  "core/field-overlays": "core-field-overlays",
  "core/state": "core-state",
  "ui/dockable-layout": "ui-dockable-layout",
  "analysis/windows": "analysis-windows",
  "highlights/meta": "highlights-meta",
};

const list = (value) => (Array.isArray(value) ? value.filter(isObject) : []);

/** What a registry names, of the right type: pages, and groups of all pages. */
export function pagesOf(meta) {
  return isObject(meta) ? list(meta.pages) : [];
}

export function groupsOf(meta) {
  return pagesOf(meta).flatMap((page) => list(page.highlightedGroups));
}

export function fieldsOf(overlays) {
  return isObject(overlays) ? list(overlays.userDefinedFields) : [];
}

/** The id of a group or field as its chunk's id has it; null where there is none. */
export function idOf(object) {
  const id = typeof object.id === "string" ? object.id.trim() : "";
  return id === "" ? null : id;
}

function noneTwice(objects, id, rule, what, findings) {
  const seen = new Set();
  for (const object of objects) {
    const name = id(object);
    if (name === null) continue;
    if (seen.has(name)) findings.add(rule, `two ${what} are called ${shown(name)}`);
    seen.add(name);
  }
}

// what no schema says of a payload, by the family
const FURTHER = {
  "core/field-overlays": (value, findings) => {
    noneTwice(fieldsOf(value), idOf, "overlays.field-id-duplicate", "fields", findings);
  },
  "highlights/meta": (value, findings) => {
    for (const { rangeMin, rangeMax } of groupsOf(value)) {
      if (typeof rangeMin === "number" && typeof rangeMax === "number" && rangeMin > rangeMax) {
        findings.add("meta.range", `a range from ${rangeMin} to ${rangeMax}`);
      }
    }
    noneTwice(pagesOf(value), ({ id }) => (typeof id === "string" ? id : null), "meta.page-id-duplicate", "pages", findings);
    noneTwice(groupsOf(value), idOf, "meta.group-id-duplicate", "groups", findings);
  },
};

/** Judges the value of a JSON chunk of a known family. */
export function judgePayload(family, parsed, findings) {
  const kept = failures(SCHEMA_OF[family], parsed).map(({ rule, message, pointer }) => findings.keep(rule, message, pointer));
  findings.stopIfUnsafe(kept);
  FURTHER[family]?.(parsed.value, findings);
}

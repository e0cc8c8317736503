// The entries of a manifest, and what one file has said so far: counts and ids, never a payload.

import { FORMAT } from "../data/format.js";
import { Real } from "../wire/strict_json.js";

/** A whole number however it is written; null for everything else. */
export function whole(value) {
  if (value instanceof Real) return value.value === 0 ? 0 : value.value;
  return typeof value === "number" && Number.isInteger(value) ? value : null;
}

/** Where a key of an entry stands in the manifest. */
export const where = (index, key) => ["chunks", index, key];

const headOf = (id) => id.split("/", 2).join("/");

/** A generation, with its families ready to be asked. */
class Generation {
  constructor(values) {
    Object.assign(this, values);
    this.exact = new Map();
    this.prefixed = new Map();
    this.places = new Map();
    for (const family of this.families) {
      if (family.prefix) this.prefixed.set(headOf(family.prefix), family);
      else this.exact.set(family.id, family);
      const place = this.places.get(family.contributor) ?? family.place;
      this.places.set(family.contributor, Math.min(place, family.place));
    }
    this.required = [...this.exact.values()].filter((family) => family.required).map((family) => family.id);
  }

  /** The family that an id belongs to, or null. */
  of(id) {
    const several = id.split("/", 3).length > 2;
    const family = (several ? this.prefixed.get(headOf(id)) : this.exact.get(id)) ?? null;
    return family === null || id.startsWith(family.prefix) ? family : null;
  }

  width(codesType) {
    return typeof codesType === "string" && Object.hasOwn(this.codeTypes, codesType) ? this.codeTypes[codesType] : null;
  }

  schema(payload) {
    return Object.hasOwn(this.schemas, payload) ? this.schemas[payload] : "";
  }

  has(table, payload) {
    return Object.hasOwn(this[table], payload);
  }
}

export const GENERATIONS = new Map(FORMAT.generations.map((values) => [values.number, new Generation(values)]));

/** One entry, which has passed every rule of class safety. */
export class Entry {
  constructor(index, raw, family) {
    this.index = index;
    this.raw = raw;
    this.family = family;
    this.id = raw.get("id");
    this.kind = raw.get("kind");
    this.codec = raw.get("codec");
    this.priority = raw.get("priority");
    this.stored = whole(raw.get("storedBytes"));
    this.inflated = whole(raw.get("uncompressedBytes"));
    this.frame = null; // [first byte, end] of what is stored, once it was met
    this.rest = family !== null && family.prefix ? this.id.slice(family.prefix.length) : "";
  }

  path(key) {
    return where(this.index, key);
  }
}

export class Facts {
  constructor(dataset) {
    this.dataset = dataset;
    this.cells = dataset.cells ?? null;
    this.variables = dataset.variables ?? null;
    this.generation = GENERATIONS.values().next().value;
    this.twins = [];
    this.requires = null;
    this.inventory = null;
    this.entries = [];
    this.pages = 0;
    this.groups = new Map();
    this.fields = new Map();
    this.registries = new Map();
    this.read = new Set();
    this.members = new Map();
    this.codes = new Map();
    this.inflatedBytes = 0;
    this.jsonBytes = 0;
  }

  summary() {
    return {
      chunks: this.entries.length,
      pages: this.pages,
      groups: this.groups.size,
      fields: this.fields.size,
      inflated_bytes: this.inflatedBytes,
    };
  }
}

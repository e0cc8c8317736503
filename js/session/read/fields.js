// User-defined fields.
//
// Rules of this file: codes are decoded when they are asked for, with the lengths that the data set allows. How they are
// read follows from what the registry of the generation says of their type.

import { FORMAT } from "../data/format.js";
import { ReadError } from "../errors.js";
import { allowedLengths } from "../check/links.js";
import { unassigned } from "../check/shapes.js";
import { CODES, CodeSink } from "./sinks.js";
import { object, text, whole } from "./values.js";

const PAYLOAD = "codes";
const MOST = FORMAT.limits.INFLATED_BYTES; // codes that are decoded at once

/** how codes are read -> what the grammar is told of their width, where the registry names it */
const TYPES = {
  codes: null,
  "typed-codes": ({ widths }, width) => ({
    encodings: Object.keys(widths).filter((byte) => widths[byte] === width).map(Number),
  }),
  "wide-codes": (generation, width) => ({ width, greatest: 256 ** width - 1 }),
};

/** Whether the registry says what type codes have. */
export const typed = (generation) => TYPES[generation.reads[PAYLOAD]] !== null;

/** What the grammar of codes is told of a width. */
export const widthsOf = (generation, width) => TYPES[generation.reads[PAYLOAD]](generation, width);

const isName = (value) => typeof value === "boolean" || typeof value === "number";

/** A user-defined field. */
export class Field {
  #decoder;
  #entry;

  constructor(decoder, entry, raw) {
    const { facts } = decoder;
    const named = typed(facts.generation);
    this.#decoder = decoder;
    this.#entry = entry;
    this.id = text(raw.id).trim();
    this.key = text(raw.key);
    this.source = raw.source === "var" ? "var" : "obs";
    this.kind = raw.kind === "continuous" ? "continuous" : "category";
    const names = this.kind === "category" && Array.isArray(raw.categories) ? raw.categories : [];
    this.categories = names.map((name) => (named && isName(name) ? name : text(name)));
    this.deleted = raw.isDeleted === true;
    this.purged = raw.isPurged === true;
    this.codesType = typeof raw.codesType === "string" ? raw.codesType : null;
    this.codesLength = whole(raw.codesLength);
    this.markers = [];
    if (this.kind === "category") {
      const known = facts.fields.get(this.id);
      this.markers = named ? [...(known?.markers ?? [])] : unassigned(this.categories.length, raw.codesType);
    }
    this.chunkId = entry?.id ?? null;
    this.meta = raw;
  }

  /** What a continuous field is another name of: { key, index }; null where it has values of its own, or none says. */
  get alias() {
    const { generation } = this.#decoder.facts;
    if (this.kind !== "continuous" || !generation.aliases) return null;
    const { sourceKey, sourceIndex } = object(this.meta.sourceField);
    return typeof sourceKey === "string" && sourceKey ? { key: sourceKey, index: whole(sourceIndex) } : null;
  }

  /** The codes as stored: Uint8Array, Uint16Array or Uint32Array; empty without a chunk. Throws ReadError. */
  async codes() {
    const entry = this.#entry;
    if (entry === null) return new CODES[1](0);
    const { facts } = this.#decoder;
    const sink = new CodeSink(MOST, (size) => this.#decoder.expand(entry, size));
    let asked = { lengths: allowedLengths(this, facts) };
    if (typed(facts.generation)) {
      const width = facts.fields.get(this.id)?.width ?? null;
      if (width === null) throw new ReadError("overlays.shape", "the registry does not say how wide the codes are", entry.id);
      asked = { lengths: facts.cells === null ? null : [facts.cells], ...widthsOf(facts.generation, width) };
    }
    await this.#decoder.read(entry, asked, { sink });
    return sink.result();
  }
}

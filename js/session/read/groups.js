// Highlight groups and their pages.
//
// Rules of this file: cells are decoded when they are asked for. Texts are the file's own, unchanged: make them safe before
// they are shown. A set that is named by a category of the data set means nothing without it, and nothing is guessed.

import { text, whole } from "./values.js";
import { ReadError, UsageError } from "../errors.js";
import { safe } from "../check/safe.js";
import { setDigest } from "../wire/cell_digest.js";
import { indexSink } from "./sinks.js";

const READS = ["members", "cell-set"]; // what reads the cells of a group
const CELL_SET = "cell-set"; // what reads sets that can be parts of a category

/** Whether a family holds the cells of a group. */
export const holdsCells = (generation, family) => family !== null && READS.includes(generation.reads[family.payload]);

/** Cells by a category of an obs column; `places`: which of its cells, ascending; null: all. */
export class Reference {
  constructor(column, category, count, digest, places) {
    Object.assign(this, { column, category, count, digest, places });
  }

  /** The positions of the cells, from those of all cells with the category, ascending. Throws UsageError. */
  settle(cells) {
    const what = `category ${safe(String(this.category), 80)} of the obs column ${safe(this.column, 80)}`;
    if (cells.length !== this.count) {
      throw new UsageError(`${what}: ${cells.length} cells have it, the session says ${this.count}`);
    }
    if (setDigest(cells) !== this.digest) {
      throw new UsageError(`${what}: other cells have it than when the session was saved, though as many`);
    }
    return this.places === null ? Uint32Array.from(cells) : Uint32Array.from(this.places, (place) => cells[place]);
  }
}

/** A highlight group. */
export class Group {
  #decoder;
  #entry;

  constructor(decoder, entry, page, raw) {
    this.#decoder = decoder;
    this.#entry = entry;
    this.id = text(raw.id).trim();
    this.label = text(raw.label) || "Restored selection";
    this.type = text(raw.type) || "combined";
    this.enabled = raw.enabled !== false;
    this.cellCount = whole(raw.cellCount);
    this.pageId = page.id;
    this.pageName = page.name;
    this.color = page.color;
    this.chunkId = entry?.id ?? null;
    this.meta = raw;
  }

  /** Whether the session says which cells are in the group: a chunk, or a count of 0. */
  get hasCells() {
    return this.#entry !== null || !this.cellCount;
  }

  /** Positions of the cells, sorted as stored; one that is listed twice is there twice. Throws UsageError, ReadError. */
  async cells() {
    const { cells, reference } = await this.#read();
    if (reference === null) return cells;
    const whom = `group ${safe(this.id, 80)}`;
    throw new UsageError(`the session names the cells of ${whom} by a category of the data set: group.resolve(members)`);
  }

  /** The category of the data set that the session names the cells by; null where it lists them. */
  async reference() {
    return this.#refers ? (await this.#read()).reference : null;
  }

  /**
   * Positions of the cells, however the session names them. members: gives for a Reference the positions of all cells
   * with its category, ascending; it is asked where the session names the cells so. Throws UsageError for other cells.
   */
  async resolve(members) {
    const { cells, reference } = await this.#read();
    return reference === null ? cells : reference.settle(await members(reference));
  }

  get #refers() {
    const { generation } = this.#decoder.facts;
    return this.#entry !== null && generation.reads[this.#entry.family.payload] === CELL_SET;
  }

  async #read() {
    const entry = this.#entry;
    if (entry === null) return { cells: new Uint32Array(0), reference: null };
    const { facts } = this.#decoder;
    const sink = indexSink(this.#refers ? (size) => this.#decoder.expand(entry, size) : undefined);
    const told = await this.#decoder.read(entry, { cells: facts.cells, duplicates: 0 }, { sink });
    const { reference_count: count = null, digest = null } = told;
    if (count === null || digest === null) return { cells: sink.result(), reference: null };
    const known = facts.groups.get(this.id);
    if ((known?.category ?? null) === null) {
      throw new ReadError("cells.reference", "the group is bound to no category of an obs column", entry.id);
    }
    const places = told.count === count ? null : sink.result();
    const reference = new Reference(this.meta.fieldKey, this.meta.categoryName, count, digest, places);
    return { cells: null, reference };
  }
}

/** A highlight page; `color`: "#rrggbb" or null. */
export class Page {
  constructor(raw) {
    this.id = text(raw.id);
    this.name = text(raw.name).trim() || "Page";
    this.color = typeof raw.color === "string" ? raw.color : null;
    this.groups = [];
  }
}

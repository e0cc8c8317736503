// Single chunks of an open session, decoded when they are asked for.
//
// Rules of this file: bytes go through the same codecs and grammars as in the judge, with the same bounds, however often
// they are read: a file that has changed since gives an error. All payloads that were read, and what their runs expand
// to, are held to the budget together, each chunk once.

import { gunzip, stored } from "../wire/gunzip.js";
import { Fault, Pump, Source } from "../wire/source.js";
import { payload } from "../check/grammar.js";
import { ReadError } from "../errors.js";
import { joined } from "./sinks.js";

const CODECS = { gzip: gunzip, none: stored };
const PIECE = 1 << 18;
const BUDGET = "budget.inflated-bytes";

export class Decoder {
  #held;
  #limits;
  #inflated = new Map();
  #expanded = new Map();
  #spent = 0;

  /** held: the bytes, `slice(start, end)` is a promise of some. */
  constructor(held, facts, limits) {
    this.#held = held;
    this.#limits = limits;
    this.facts = facts;
  }

  async *#pieces({ id, frame: [start, end] }) {
    for (let at = start; at < end; at += PIECE) {
      const to = Math.min(end, at + PIECE);
      let piece;
      try {
        piece = await this.#held.slice(at, to);
      } catch (error) {
        throw new ReadError("input.changed", `its bytes are not given any more: ${error?.message ?? error}`, id);
      }
      if (piece.length !== to - at) throw new ReadError("input.changed", "the file is shorter than it was", id);
      yield piece;
    }
  }

  /** The stored bytes of a chunk. */
  async stored(entry) {
    const parts = [];
    for await (const piece of this.#pieces(entry)) parts.push(piece);
    return parts.length === 1 ? parts[0] : joined(parts);
  }

  /** Give a chunk's payload to `out` in pieces. Throws ReadError. */
  async inflate(entry, out) {
    const [start, end] = entry.frame;
    const most = this.facts.generation.inflatedBytes;
    const cap = entry.inflated === null ? most : Math.min(entry.inflated, most);
    let produced = 0;
    const source = new Source(() => {}, start);
    const take = (piece) => {
      produced += piece.length;
      this.#hold(this.#inflated, entry, produced, "the payloads are longer");
      out(piece);
    };
    const codec = new Pump(source, CODECS[entry.codec](source, end - start, cap, take));
    try {
      for await (const piece of this.#pieces(entry)) codec.feed(piece);
      codec.end();
    } catch (fault) {
      if (fault instanceof Fault) throw new ReadError(fault.rule, fault.detail, entry.id);
      throw fault;
    }
    this.#count(this.#inflated, entry, produced);
  }

  /** Count an array that no stored bytes stand for, before it is made. */
  expand(entry, size) {
    this.#hold(this.#expanded, entry, size, "the payloads, and what their runs expand to, are longer");
    this.#count(this.#expanded, entry, size);
  }

  #hold(sizes, entry, size, what) {
    const most = this.#limits.inflated_bytes;
    if (this.#spent - (sizes.get(entry.index) ?? 0) + size > most) {
      throw new ReadError(BUDGET, `${what} than ${most} bytes together`, entry.id);
    }
  }

  #count(sizes, entry, size) {
    this.#spent += size - (sizes.get(entry.index) ?? 0);
    sizes.set(entry.index, size);
  }

  /** The whole payload of a chunk. */
  async payload(entry) {
    const parts = [];
    await this.inflate(entry, (piece) => parts.push(piece));
    return joined(parts);
  }

  /** Read a binary chunk by the grammar of its family: `asked`, `sink` and `on` as in check/grammar.js. */
  async read(entry, asked, more) {
    const source = new Source();
    const structure = this.facts.generation.payloads[entry.family.payload];
    const pump = new Pump(source, payload(structure, source, asked, more));
    try {
      await this.inflate(entry, (piece) => pump.feed(piece));
      return pump.end();
    } catch (fault) {
      if (fault instanceof Fault) throw new ReadError(fault.rule, fault.detail, entry.id);
      if (fault instanceof RangeError) throw new ReadError(BUDGET, fault.message, entry.id);
      throw fault;
    }
  }

  /** The JSON text of bytes, judged before, as a value of JavaScript. */
  json(entry, bytes) {
    try {
      return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    } catch {
      throw new ReadError("input.changed", "the JSON text is none any more", entry.id);
    }
  }
}

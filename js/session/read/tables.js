// Cached analyses, and JSON texts with arrays behind them.
//
// Rules of this file: a column is there once and as the format has it, or it is left out. Each array stands where the text
// names it.

import { FORMAT } from "../data/format.js";
import { ItemSink, itemsOf, joined, typedArray } from "./sinks.js";

const { tableColumns: COLUMNS } = FORMAT;
const TYPED = "$typed";

/** A cached analysis: values of one gene in the cells of one page. */
export class Artifact {
  #decoder;
  #entry;

  constructor(decoder, entry, [cacheKey, gene, pageId]) {
    this.#decoder = decoder;
    this.#entry = entry;
    Object.assign(this, { chunkId: entry.id, cacheKey, gene, pageId });
  }

  /** The columns by name: cellIndex, a Uint32Array, and value, a Float32Array. Throws ReadError. */
  async columns() {
    const entry = this.#entry;
    const kept = new Map();
    const on = {
      headerSize: () => {},
      header: (data) => this.#layout(data.slice(), kept),
    };
    const sink = {
      bytes: (name, piece) => kept.get(name)?.parts.push(piece.slice()),
      value: (name, value) => kept.get(name)?.add(value),
    };
    await this.#decoder.read(entry, { cells: this.#decoder.facts.cells }, { on, sink });
    return Object.fromEntries([...kept].map(([name, column]) => [name, column.result()]));
  }

  #layout(data, kept) {
    const { rowCount, columns } = this.#decoder.json(this.#entry, data);
    const times = (name) => columns.filter((column) => column.name === name).length;
    return columns.map(({ name, dtype, encoding = "raw", byteLength }) => {
      const known = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : null;
      if (known?.[0] === dtype && encoding === "raw" && times(name) === 1) kept.set(name, new Column(dtype));
      return [name, byteLength, known !== null && byteLength === rowCount * known[1]];
    });
  }
}

/** One column, as bytes or as values. */
class Column {
  parts = [];
  #values = [];

  constructor(dtype) {
    this.dtype = dtype;
  }

  add(value) {
    this.#values.push(value);
  }

  result() {
    return this.parts.length ? typedArray(this.dtype, joined(this.parts)) : itemsOf(this.dtype).from(this.#values);
  }
}

/** The value of a chunk of typed JSON, with typed arrays in it. */
export async function typedValue(decoder, entry) {
  const sink = new ItemSink();
  let value = null;
  const on = {
    headerSize: () => {},
    text: (data) => {
      value = decoder.json(entry, data);
    },
  };
  await decoder.read(entry, {}, { on, sink });
  const root = [value];
  place(root, sink.result());
  return root[0];
}

/** Put arrays where a value names them; the levels of a judged text are bounded. */
function place(holder, arrays) {
  for (const [key, each] of Object.entries(holder)) {
    if (typeof each !== "object" || each === null) continue;
    const made = Object.hasOwn(each, TYPED) ? arrays[each[TYPED]] : each;
    if (made === each) place(each, arrays);
    else Object.defineProperty(holder, key, { value: made, enumerable: true, writable: true, configurable: true });
  }
}

// Values into bytes: what writers by the grammar are made of.
//
// Rules of this file: a value that a reader would refuse is refused here with the same rule. Everything is little-endian.

import { FORMAT } from "../data/format.js";
import { UsageError } from "../errors.js";

const { SAFE_INTEGER } = FORMAT.limits;
const GROW = 256;

/** Bytes that grow. */
export class Bytes {
  #data = new Uint8Array(GROW);
  #size = 0;

  #room(more) {
    const need = this.#size + more;
    if (need > this.#data.length) {
      const longer = new Uint8Array(Math.max(need, 2 * this.#data.length));
      longer.set(this.#data.subarray(0, this.#size));
      this.#data = longer;
    }
  }

  bytes(piece) {
    this.#room(piece.length);
    this.#data.set(piece, this.#size);
    this.#size += piece.length;
  }

  number(value, width) {
    this.#room(width);
    let left = value;
    for (let place = 0; place < width; place += 1) {
      this.#data[this.#size] = left % 256;
      left = Math.floor(left / 256);
      this.#size += 1;
    }
  }

  uvarint(value) {
    this.#room(8);
    let left = value;
    while (left > 0x7f) {
      this.#data[this.#size] = 0x80 | (left % 128);
      left = Math.floor(left / 128);
      this.#size += 1;
    }
    this.#data[this.#size] = left;
    this.#size += 1;
  }

  done() {
    return this.#data.slice(0, this.#size);
  }
}

export const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** Refuse a number outside two bounds, both included. */
export function within(value, low, high, rule, what) {
  if (!(value >= low && value <= high)) throw new UsageError(`${what} is ${value}, allowed: ${low} to ${high}`, rule);
}

/** Refuse a number that is none of the allowed ones (null: anything up to `most`). */
export function oneOf(value, allowed, most, rule, what) {
  if (value > most || (allowed !== null && !allowed.includes(value))) {
    const told = allowed === null ? "" : `, allowed: ${allowed.join(" or ")}`;
    throw new UsageError(`${what} is ${value}${told}`, rule);
  }
}

/** Values as an array of integers. Throws UsageError for anything else. */
export function integers(values, what) {
  const listed = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (!listed || !Array.prototype.every.call(values, Number.isInteger)) {
    throw new UsageError(`${what} must be whole numbers, in an array or a typed array`);
  }
  return values;
}

/** How many bytes a uvarint takes. */
export function uvarintSize(value) {
  let size = 1;
  for (let left = value; left > 0x7f; left = Math.floor(left / 128)) size += 1;
  return size;
}

/** One uvarint. Throws UsageError: it is below 0 or beyond SAFE_INTEGER. */
export function uvarint(out, value, what) {
  within(value, 0, SAFE_INTEGER, "uvarint.range", what);
  out.uvarint(value);
}

/** The greatest of some numbers; 0 where there are none. */
export function greatest(values) {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

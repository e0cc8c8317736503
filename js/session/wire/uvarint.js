// uvarint = LEB128: seven bits a byte, low ones first, the high bit says that more follow.
//
// Rules of this file:
// * At most 8 bytes: an eighth byte that says "more" proves `uvarint.too-long`, whatever comes after it.
// * At most 2^53-1: a sum of seven bytes is exact in a double, and the eighth is added last, so that what is rounded is
//   beyond the bound already.
// * A last byte 00 after another byte adds nothing: `uvarint.overlong`, a note; the value stands.

import { FORMAT } from "../data/format.js";
import { Fault } from "./source.js";

const { UVARINT_BYTES, SAFE_INTEGER } = FORMAT.limits;
export const OVERLONG = "the varint is longer than its value needs";

/** Counts what may happen at each of millions of elements and leaves one note for each rule. */
export class Repeats {
  constructor(source) {
    this.source = source;
    this.seen = new Map(); // rule -> [start, end of the first, detail, how many]
  }

  add(rule, start, end, detail, many = 1) {
    const known = this.seen.get(rule);
    if (known === undefined) this.seen.set(rule, [start, end, detail, many]);
    else known[3] += many;
  }

  /** Leave the notes, in the order of their first places. */
  tell() {
    const order = [...this.seen].sort((a, b) => a[1][0] - b[1][0] || (a[0] < b[0] ? -1 : 1));
    for (const [rule, [start, end, detail, many]] of order) {
      this.source.note(rule, start, end, many === 1 ? detail : `${detail}; ${many} such here, this is the first`);
    }
    this.seen.clear();
  }
}

/** Where the varint ended that `whole` read last, as an index; 0: it goes on past the buffer. */
export let end = 0;

/** The varint at index `at` of the source's buffer; `end` says where it ends. Throws Fault. */
export function whole(source, at, what) {
  const { buffer, base } = source;
  const stop = Math.min(buffer.length, at + UVARINT_BYTES);
  let value = 0;
  let scale = 1;
  for (let index = at; index < stop; index += 1) {
    const byte = buffer[index];
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      if (value > SAFE_INTEGER) {
        const detail = `${what} is ${exact(buffer, at, index)}, more than ${SAFE_INTEGER}`;
        throw new Fault("uvarint.range", base + at, base + index + 1, detail);
      }
      end = index + 1;
      return value;
    }
    scale *= 128;
  }
  if (stop - at === UVARINT_BYTES) {
    const detail = `${what} goes on after ${UVARINT_BYTES} bytes`;
    throw new Fault("uvarint.too-long", base + at, base + stop, detail);
  }
  end = 0;
  return 0;
}

function exact(buffer, at, last) {
  let value = 0n;
  for (let index = last; index >= at; index -= 1) value = (value << 7n) | BigInt(buffer[index] & 0x7f);
  return value;
}

/** The fault of a source that has ended where a varint should begin or go on. */
export function cut(source, what) {
  return new Fault("uvarint.truncated", source.position, source.position + source.ready, `${what} is cut`);
}

/** Read one varint. Throws Fault uvarint.truncated, uvarint.too-long, uvarint.range. */
export function* uvarint(source, what, repeats) {
  let value = whole(source, source.at, what);
  while (!end) {
    if (source.ended) throw cut(source, what);
    yield;
    value = whole(source, source.at, what);
  }
  const stop = end;
  if (stop - source.at > 1 && !source.buffer[stop - 1]) {
    repeats.add("uvarint.overlong", source.position, source.base + stop, OVERLONG);
  }
  source.at = stop;
  return value;
}

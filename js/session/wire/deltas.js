// count * uvarint(delta): the first delta is the first index, each later one the step to the next.
//
// Rules of this file: every running index is below `bound`, the first that is not is guilty; an index is below 2^32 and a
// step below 2^53, so that a sum that a double rounds is beyond the bound already. Nothing of the size `count` is
// allocated: indices go to the sink as they are decoded.

import { Fault } from "./source.js";
import * as varint from "./uvarint.js";

const WHAT = "a cell index";

/** Read `count` deltas: { count, last, duplicates, duplicate }; `sink(index)` gets the indices in order. */
export function* deltas(source, count, bound, rule, sink, repeats) {
  const told = { count: 0, last: -1, duplicates: 0, duplicate: null };
  while (told.count < count) {
    if (!block(source, told, count, bound, rule, sink, repeats)) {
      if (source.ended) throw varint.cut(source, WHAT);
      yield;
    }
  }
  return told;
}

/** Read the whole varints that are there; false when the next one is not whole. */
function block(source, told, count, bound, rule, sink, repeats) {
  const { buffer, base } = source;
  const stop = buffer.length;
  let { at } = source;
  let index = Math.max(told.last, 0);
  let done = told.count;
  try {
    while (done < count) {
      if (at === stop) return false;
      let delta = buffer[at];
      let next = at + 1;
      if (delta >= 0x80) {
        delta = varint.whole(source, at, WHAT);
        next = varint.end;
        if (!next) return false;
        if (!buffer[next - 1]) repeats.add("uvarint.overlong", base + at, base + next, varint.OVERLONG);
      }
      if (index + delta >= bound) {
        const said = BigInt(index) + BigInt(delta);
        throw new Fault(rule, base + at, base + next, `index ${done} (counted from 0) is ${said}, not below ${bound}`);
      }
      if (!delta && done) {
        told.duplicates += 1;
        told.duplicate ??= [base + at, base + next];
      }
      index += delta;
      done += 1;
      at = next;
      if (sink) sink(index);
    }
    return true;
  } finally {
    if (done > told.count) {
      told.count = done;
      told.last = index;
    }
    source.at = at;
  }
}

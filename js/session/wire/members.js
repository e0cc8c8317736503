// Sets of cells that are no list of steps: bits, and runs with gaps between them.
//
// Rules of this file: every run is held against the bound before it is added to anything; bits behind the last cell stand
// for cells that do not exist, and are a fault; nothing of the number of cells is allocated.

import { Fault, some } from "./source.js";
import { uvarint } from "./uvarint.js";

const PIECE = 32 * 1024;

/** One bit for each of `size` things, the first in the lowest bit; null: as many as there are bytes. */
export function* bitset(source, size, shortRule, paddingRule, what, sink) {
  const start = source.position;
  const wanted = size === null ? null : Math.floor((size + 7) / 8);
  let done = 0;
  let members = 0;
  while (wanted === null || done < wanted) {
    const piece = yield* some(source, wanted === null ? PIECE : Math.min(PIECE, wanted - done));
    if (!piece.length) {
      if (wanted === null) break;
      throw new Fault(shortRule, start, source.position, `${what} needs ${wanted} bytes, only ${done} are there`);
    }
    const first = 8 * done;
    done += piece.length;
    if (size !== null && done === wanted && size % 8 && piece[piece.length - 1] >> (size % 8)) {
      const end = source.position;
      throw new Fault(paddingRule, end - 1, end, `a bit behind the last of ${size} is set`);
    }
    for (let at = 0; at < piece.length; at += 1) {
      for (let byte = piece[at], place = first + 8 * at; byte; byte >>= 1, place += 1) {
        if (byte & 1) {
          members += 1;
          if (sink) sink(place);
        }
      }
    }
  }
  return members;
}

/** uvarint(runs), then that many pairs of a gap and a length. Returns how many members there are. */
export function* gapRuns(source, bound, rule, emptyRule, sink, repeats) {
  let at = 0;
  let members = 0;
  let first = true;
  for (let left = yield* uvarint(source, "the number of runs", repeats); left > 0; left -= 1) {
    const start = source.position;
    const gap = yield* uvarint(source, "a gap", repeats);
    const length = yield* uvarint(source, "the length of a run", repeats);
    if (at + gap + length > bound) {
      throw new Fault(rule, start, source.position, `a run ends behind the last of ${bound} cells`);
    }
    if (!length || !(gap || first)) {
      repeats.add(emptyRule, start, source.position, "a run without cells, or right behind the one before");
    }
    at += gap;
    if (sink) for (let cell = at; cell < at + length; cell += 1) sink(cell);
    at += length;
    members += length;
    first = false;
  }
  return members;
}

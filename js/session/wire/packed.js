// Codes of 1, 2 or 4 bits, the first in the lowest bits of the first byte.
//
// Rules of this file: nothing of the declared number is allocated. Set bits behind the last code are noted and not read.

import { Fault, some } from "./source.js";

const PIECE = 32 * 1024;

/** Read `count` codes of `bits` bits; `sink.begin(count, 0)`, if it has one, then `sink.code(value, start, end)`. */
export function* packed(source, count, bits, shortRule, paddingRule, sink) {
  const start = source.position;
  const wanted = Math.floor((count * bits + 7) / 8);
  const mask = (1 << bits) - 1;
  sink?.begin?.(count, 0);
  let done = 0;
  let codes = 0;
  while (done < wanted) {
    const piece = yield* some(source, Math.min(PIECE, wanted - done));
    if (!piece.length) {
      const detail = `${count} codes of ${bits} bits need ${wanted} bytes, only ${done} are there`;
      throw new Fault(shortRule, start, source.position, detail);
    }
    for (let at = 0; sink && at < piece.length; at += 1) {
      const place = start + done + at;
      for (let shift = 0; shift < 8 && codes < count; shift += bits, codes += 1) {
        sink.code((piece[at] >> shift) & mask, place, place + 1);
      }
    }
    done += piece.length;
    const spare = (count * bits) % 8;
    if (done === wanted && spare && piece[piece.length - 1] >> spare) {
      source.note(paddingRule, start + done - 1, start + done, "bits behind the last code are set");
    }
  }
}

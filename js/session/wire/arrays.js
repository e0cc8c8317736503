// count * fixed-width little-endian numbers, back to back.
//
// Rules of this file: elements go to the sink as they come, cut at an element's end; nothing of the size `count` is
// allocated here. A sink may refuse an element by throwing Fault.

import { Fault, some } from "./source.js";

const BLOCK = 65536;

/** Read `count` elements of `width` bytes; `sink.begin(count, width)`, if it has one, then `sink.code(value, start, end)`. */
export function* array(source, count, width, rule, sink) {
  const start = source.position;
  const size = count * width;
  sink?.begin?.(count, width);
  let missing = size;
  let rest = null; // the beginning of an element that was cut
  while (missing) {
    let piece = yield* some(source, Math.min(missing, BLOCK));
    if (!piece.length) {
      const detail = `${count} elements need ${size} bytes, only ${size - missing} are there`;
      throw new Fault(rule, start, source.position, detail);
    }
    missing -= piece.length;
    if (!sink) continue;
    if (rest !== null && rest.length) {
      const joined = new Uint8Array(rest.length + piece.length);
      joined.set(rest);
      joined.set(piece, rest.length);
      piece = joined;
    }
    const base = source.position - piece.length;
    const stop = piece.length - (piece.length % width);
    if (width === 1) {
      for (let at = 0; at < stop; at += 1) sink.code(piece[at], base + at, base + at + 1);
    } else {
      for (let at = 0; at < stop; at += width) {
        let value = 0;
        for (let place = width - 1; place >= 0; place -= 1) value = value * 256 + piece[at + place];
        sink.code(value, base + at, base + at + width);
      }
    }
    rest = stop < piece.length ? piece.slice(stop) : null;
  }
}

// The columns of a table, back to back, in the order that its header gives.
//
// Rules of this file: a column that is not known, or is not as long as its rows need, is passed over; one whose elements
// have a bound is held against it element by element. A sink gets the
// bytes or the values of each, by the column's name.

import { array } from "./arrays.js";
import { Fault, passOn } from "./source.js";

/** Read the columns of a table. layout: [name, length in bytes, whether that is the length of its rows]. */
export function* columns(source, layout, known, bounds, rule, boundRule, sink) {
  for (const [name, length, asRows] of layout) {
    const [, width, boundName] = asRows && Object.hasOwn(known, name) ? known[name] : ["", 1, null];
    const bound = boundName === null ? null : bounds[boundName];
    if (bound === null) {
      yield* passOn(source, length, rule, "the column", sink ? (piece) => sink.bytes(name, piece) : () => {});
    } else {
      yield* array(source, Math.floor(length / width), width, rule, {
        code(value, start, end) {
          if (value >= bound) throw new Fault(boundRule, start, end, `cell index ${value}, there are ${bound} cells`);
          if (sink) sink.value(name, value);
        },
      });
    }
  }
}

// Arrays up to the end of a payload: a byte for the type, uvarint(count), the items.
//
// Rules of this file: the items pass through; only types and counts are kept.

import { Fault, passOn, some } from "./source.js";
import { uvarint } from "./uvarint.js";

/** Read arrays to the end; returns how many there are. dtypes: type byte -> [name, bytes of an item]. */
export function* typedArrays(source, dtypes, rule, shortRule, sink, repeats) {
  let found = 0;
  for (;;) {
    const byte = yield* some(source, 1);
    if (!byte.length) return found;
    const at = source.position - 1;
    const kind = Object.hasOwn(dtypes, byte[0]) ? dtypes[byte[0]] : null;
    if (kind === null) throw new Fault(rule, at, at + 1, `the type of array ${found} is ${byte[0]}`);
    const count = yield* uvarint(source, "the number of items", repeats);
    if (sink) sink.array(kind[0], count);
    yield* passOn(source, count * kind[1], shortRule, "the array", sink ? (piece) => sink.items(piece) : () => {});
    found += 1;
  }
}

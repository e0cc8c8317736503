// pairs * (uvarint(value) uvarint(run)): runs of one value that fill a declared length exactly.
//
// Rules of this file: a value is held against its limit and the running total against the length at every pair. Nothing
// of the length is allocated: whoever expands runs does so after they have been judged.

import { Fault, digits } from "./source.js";
import { uvarint } from "./uvarint.js";

const VALUE = "a code";
const RUN = "a run";

/** Read `pairs` pairs; `sink.begin(length, 0)`, if it has one, then `sink.run(value, run, start, end)`, the place of its value. */
export function* runs(source, pairs, length, most, rules, opening, sink, repeats) {
  let total = 0;
  let last = -1;
  sink?.begin?.(length, 0);
  for (let left = pairs; left > 0; left -= 1) {
    const start = source.position;
    const value = yield* uvarint(source, VALUE, repeats);
    const middle = source.position;
    if (value > most) {
      throw new Fault(rules.value, start, middle, `${VALUE} is ${value}, allowed is at most ${most}`);
    }
    const run = yield* uvarint(source, RUN, repeats);
    if (total + run > length) throw new Fault(rules.run, middle, source.position, `the runs go past ${length}`);
    if (!run) repeats.add(rules.zero, middle, source.position, "a run of no codes");
    if (rules.same !== undefined) {
      if (value === last) repeats.add(rules.same, start, middle, "a run of the same code as the one before");
      last = value;
    }
    total += run;
    if (sink) sink.run(value, run, start, middle);
  }
  if (total !== length) {
    throw new Fault(rules.run, opening, source.position, `the runs add up to ${digits(total)}, not to ${length}`);
  }
}

// Lists of numbers in the forms that the grammar has for them.
//
// Rules of this file: as in build.js. Members come as ascending positions, each once, whatever form they are written in.

import { UsageError } from "../errors.js";
import { itemsOf } from "../read/sinks.js";
import { uvarint, within } from "./build.js";

/** `count` unsigned numbers of `width` bytes, back to back. */
export function array(out, values, count, width, rule) {
  if (values.length !== count) throw new UsageError(`there are ${values.length} elements, ${count} were announced`, rule);
  for (const value of values) {
    within(value, 0, 256 ** width - 1, "codes.value", "the element");
    out.number(value, width);
  }
}

/** Ascending indices: the first, then the steps. repeated: rule for one that is the one before again. */
export function deltas(out, indices, below, rule, repeated) {
  let last = 0;
  indices.forEach((index, place) => {
    within(index, last, below - 1, rule, "the index");
    if (place && index === last && repeated) throw new UsageError(`the index ${index} is there twice`, repeated);
    out.uvarint(index - last);
    last = index;
  });
}

/** The number of pairs, then value and run in turn. pairs: { values, runs }. */
export function runs(out, { values, runs: counts }, length, most, rules) {
  if (values.length !== counts.length) throw new UsageError("there are not as many values as runs");
  let total = 0;
  values.forEach((value, place) => {
    within(value, 0, most, rules.value_rule, "the code");
    if (!counts[place]) throw new UsageError("a run is 0", rules.zero_rule);
    within(counts[place], 1, length, rules.run_rule, "the run");
    if (rules.same_rule && place && values[place - 1] === value) {
      throw new UsageError("two runs side by side have one value", rules.same_rule);
    }
    total += counts[place];
  });
  within(total, length, length, rules.run_rule, "the sum of the runs");
  uvarint(out, values.length, "the number of runs");
  values.forEach((value, place) => {
    out.uvarint(value);
    out.uvarint(counts[place]);
  });
}

function held(members, below, rule) {
  members.forEach((member, place) => {
    within(member, 0, below - 1, rule, "the position");
    if (place && member <= members[place - 1]) throw new UsageError("the positions do not ascend", rule);
  });
}

/** One bit for each of `size` things, the first in the lowest bit. */
export function bitset(out, members, size, rule) {
  if (size === null) throw new UsageError("a set of bits can't be written without the number of cells");
  held(members, size, rule);
  const there = new Uint8Array(Math.ceil(size / 8));
  for (const member of members) there[Math.floor(member / 8)] |= 1 << member % 8;
  out.bytes(there);
}

/** Gaps and lengths of the runs of members, which ascend. */
export function runsOf(members) {
  const gaps = [];
  const lengths = [];
  let end = 0;
  for (let at = 0; at < members.length; ) {
    let stop = at + 1;
    while (stop < members.length && members[stop] === members[stop - 1] + 1) stop += 1;
    gaps.push(members[at] - end);
    lengths.push(stop - at);
    end = members[stop - 1] + 1;
    at = stop;
  }
  return { gaps, lengths };
}

/** The number of runs, then a gap and a length for each. */
export function gapRuns(out, members, below, rule) {
  held(members, below, rule);
  const { gaps, lengths } = runsOf(members);
  uvarint(out, gaps.length, "the number of runs");
  gaps.forEach((gap, place) => {
    out.uvarint(gap);
    out.uvarint(lengths[place]);
  });
}

/** `count` numbers of `bits` bits, the first in the lowest bits of the first byte. */
export function packed(out, values, count, bits, short) {
  if (values.length !== count) throw new UsageError(`there are ${values.length} elements, ${count} were announced`, short);
  const there = new Uint8Array(Math.ceil((count * bits) / 8));
  values.forEach((value, place) => {
    within(value, 0, (1 << bits) - 1, "codes.value", "the code");
    there[Math.floor((place * bits) / 8)] |= value << (place * bits) % 8;
  });
  out.bytes(there);
}

/** The bytes of a typed array. */
export const bytesOf = (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Arrays, each behind a byte for its type and its count. types: type byte -> [name, bytes of an item]. */
export function typedArrays(out, arrays, types, rule) {
  for (const each of arrays) {
    const found = Object.entries(types).find(([, [name]]) => each instanceof itemsOf(name));
    if (found === undefined) {
      const names = Object.values(types).map(([name]) => name);
      throw new UsageError(`a ${each.constructor.name} can't be written, only ${names.join(", ")}`, rule);
    }
    out.number(Number(found[0]), 1);
    uvarint(out, each.length, "the count");
    out.bytes(bytesOf(each));
  }
}

/** The known columns of a table, back to back, bit for bit. values: name -> numbers. */
export function columns(out, values, known, bounds, rule, boundRule) {
  const names = Object.keys(known);
  if (new Set(names.map((name) => values[name].length)).size > 1) {
    throw new UsageError(`the columns must be ${names.join(" and ")}, of one length`, rule);
  }
  for (const [name, [dtype, width, boundName]] of Object.entries(known)) {
    const bound = boundName === null ? null : bounds[boundName];
    const kind = itemsOf(dtype);
    if (dtype.startsWith("u")) {
      for (const value of values[name]) within(value, 0, (bound ?? 256 ** width) - 1, boundRule, name);
    }
    out.bytes(bytesOf(values[name] instanceof kind ? values[name] : kind.from(values[name])));
  }
}

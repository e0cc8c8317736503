// Reads bytes by a structure: an interpreter of the words in data/format.js.
//
// Rules of this file: one function for each word of the vocabulary; a word that is not in the table stops the reading.
// Nothing about the format is decided here.

import { array } from "../wire/arrays.js";
import { columns } from "../wire/columns.js";
import { deltas } from "../wire/deltas.js";
import { endOfInput, little, nothingLeft, within } from "../wire/fixed.js";
import { bitset, gapRuns } from "../wire/members.js";
import { packed } from "../wire/packed.js";
import { runs } from "../wire/pairs.js";
import { Fault, digits, passOn, take } from "../wire/source.js";
import { typedArrays } from "../wire/typed.js";
import { Repeats, uvarint } from "../wire/uvarint.js";

export const known = (env, name) => {
  if (typeof name === "number") return name;
  if (!(name in env)) throw new Error(`nobody said what ${name} is`);
  return env[name];
};

/** What every index is smaller than. */
export const below = (word, env) => {
  const bound = known(env, word.below);
  return bound === null ? word.most + 1 : Math.min(bound, word.most + 1);
};

const told = (what, value, allowed) =>
  `${what} is ${digits(value)}${allowed === null ? "" : `, allowed: ${allowed.join(" or ")}`}`;

const READ = {
  *Number({ width, short }, at) {
    return yield* little(at.source, width, short, at.what);
  },
  *UVarint(word, at) {
    return yield* uvarint(at.source, at.what, at.repeats);
  },
  *Within({ of, low, high, rule }, at) {
    const start = at.source.position;
    const value = yield* READ[of.is](of, at);
    const most = known(at.env, high);
    if (most !== null) within(value, low, most, rule, start, at.source.position, at.what);
    return value;
  },
  *Member({ of, values, rule }, at) {
    const start = at.source.position;
    const value = yield* READ[of.is](of, at);
    if (!values.includes(value)) throw new Fault(rule, start, at.source.position, `${at.what} is ${value}`);
    return value;
  },
  *Among({ of, allowed, rule }, at) {
    const start = at.source.position;
    const value = yield* READ[of.is](of, at);
    const fitting = known(at.env, allowed);
    if (fitting !== null && !fitting.includes(value)) {
      const detail = `${at.what} is ${value}, which is not one for the type of the field`;
      throw new Fault(rule, start, at.source.position, detail);
    }
    return value;
  },
  *OneOf({ of, allowed, most, rule }, at) {
    const start = at.source.position;
    const value = yield* READ[of.is](of, at);
    const fitting = known(at.env, allowed);
    if (value > most || (fitting !== null && !fitting.includes(value))) {
      throw new Fault(rule, start, at.source.position, told(at.what, value, fitting));
    }
    return value;
  },
  *Blob({ length, short, event, whole }, at) {
    const { source, env, on } = at;
    const size = known(env, length);
    const start = source.position;
    if (!whole) {
      on.frame(env.index, size, start - env.width, start);
      yield* passOn(source, size, short, at.what, (piece) => on.stored(piece));
      on.frameEnd();
      return null;
    }
    on.headerSize(size, start);
    const bytes = yield* take(source, size, short, at.what);
    if (event === "header") env.layout = on.header(bytes, start);
    else on.text(bytes, start);
    return null;
  },
  *Nothing({ rule, fatal }, at) {
    yield* (fatal ? endOfInput : nothingLeft)(at.source, rule, at.tail);
  },
  *Elements({ count, width, short }, at) {
    yield* array(at.source, known(at.env, count), width, short, at.sink);
  },
  *Wide({ count, width, short }, at) {
    yield* array(at.source, known(at.env, count), known(at.env, width), short, at.sink);
  },
  *Deltas(word, at) {
    const { source, env, sink, repeats } = at;
    const found = yield* deltas(source, known(env, word.count), below(word, env), word.rule, sink, repeats);
    if (found.duplicate !== null) {
      const detail = `${found.duplicates} cells are listed twice or more often, this is the first`;
      source.note(word.repeated, ...found.duplicate, detail);
    }
    env.duplicates = found.duplicates;
    return found;
  },
  *Pairs(word, at) {
    const { source, env, sink, repeats } = at;
    const opening = source.position;
    const pairs = yield* uvarint(source, "the number of runs", repeats);
    const rules = { value: word.value_rule, run: word.run_rule, zero: word.zero_rule, same: word.same_rule };
    yield* runs(source, pairs, known(env, word.length), known(env, word.most), rules, opening, sink, repeats);
  },
  *Bits({ size, short, padding }, at) {
    return yield* bitset(at.source, known(at.env, size), short, padding, "the set of bits", at.sink);
  },
  *Gaps(word, at) {
    return yield* gapRuns(at.source, below(word, at.env), word.rule, word.empty, at.sink, at.repeats);
  },
  *Same({ field }, at) {
    return known(at.env, field);
  },
  *Packed({ count, bits, short, padding }, at) {
    yield* packed(at.source, known(at.env, count), known(at.env, bits), short, padding, at.sink);
  },
  *Arrays({ dtypes, rule, short }, at) {
    return yield* typedArrays(at.source, dtypes, rule, short, at.sink, at.repeats);
  },
  *Columns(word, at) {
    yield* columns(at.source, at.env.layout, word.known, at.env, word.rule, word.bound_rule, at.sink);
  },
  *Choice({ key, arms }, at) {
    const arm = arms[known(at.env, key)];
    return yield* READ[arm.is](arm, at);
  },
  *Struct({ fields }, at) {
    yield* all(fields, at);
    return at.env[at.name];
  },
};

function* all(fields, at) {
  for (const [name, what, word] of fields) {
    at.env[name] ??= null;
    const value = yield* READ[word.is](word, { ...at, name, what });
    if (value !== undefined) at.env[name] = value;
  }
}

/** Read a payload. asked: what the structure asks its caller; on: who judges texts in it. Returns its fields. */
export function* payload(structure, source, asked, { sink = null, on = null } = {}) {
  const repeats = new Repeats(source);
  const env = { ...asked };
  try {
    yield* all(structure.fields, { source, env, repeats, sink, on, tail: structure.tail });
  } catch (fault) {
    if (fault instanceof Fault) repeats.tell();
    throw fault;
  }
  repeats.tell();
  return env;
}

/** Read one frame for each entry of the manifest, and the end. */
export function* frames(structure, source, on, entries, trailing) {
  const width = 4; // of the length in front
  for (let index = 0; index < entries; index += 1) {
    yield* all(structure, { source, env: { index, width }, repeats: null, sink: null, on, tail: "" });
  }
  yield* endOfInput(source, trailing, "the last chunk");
}

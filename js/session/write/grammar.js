// Writes bytes by a structure: an interpreter of the words in data/format.js, as check/grammar.js is one for reading.
//
// Rules of this file: one function for each word of the vocabulary; a word that is not in the table stops the writing.
// What a length field counts is given; the length is taken from it. Nothing about the format is decided here.

import { below, known } from "../check/grammar.js";
import { FORMAT } from "../data/format.js";
import { Bytes, oneOf, uvarint, within } from "./build.js";
import { array, bitset, columns, deltas, gapRuns, packed, runs, typedArrays } from "./lists.js";

const inner = (word, value, at) => WRITE[word.of.is](word.of, value, at);

const WRITE = {
  Number({ width, short }, value, { out, what }) {
    within(value, 0, 256 ** width - 1, short, what);
    out.number(value, width);
  },
  UVarint(word, value, { out, what }) {
    uvarint(out, value, what);
  },
  Within(word, value, at) {
    const most = known(at.env, word.high);
    if (most !== null) within(value, word.low, most, word.rule, at.what);
    inner(word, value, at);
  },
  Member(word, value, at) {
    oneOf(value, word.values, Math.max(...word.values), word.rule, at.what);
    inner(word, value, at);
  },
  Among(word, value, at) {
    oneOf(value, known(at.env, word.allowed), Infinity, word.rule, at.what);
    inner(word, value, at);
  },
  OneOf(word, value, at) {
    oneOf(value, known(at.env, word.allowed), word.most, word.rule, at.what);
    inner(word, value, at);
  },
  Blob(word, value, { out }) {
    out.bytes(value);
  },
  Nothing() {},
  Same() {},
  Elements(word, value, { out, env }) {
    array(out, value, known(env, word.count), word.width, word.short);
  },
  Wide(word, value, { out, env }) {
    array(out, value, known(env, word.count), known(env, word.width), word.short);
  },
  Deltas(word, value, { out, env }) {
    const twice = FORMAT.rules[word.repeated][0] === "advice" ? null : word.repeated;
    deltas(out, value, below(word, env), word.rule, twice);
  },
  Pairs(word, value, { out, env }) {
    runs(out, value, known(env, word.length), known(env, word.most), word);
  },
  Bits(word, value, { out, env }) {
    bitset(out, value, known(env, word.size), word.padding);
  },
  Gaps(word, value, { out, env }) {
    gapRuns(out, value, below(word, env), word.rule);
  },
  Packed(word, value, { out, env }) {
    packed(out, value, known(env, word.count), known(env, word.bits), word.short);
  },
  Arrays(word, value, { out }) {
    typedArrays(out, value, word.dtypes, word.rule);
  },
  Columns(word, value, { out, env }) {
    columns(out, value, word.known, env, word.rule, word.bound_rule);
  },
  Choice({ key, arms }, value, at) {
    const arm = arms[known(at.env, key)];
    WRITE[arm.is](arm, value, at);
  },
  /** value: its fields by name */
  Struct({ fields }, value, at) {
    all(fields, { ...at, env: { ...at.env, ...value } });
  },
};

/** Length field -> the field of the same structure whose length it is. */
function counted(fields) {
  const found = {};
  for (const [name, , word] of fields) {
    if (word.is === "Blob" && word.whole) found[word.length] = name;
    if (word.is === "Deltas") found[word.count] = name;
  }
  return found;
}

function all(fields, at) {
  const lengths = counted(fields);
  for (const [name, what, word] of fields) {
    if (Object.hasOwn(lengths, name)) at.env[name] = at.env[lengths[name]].length;
    WRITE[word.is](word, at.env[name] ?? null, { ...at, what });
  }
}

/** The bytes of a structure. values: its fields by name, and what it asks its caller for. Throws UsageError. */
export function written({ fields }, values) {
  const out = new Bytes();
  all(fields, { out, env: { ...values }, what: "" });
  return out.done();
}

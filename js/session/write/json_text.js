// Values as JSON texts, one byte sequence for one value.
//
// Rules of this file: no white space, no escapes but the needed ones, numbers in one form. What a reader would refuse can't
// be written: half a surrogate pair, more than 64 levels. A Map is an object whose keys keep their order; of an object
// itself, JavaScript puts keys that are numbers first.

import { FORMAT } from "../data/format.js";
import { UsageError } from "../errors.js";
import { Real } from "../wire/strict_json.js";

const { JSON_DEPTH, SAFE_INTEGER } = FORMAT.limits;

/** A finite double in the one form: a whole one of at most 2^53-1 in digits, a greater one with an exponent. */
export function numberText(value) {
  if (Number.isSafeInteger(value)) return String(value + 0);
  return Number.isInteger(value) ? value.toExponential() : String(value);
}

function quoted(text) {
  if (!text.isWellFormed()) throw new UsageError("a text has half a surrogate pair", "json.surrogate");
  return JSON.stringify(text);
}

/** The keys and values of a Map or a plain object; null for what is neither. */
export function entriesOf(value) {
  if (value instanceof Map) return [...value];
  const proto = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  return proto === null || proto === Object.prototype ? Object.entries(value) : null;
}

function write(value, add, depth) {
  if (typeof value === "string") add(quoted(value));
  else if (value === null || typeof value === "boolean") add(String(value));
  else if (typeof value === "number") add(Number.isFinite(value) ? numberText(value) : "null");
  else if (value instanceof Real) add(numberText(value.value));
  else if (typeof value === "bigint") {
    if (value > BigInt(SAFE_INTEGER) || -value > BigInt(SAFE_INTEGER)) {
      throw new UsageError("an integer is beyond 2^53-1", "json.integer-range");
    }
    add(String(value));
  } else container(value, add, depth);
}

function container(value, add, depth) {
  const entries = Array.isArray(value) ? value : entriesOf(value);
  if (entries === null) {
    const what = value === undefined ? "undefined" : `a ${value?.constructor?.name ?? typeof value}`;
    throw new UsageError(`${what} can't be written as JSON: give null, texts, numbers, arrays, plain objects or Maps`);
  }
  if (depth === JSON_DEPTH) throw new UsageError(`containers nest deeper than ${JSON_DEPTH} levels`, "json.depth");
  const isList = Array.isArray(value);
  add(isList ? "[" : "{");
  entries.forEach((each, place) => {
    if (place) add(",");
    if (isList) {
      write(each, add, depth + 1);
      return;
    }
    if (typeof each[0] !== "string") throw new UsageError("a key of a JSON object must be a text");
    add(`${quoted(each[0])}:`);
    write(each[1], add, depth + 1);
  });
  add(isList ? "]" : "}");
}

/** A value as one JSON text in UTF-8; a number that JSON has no word for becomes null. Throws UsageError. */
export function jsonText(value) {
  const parts = [];
  write(value, (part) => parts.push(part), 0);
  return new TextEncoder().encode(parts.join(""));
}

// JSON as spec section 9.1 writes it: no white space, keys in their order, characters beyond ASCII as they are.
//
// JSON.stringify would write what the format refuses: large whole numbers in digits, half surrogate pairs as escapes, NaN as null.

import { shown, WriteError } from "./findings.mjs";
import { LIMITS } from "./limits.mjs";

/** Finds half of a surrogate pair. */
export const HALF = /\p{Surrogate}/u;

const refuse = (rule, message, key) => {
  throw new WriteError(`${message}, under the key ${shown(String(key))}`, rule);
};

function number(value, key) {
  if (!Number.isFinite(value)) refuse("json.non-finite", `${value} can't be written as JSON`, key);
  const large = Number.isInteger(value) && Math.abs(value) > LIMITS.SAFE_INTEGER;
  return large ? value.toExponential() : JSON.stringify(value);
}

function string(value, key) {
  if (HALF.test(value)) refuse("json.surrogate", "half of a surrogate pair", key);
  return JSON.stringify(value);
}

function text(value, key, depth) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return number(value, key);
  if (typeof value === "string") return string(value, key);
  if (depth >= LIMITS.JSON_DEPTH) refuse("json.depth", `more than ${LIMITS.JSON_DEPTH} levels`, key);
  if (Array.isArray(value)) return `[${value.map((part, index) => text(part, index, depth + 1)).join(",")}]`;
  const plain = typeof value === "object" && [null, Object.prototype].includes(Object.getPrototypeOf(value));
  if (!plain) refuse(null, `a ${typeof value} that is no JSON value`, key);
  const members = Object.keys(value).filter((name) => value[name] !== undefined);
  return `{${members.map((name) => `${string(name, key)}:${text(value[name], name, depth + 1)}`).join(",")}}`;
}

/** A JSON value as bytes. Members that are undefined are left out. */
export function jsonBytes(value) {
  return new TextEncoder().encode(text(value, "", 0));
}

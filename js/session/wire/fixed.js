// Bytes at fixed places: magics, small integers, the end.
//
// Rules of this file: the first byte that differs is the guilty one; a structure that is cut is blamed with the bytes
// that are there of it; what comes after the end is counted, never kept.

import { Fault, digits, some, take } from "./source.js";

/** Bytes as a text of one character each. */
export const latin1 = (bytes) => String.fromCharCode(...bytes);

/** The number of a whole magic of a later format; 0 while it may become one; null when it can't. */
function later(seen, told) {
  const { numbered, numberDigits, noNumber } = told;
  let number = seen.slice(numbered.length); // what is longer than it begins with it: all bytes but the last fit a magic
  const whole = number.endsWith("\n");
  if (whole) number = number.slice(0, -1);
  if (!/^[1-9][0-9]*$/.test(number) || number.length > numberDigits) return null;
  if (Number(number) <= noNumber && (whole || number.length === numberDigits)) return null;
  return whole ? Number(number) : 0;
}

/** One of several magics: its place among them. Throws Fault for another, a later one, a cut one. */
export function* oneMagic(source, told, wrongRule, laterRule, shortRule, what) {
  const { magics, lookalikes } = told;
  const start = source.position;
  let seen = "";
  for (;;) {
    if (magics.includes(seen)) return magics.indexOf(seen);
    const byte = yield* some(source, 1);
    const at = start + seen.length;
    if (!byte.length) {
      throw new Fault(shortRule, start, at, `${what} needs ${magics[0].length} bytes, only ${seen.length} are there`);
    }
    const before = seen;
    seen += String.fromCharCode(byte[0]);
    if (magics.some((magic) => magic.startsWith(seen))) continue;
    const number = later(seen, told);
    if (number === null) {
      const known = magics.find((magic) => magic.startsWith(before)) ?? "";
      let wanted = known ? `, not 0x${hex(known.charCodeAt(before.length))}` : "";
      if (Object.hasOwn(lookalikes, seen)) wanted += `; it may be ${lookalikes[seen]}`;
      throw new Fault(wrongRule, at, at + 1, `byte ${before.length} of ${what} is 0x${hex(byte[0])}${wanted}`);
    }
    if (number) throw new Fault(laterRule, start, at + 1, told.later.replace("{}", String(number)));
  }
}

const hex = (byte) => byte.toString(16).toUpperCase().padStart(2, "0");

/** A number of `size` bytes, low one first. Throws Fault `rule` when cut (the bytes that are there). */
export function* little(source, size, rule, what) {
  const bytes = yield* take(source, size, rule, what);
  let value = 0;
  for (let place = size - 1; place >= 0; place -= 1) value = value * 256 + bytes[place];
  return value;
}

/** Hold a number that was read at [start, end) to low <= value <= high. */
export function within(value, low, high, rule, start, end, what) {
  if (value < low || value > high) {
    throw new Fault(rule, start, end, `${what} is ${digits(value)}, allowed is ${low} to ${high}`);
  }
}

/** Read to the end; whatever is there gets one note, from the first such byte to the end. */
export function* nothingLeft(source, rule, what) {
  const start = source.position;
  while ((yield* some(source, Math.max(1, source.ready))).length);
  const count = source.position - start;
  if (count) source.note(rule, start, source.position, `${count} byte${count > 1 ? "s" : ""} after ${what}`);
}

/** Expect the end. Throws Fault `rule` at the first byte that is there instead. */
export function* endOfInput(source, rule, what) {
  const start = source.position;
  if ((yield* some(source, 1)).length) throw new Fault(rule, start, start + 1, `there are bytes after ${what}`);
}

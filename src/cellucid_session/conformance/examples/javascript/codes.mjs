// Codes of user-defined fields, `user-defined/codes/…`: spec section 5.4.
//
// Judging never expands runs: a few bytes of them may stand for four thousand million codes.

import { LIMITS } from "./limits.mjs";
import { Cursor } from "./uvarint.mjs";

const RUNS = 2;
const WIDTHS = [1, 2]; // bytes of an element, by the encoding byte
export const ENCODINGS = ["u8", "u16", "runs"];

/** The lengths that the codes of a field may have; null: any. Of a field that is not known (null) they may be either. */
export function allowedLengths(field, nObs, nVars) {
  if (field !== null && field.source !== "var") return nObs === null ? null : [nObs];
  return nObs === null || nVars === null ? null : [nObs, nVars];
}

/** Whether a code means something in a field: the index of a category, or one of the field's markers. */
export function meaning(field) {
  const count = field.categories.length;
  const narrow = count <= LIMITS.CATEGORIES_U8;
  const wide = field.codesType === "Uint16Array";
  return (code) =>
    code < count ? code : (narrow && code === LIMITS.UNASSIGNED_U8) || (wide && code === LIMITS.UNASSIGNED_U16) ? -1 : null;
}

/**
 * Judges codes.
 * @param {number[]|null} lengths those that are allowed
 * @returns {{length: number, encoding: string, used: number[]}} `used`: the different codes that stand for at least one cell
 */
export function judgeCodes(payload, whole, lengths, findings) {
  const seen = new Uint8Array(LIMITS.CODE_VALUE + 1);
  const result = walk(new Cursor(payload, whole, findings), lengths, (code) => {
    seen[code] = 1;
  });
  const used = [];
  seen.forEach((is, code) => {
    if (is) used.push(code);
  });
  return { ...result, used };
}

/** The codes of a payload that has been judged, as they stand there. */
export function decodeCodes(payload, findings, most) {
  const cursor = new Cursor(payload, true, findings);
  cursor.at = 1;
  const length = cursor.uvarint();
  if (length > most) throw new RangeError(`${length} codes are more than the ${most} that were asked for`);
  const codes = new Uint16Array(length);
  let filled = 0;
  walk(new Cursor(payload, true, findings), null, (code, run) => {
    if (run === 1) codes[filled] = code;
    else codes.fill(code, filled, filled + run);
    filled += run;
  });
  return codes;
}

function walk(cursor, lengths, take) {
  const { bytes, findings } = cursor;
  if (cursor.left === 0) cursor.short("codes.truncated", "the payload ends before the encoding byte");
  const encoding = bytes[0];
  if (encoding >= ENCODINGS.length) findings.add("codes.encoding", `the encoding byte ${encoding} is not known`);
  cursor.at = 1;
  const length = cursor.uvarint();
  if (length > LIMITS.CODES_LENGTH || (lengths !== null && !lengths.includes(length))) {
    findings.add("codes.length", `${length} codes, where there must be ${(lengths ?? [`at most ${LIMITS.CODES_LENGTH}`]).join(" or ")}`);
  }
  if (encoding === RUNS) runs(cursor, length, take);
  else elements(cursor, length, WIDTHS[encoding], take);
  cursor.end("codes.trailing", "bytes follow the last code");
  return { length, encoding: ENCODINGS[encoding] };
}

function elements(cursor, length, width, take) {
  const there = Math.min(length, Math.floor(cursor.left / width));
  const { bytes, at } = cursor;
  for (let index = 0; index < there; index += 1) {
    take(width === 1 ? bytes[at + index] : bytes[at + 2 * index] | (bytes[at + 2 * index + 1] << 8), 1);
  }
  if (there < length) cursor.short("codes.truncated", "the payload ends before the last code");
  cursor.at += length * width;
}

function runs(cursor, length, take) {
  const pairs = cursor.uvarint();
  let sum = 0;
  for (let index = 0; index < pairs; index += 1) {
    const code = cursor.uvarint();
    if (code > LIMITS.CODE_VALUE) cursor.findings.add("codes.value", `the code ${code} is beyond 16 bits`);
    const run = cursor.uvarint();
    if (run === 0) cursor.once("codes.zero-run", "a run of no codes");
    if (run > length - sum) cursor.findings.add("codes.runs", `the runs go past the ${length} codes`);
    sum += run;
    if (run > 0) take(code, run);
  }
  if (sum !== length) cursor.findings.add("codes.runs", `the runs add up to ${sum}, not to ${length}`);
}

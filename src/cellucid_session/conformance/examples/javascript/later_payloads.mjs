// Binary payloads of generations 2 to 5: spec sections 5.3, 16.6, 16.7 and 16.8.
//
// Nothing is expanded here: members go to `take(start, stop)` as runs, codes to `take(code, run)`. Every sum is of numbers
// below 2^53 that were held to the number of cells before they were added.

import { u32 } from "./bytes.mjs";
import { jsonText } from "./manifest.mjs";
import { isObject } from "./schema_check.mjs";
import { LIMITS, TOTAL } from "./limits.mjs";
import { Cursor, Cut } from "./uvarint.mjs";

const NOTHING = () => {};

/** A list of steps: uvarint(count), then the first position and the steps. Returns the count. */
function steps(cursor, nObs, take) {
  const { findings } = cursor;
  const count = cursor.uvarint();
  const bound = Math.min(nObs ?? Infinity, LIMITS.CELL_INDEX + 1);
  if (nObs !== null && count > nObs) findings.add("cells.count", `${count} positions, but ${nObs} cells`);
  let position = 0;
  for (let index = 0; index < count; index += 1) {
    const step = cursor.uvarint();
    if (step === 0 && index > 0) cursor.once("cells.ascending", "a position is there twice");
    position += step;
    if (position >= bound) findings.add("cells.index", `position ${position} is beyond the last of ${bound} cells`);
    take(position, position + 1);
  }
  return count;
}

/** One bit for each of `size` things. Returns how many are set. */
function bits(cursor, size, take) {
  const wanted = size === null ? cursor.left : Math.ceil(size / 8);
  const there = Math.min(wanted, cursor.left);
  let count = 0;
  for (let index = 0; index < there; index += 1) {
    const byte = cursor.bytes[cursor.at + index];
    for (let bit = 0; bit < 8; bit += 1) {
      if (!(byte >> bit & 1)) continue;
      const place = 8 * index + bit;
      if (size !== null && place >= size) cursor.findings.add("cells.padding", "a bit behind the last one is set");
      take(place, place + 1);
      count += 1;
    }
  }
  cursor.at += there;
  if (there < wanted) cursor.short("cells.truncated", "the payload ends inside the bits");
  return count;
}

/** Runs of cells with gaps between them. Returns how many cells they have. */
function gaps(cursor, nObs, take) {
  const { findings } = cursor;
  const runs = cursor.uvarint();
  const bound = Math.min(nObs ?? Infinity, LIMITS.CELL_INDEX + 1);
  let end = 0, count = 0;
  for (let index = 0; index < runs; index += 1) {
    const gap = cursor.uvarint();
    const length = cursor.uvarint();
    if (gap > bound || length > bound || end + gap + length > bound) findings.add("cells.index", `a run ends behind the last of ${bound} cells`);
    if (length === 0 || (gap === 0 && index > 0)) cursor.once("cells.empty-run", "a run without cells, or without a gap before it");
    take(end + gap, end + gap + length);
    end += gap + length;
    count += length;
  }
  return count;
}

/**
 * Walks the members of a group.
 * @returns {{count: number, reference: {count: number, digest: number}|null}} a reference: the members are cells of a category, by their places in it
 */
export function walkMembers(payload, whole, generation, nObs, findings, take = NOTHING) {
  const cursor = new Cursor(payload, whole, findings);
  let count, reference = null;
  if (!generation.sets) count = steps(cursor, nObs, take);
  else {
    if (cursor.left === 0) cursor.short("cells.truncated", "the payload ends before the encoding byte");
    const encoding = payload[0];
    cursor.at = 1;
    if (encoding > 4) findings.add("cells.encoding", `the encoding byte ${encoding} is not known`);
    if (encoding === 0) count = steps(cursor, nObs, take);
    else if (encoding === 1) count = bits(cursor, nObs, take);
    else if (encoding === 2) count = gaps(cursor, nObs, take);
    else {
      const size = cursor.uvarint();
      if (nObs !== null && size > nObs) findings.add("cells.count", `${size} cells of a category, but ${nObs} cells`);
      if (cursor.left < 4) cursor.short("cells.truncated", "the payload ends inside the digest");
      reference = { count: size, digest: u32(payload, cursor.at) };
      cursor.at += 4;
      count = encoding === 3 ? bits(cursor, size, take) : size;
      if (encoding === 4) take(0, size);
    }
  }
  cursor.end("cells.trailing", "bytes follow the members");
  return { count, reference };
}

/**
 * Walks codes.
 * @param {number|null} width bytes of a code as the registry says; null: it says nothing
 * @param {number|null} wanted how many there must be
 */
export function walkCodes(payload, whole, generation, width, wanted, findings, take = NOTHING) {
  const cursor = new Cursor(payload, whole, findings);
  if (cursor.left === 0) cursor.short("codes.truncated", "the payload ends before the encoding byte");
  const known = generation.encodings[payload[0]];
  if (known === undefined) findings.add("codes.encoding", `the encoding byte ${payload[0]} is not known`);
  const [how, own] = known;
  if (own !== null && width !== null && own !== width) findings.add("codes.width", `codes of ${own} bytes, codesType says ${width}`);
  const bytesOfCode = own ?? width;
  cursor.at = 1;
  const length = cursor.uvarint();
  if (length > LIMITS.CODES_LENGTH || (wanted !== null && length !== wanted)) {
    findings.add("codes.length", `${length} codes, where there must be ${wanted ?? "fewer"}`);
  }
  if (how === "raw") elements(cursor, length, bytesOfCode, take);
  else if (how === "runs") runs(cursor, length, 256 ** bytesOfCode - 1, take);
  else packed(cursor, length, take);
  cursor.end("codes.trailing", "bytes follow the last code");
  return { length };
}

function elements(cursor, length, width, take) {
  const there = Math.min(length, Math.floor(cursor.left / width));
  for (let index = 0; index < there; index += 1) {
    let code = 0;
    for (let byte = width - 1; byte >= 0; byte -= 1) code = code * 256 + cursor.bytes[cursor.at + index * width + byte];
    take(code, 1);
  }
  if (there < length) cursor.short("codes.truncated", "the payload ends before the last code");
  cursor.at += length * width;
}

function runs(cursor, length, greatest, take) {
  const pairs = cursor.uvarint();
  let sum = 0, before = -1;
  for (let index = 0; index < pairs; index += 1) {
    const code = cursor.uvarint();
    if (code > greatest) cursor.findings.add("codes.value", `the code ${code} is beyond ${greatest}`);
    const run = cursor.uvarint();
    if (run === 0) cursor.once("codes.zero-run", "a run of no codes");
    if (run > length - sum) cursor.findings.add("codes.runs", `the runs go past the ${length} codes`);
    if (code === before) cursor.once("codes.neighbours", "two runs behind each other have one code");
    before = code;
    sum += run;
    if (run > 0) take(code, run);
  }
  if (sum !== length) cursor.findings.add("codes.runs", `the runs add up to ${sum}, not to ${length}`);
}

function packed(cursor, length, take) {
  if (cursor.left === 0) cursor.short("codes.truncated", "the payload ends before the number of bits");
  const size = cursor.bytes[cursor.at];
  if (![1, 2, 4].includes(size)) cursor.findings.add("codes.bits", `codes of ${size} bits`);
  cursor.at += 1;
  const each = 8 / size;
  const wanted = Math.ceil(length / each);
  const there = Math.min(length, cursor.left * each);
  for (let index = 0; index < there; index += 1) {
    take(cursor.bytes[cursor.at + Math.floor(index / each)] >> (index % each) * size & (1 << size) - 1, 1);
  }
  if (cursor.left < wanted) cursor.short("codes.truncated", "the payload ends before the last code");
  if (length % each && cursor.bytes[cursor.at + wanted - 1] >> (length % each) * size) {
    cursor.findings.add("codes.padding", "a bit behind the last code is set");
  }
  cursor.at += wanted;
}

const ITEMS = [null, 1, 2, 4, 4, 4, 8]; // bytes of an item, by the type byte

/** Judges typed JSON. Returns the value of its text and where each array lies. */
export function judgeTyped(payload, whole, findings, limits, left) {
  const cursor = new Cursor(payload, whole, findings);
  if (cursor.left < 4) cursor.short("typed.truncated", "the payload ends before the length of its text");
  const size = u32(payload, 0);
  cursor.at = 4;
  if (size > limits.json_bytes) findings.add("budget.json-bytes", `a text of ${size} bytes is beyond the budget of ${limits.json_bytes}`);
  if (size > left.json) findings.add("budget.total-json-bytes", TOTAL);
  if (size > cursor.left) cursor.short("typed.truncated", "the payload ends inside its text");
  const { value, odd } = jsonText(payload.subarray(4, 4 + size), findings, limits);
  left.json -= size;
  const named = references(value, odd, findings);
  cursor.at = 4 + size;
  const arrays = [];
  while (cursor.left > 0) {
    const item = ITEMS[cursor.bytes[cursor.at]] ?? null;
    if (item === null) findings.add("typed.dtype", `no array has the type ${cursor.bytes[cursor.at]}`);
    cursor.at += 1;
    const count = cursor.uvarint();
    if (count > cursor.left / item) cursor.short("typed.truncated", "the payload ends inside an array");
    arrays.push({ at: cursor.at, count, item });
    cursor.at += count * item;
  }
  if (!whole) throw new Cut(); // which arrays there are is known at the end
  const once = new Set(named);
  if (once.size < named.length || arrays.some((_, number) => !once.has(number))) findings.add("typed.once", "an array is not named exactly once");
  if (named.some((number) => number >= arrays.length)) findings.add("typed.reference", "the text refers to an array that is not there");
  return { value, arrays };
}

/** The arrays that a value refers to, as often as it does. */
function references(root, odd, findings) {
  const named = [];
  const stack = [root];
  while (stack.length > 0) {
    const value = stack.pop();
    if (isObject(value) && Object.hasOwn(value, "$typed")) {
      const number = value.$typed;
      if (Object.keys(value).length > 1 || !Number.isInteger(number) || number < 0 || odd.get(value)?.has("$typed")) {
        findings.add("typed.reference", "this does not refer to an array");
      }
      named.push(number);
    } else if (typeof value === "object" && value !== null) stack.push(...Object.values(value));
  }
  return named;
}

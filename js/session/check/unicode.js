// Classes of characters, folding and composition of texts that nobody knows, in time linear in the text.
//
// Rules of this file: what a platform does with many marks in a wrong order is not bounded by the length of a text, so a
// long one is decomposed by characters and its marks are put in order here; then nothing is left to sort.

import { FORMAT } from "../data/format.js";

const { text: T } = FORMAT;

/** The members of a class for a regular expression with the flag u. */
export const classOf = (name) =>
  T.classes[name].map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join("");

/** What a character of a class is called. */
export const nameOf = (code) => T.names.find(([first, last]) => first <= code && code <= last)[2];

/** How many characters (code points) a text has. */
export function charactersOf(text) {
  let count = text.length;
  for (let at = 0; at < text.length; at += 1) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) count -= 1;
  return count;
}

let folds = null;

/** A text without the difference of upper and lower case. */
export function casefolded(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  if (folds === null) {
    const said = T.folds.split("\t");
    folds = new Map();
    for (let at = 0; at < said.length; at += 2) folds.set(said[at], said[at + 1]);
  }
  let out = "";
  for (const char of text) out += folds.get(char) ?? char.toLowerCase();
  return out;
}

export const ASCII = /^[\u0000-\u007f]*$/;
const SHORT = 64;
const LOWEST = "\u0334"; // of the first class of marks
const HIGHEST = "\u0345"; // of the last one

/** Whether the first of two characters comes behind the second in canonical order. */
const swaps = (one, other) => (one + other).normalize("NFD").startsWith(other.normalize("NFD")) && one !== other;
const isMark = (char) => swaps(HIGHEST, char) || swaps(char, LOWEST);

/** A decomposed text with the marks behind each letter in their canonical order. */
function inOrder(text) {
  const chars = Array.from(text);
  const marks = [...new Set(chars)].filter((char) => /\p{M}/u.test(char) && isMark(char));
  if (!marks.length) return text;
  marks.sort((a, b) => (swaps(b, a) ? -1 : swaps(a, b) ? 1 : 0));
  const places = new Map();
  marks.forEach((mark, at) => {
    const same = at && !swaps(mark, marks[at - 1]) && !swaps(marks[at - 1], mark);
    places.set(mark, same ? places.get(marks[at - 1]) : at);
  });
  const out = [];
  let run = [];
  const settle = () => {
    const byPlace = new Map();
    for (const mark of run) {
      const at = places.get(mark);
      if (!byPlace.has(at)) byPlace.set(at, []);
      byPlace.get(at).push(mark);
    }
    for (const at of [...byPlace.keys()].sort((a, b) => a - b)) for (const mark of byPlace.get(at)) out.push(mark);
    run = [];
  };
  for (const char of chars) {
    if (places.has(char)) {
      run.push(char);
    } else {
      settle();
      out.push(char);
    }
  }
  settle();
  return out.join("");
}

function normalized(form, text) {
  if (ASCII.test(text)) return text;
  if (text.length <= SHORT) return text.normalize(form);
  const wanted = form === "NFC" ? "NFD" : "NFKD";
  return inOrder(Array.from(text, (char) => char.normalize(wanted)).join("")).normalize(form);
}

export const isComposed = (text) => normalized("NFC", text) === text;

const UNDRAWN = new RegExp(`[${["bidi", "invisible", "joiner"].map(classOf).join("")}]`, "gu");

/** What a person sees of a text, roughly: without case, width and characters that draw nothing. */
export function look(text) {
  const folded = casefolded(text);
  if (ASCII.test(folded)) return folded;
  return casefolded(normalized("NFKC", folded.replace(UNDRAWN, "")));
}

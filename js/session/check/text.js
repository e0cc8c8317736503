// Advice about characters that are not what they look like: control, bidi, invisible.
//
// Rules of this file: every string of a JSON value is judged, keys included, in the order of the text; a string gets at most
// one finding per rule, which names the first character and counts the others; it is looked for as long as it can be kept.

import { FORMAT } from "../data/format.js";
import { classOf, nameOf } from "./unicode.js";

const COUNTED = 1000;
const { joinersInARow } = FORMAT.text;
const JOINER = classOf("joiner");
const RULES = [
  ["text.control", new RegExp(`[${classOf("control")}]`, "gu")],
  ["text.bidi", new RegExp(`[${classOf("bidi")}]`, "gu")],
  [
    "text.invisible",
    new RegExp(
      `[${classOf("invisible")}]|(?<![^\\u{0}-\\u{7f}])[${JOINER}]|[${JOINER}]{${joinersInARow + 1},}`,
      "gu",
    ),
  ],
];
const ANY = new RegExp(`[${["control", "bidi", "invisible", "joiner"].map(classOf).join("")}]`, "u");

/** The keys and strings with a character of a class, in text order: [path, is it a key, text]. */
function* oddStrings(value, path = []) {
  if (typeof value === "string") {
    if (ANY.test(value)) yield [path, false, value];
  } else if (value instanceof Map) {
    for (const [key, inner] of value) {
      if (ANY.test(key)) yield [[...path, key], true, key];
      if (typeof inner === "string" || (inner !== null && typeof inner === "object")) {
        yield* oddStrings(inner, [...path, key]);
      }
    }
  } else if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      const inner = value[at];
      if (typeof inner === "string" || (inner !== null && typeof inner === "object")) {
        yield* oddStrings(inner, [...path, at]);
      }
    }
  }
}

/** Advice for the strings and keys of a value: [rule, path, atKey, detail]. */
export function* textFindings(value, enough, skip = () => false) {
  const wanted = new Set(RULES.map(([rule]) => rule));
  const leave = (rule) => {
    if (enough(rule)) wanted.delete(rule);
    return !wanted.size;
  };
  for (const [rule] of RULES) if (leave(rule)) return;
  for (const [path, atKey, text] of oddStrings(value)) {
    if (!atKey && skip(path)) continue;
    for (const [rule, pattern] of RULES) {
      if (!wanted.has(rule)) continue;
      const hits = [];
      for (const hit of text.matchAll(pattern)) {
        hits.push(hit[0]);
        if (hits.length > COUNTED) break;
      }
      if (!hits.length) continue;
      yield [rule, path, atKey, detail(hits)];
      if (leave(rule)) return;
    }
  }
}

function detail(hits) {
  const code = hits[0].codePointAt(0);
  const more = hits.length - 1;
  const counted = more < COUNTED ? String(more) : `at least ${more.toLocaleString("en-US")}`;
  const name = code.toString(16).toUpperCase().padStart(4, "0");
  return `U+${name} (${nameOf(code)})${more ? `, and ${counted} more` : ""}`;
}

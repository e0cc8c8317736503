// Untrusted text made fit for a terminal, a log, a page or a report. Nothing else shows text of a file.
//
// Rules of this file: one line of characters that draw something; everything else is an escape; a backslash is doubled;
// never more than `limit` characters, and then how much was left out.

import { charactersOf, classOf } from "./unicode.js";

const LIMIT = 200;
const UNSEEN = new RegExp(`[${["control", "bidi", "invisible", "joiner"].map(classOf).join("")}]`, "u");
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;
const MARK = /[\p{Mn}\p{Me}]/u;
const MARKS_IN_A_ROW = 4;

function escaped(char) {
  const code = char.codePointAt(0);
  const hex = (size) => code.toString(16).padStart(size, "0");
  return code < 0x80 ? `\\x${hex(2)}` : code <= 0xffff ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

export function safe(text, limit = LIMIT) {
  if (text.length <= limit && /^[ -[\]-~]*$/.test(text)) return text;
  const head = Array.from(text.slice(0, 2 * limit)).slice(0, limit);
  let out = "";
  let room = limit;
  let shown = 0;
  let marks = MARKS_IN_A_ROW;
  for (const char of head) {
    let part = char;
    if (char === "\\") {
      marks = 0;
      part = "\\\\";
    } else if ((char !== " " && UNPRINTABLE.test(char)) || UNSEEN.test(char)) {
      marks = MARKS_IN_A_ROW;
      part = escaped(char);
    } else if (char >= "\u0300" && MARK.test(char)) {
      marks += 1;
      if (marks > MARKS_IN_A_ROW) part = escaped(char);
    } else {
      marks = 0;
    }
    room -= charactersOf(part);
    if (room < 0) break;
    out += part;
    shown += 1;
  }
  const rest = charactersOf(text) - shown;
  return rest ? `${out}\u2026 (${rest.toLocaleString("en-US")} more)` : out;
}

/** The RFC 6901 pointer of a path of keys and indices, made safe. */
export function safePointer(path) {
  return safe(path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""));
}

// Text from a file or from the data, made fit to be shown.
//
// Rules of this file:
// * Text reaches the page as text nodes and attribute values only, never as markup; this is about what people see.
// * Characters that draw nothing, or change the direction of what follows, are shown as escapes; a backslash is doubled
//   so that an escape can't be forged (spec section 12.1). At most four marks sit on one character.
// * What is long is cut and says so. What people type is saved as they typed it, and shown as all other text is.

const LIMIT = 120;
const MARKS_IN_A_ROW = 4;

// control, format, unassigned, private use, surrogates, line and paragraph separators; then what draws a blank or nothing
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\u{e0100}-\u{e01ef}]/u;
const SPACE_OTHER = /[\p{Zs}]/u;
const MARK = /[\p{Mn}\p{Me}]/u;

/** @param {string} char */
function escaped(char) {
  const code = /** @type {number} */ (char.codePointAt(0));
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff
    ? `\\u${code.toString(16).padStart(4, "0")}`
    : `\\U${code.toString(16).padStart(8, "0")}`;
}

/**
 * Text as one line that has one reading.
 * @param {string} text anything
 * @param {number} [limit] characters of the result before " (N more)"
 * @returns {string}
 */
export function shown(text, limit = LIMIT) {
  const parts = [];
  let room = limit;
  let marks = MARKS_IN_A_ROW;
  let used = 0;
  for (const char of text.slice(0, 2 * limit)) {
    let part = char;
    if (char === "\\") {
      part = "\\\\";
      marks = 0;
    } else if (UNSEEN.test(char) || (char !== " " && SPACE_OTHER.test(char))) {
      part = escaped(char);
      marks = MARKS_IN_A_ROW;
    } else if (MARK.test(char)) {
      marks += 1;
      if (marks > MARKS_IN_A_ROW) part = escaped(char);
    } else {
      marks = 0;
    }
    room -= part.length;
    if (room < 0) break;
    parts.push(part);
    used += char.length;
  }
  const more = text.length - used;
  return more > 0 ? `${parts.join("")}… (${more} more)` : parts.join("");
}

/** Does it hold what nobody sees, or what changes how the rest is read? @param {string} text */
export const hides = (text) => UNSEEN.test(text);

const WHOLE = new Intl.NumberFormat("en");

/** A count with its noun. @param {number} n @param {string} one @param {string} [many] */
export function counted(n, one, many = `${one}s`) {
  return `${WHOLE.format(n)} ${n === 1 ? one : many}`;
}

/** A number for a legend. @param {number} value */
export function number(value) {
  if (Number.isInteger(value)) return WHOLE.format(value);
  return String(Number(value.toPrecision(4)));
}

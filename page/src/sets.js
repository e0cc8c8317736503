// Sets of cells: positions, ascending, each once, in a Uint32Array.
//
// Rules of this file:
// * Arguments are such sets and results are new ones; nothing is changed in place.
// * Each function is one merge over both sets, so that a million cells take milliseconds.

/** @type {Uint32Array} */
export const NONE = new Uint32Array(0);

/**
 * @param {Uint32Array} a
 * @param {Uint32Array} b
 * @param {(inA: boolean, inB: boolean) => boolean} keep
 * @returns {Uint32Array}
 */
function merge(a, b, keep) {
  const result = new Uint32Array(a.length + b.length);
  let size = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const inA = i < a.length && (j >= b.length || a[i] <= b[j]);
    const inB = j < b.length && (i >= a.length || b[j] <= a[i]);
    const cell = inA ? a[i] : b[j];
    if (keep(inA, inB)) result[size++] = cell;
    if (inA) i += 1;
    if (inB) j += 1;
  }
  return result.slice(0, size);
}

/** What is in one or the other. @param {Uint32Array} a @param {Uint32Array} b */
export const union = (a, b) => merge(a, b, () => true);

/** What is in the first and not in the second. @param {Uint32Array} a @param {Uint32Array} b */
export const minus = (a, b) => merge(a, b, (inA, inB) => inA && !inB);

/** What is in both. @param {Uint32Array} a @param {Uint32Array} b */
export const both = (a, b) => merge(a, b, (inA, inB) => inA && inB);

/** @typedef {"new" | "add" | "remove" | "keep"} How what cells that are chosen do with the selection */

/** The selection after cells were chosen. @param {Uint32Array} selection @param {Uint32Array} cells @param {How} how */
export function combined(selection, cells, how) {
  if (how === "add") return union(selection, cells);
  if (how === "remove") return minus(selection, cells);
  return how === "keep" ? both(selection, cells) : cells;
}

/** All other cells. @param {Uint32Array} cells @param {number} of how many there are */
export function others(cells, of) {
  const result = new Uint32Array(of - cells.length);
  for (let cell = 0, at = 0, next = 0; cell < of; cell++) {
    if (cells[next] === cell) next += 1;
    else result[at++] = cell;
  }
  return result;
}

/** The cells whose value lies in a range, its ends included; NaN is in none. @param {ArrayLike<number>} values @param {number} from @param {number} to */
export function cellsWithin(values, from, to) {
  let size = 0;
  for (let cell = 0; cell < values.length; cell++) if (values[cell] >= from && values[cell] <= to) size += 1;
  const cells = new Uint32Array(size);
  for (let cell = 0, at = 0; cell < values.length; cell++) if (values[cell] >= from && values[cell] <= to) cells[at++] = cell;
  return cells;
}

/**
 * The cells that have one code.
 * @param {ArrayLike<number>} codes
 * @param {number} code
 */
export function cellsWith(codes, code) {
  let size = 0;
  for (let cell = 0; cell < codes.length; cell++) if (codes[cell] === code) size += 1;
  const cells = new Uint32Array(size);
  for (let cell = 0, at = 0; cell < codes.length; cell++) if (codes[cell] === code) cells[at++] = cell;
  return cells;
}

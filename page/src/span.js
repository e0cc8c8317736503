// What of a column of numbers the colours stand for.
//
// Rules of this file:
// * A few cells far out must not take the colours from all others, so the ends are percentiles, and what lies beyond has
//   the colour of its end. Where most cells are 0, as of a gene, the upper end is that of the cells that are above.

const LOW = 0.01;
const HIGH = 0.99;

/** @typedef {{low: number, high: number, min: number, max: number, above: number, known: number}} Span `above`: how many cells are above 0; `known`: how many have a value */

/** @type {WeakMap<Float32Array, Span>} */
const KNOWN = new WeakMap();

/** @param {Float32Array} values for each cell; NaN where there is none @returns {Span | null} null where no cell has a value */
export function spanOf(values) {
  const had = KNOWN.get(values);
  if (had) return had;
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return null;
  const at = (/** @type {number} */ share, from = 0) => sorted[from + Math.round(share * (sorted.length - 1 - from))];
  const first = sorted.findIndex((value) => value > 0);
  const above = first < 0 ? 0 : sorted.length - first;
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  let low = min === 0 ? 0 : at(LOW);
  let high = at(HIGH);
  if (high <= low) high = above > 0 && min >= 0 ? at(HIGH, first) : max;
  if (high <= low) low = min;
  const span = { low, high, min, max, above, known: sorted.length };
  KNOWN.set(values, span);
  return span;
}

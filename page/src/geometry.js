// Geometry of the plot: bounds, the fit into a view, and which points a lasso holds.
//
// Rules of this file:
// * Pure functions over typed arrays, in the coordinates of the data; no DOM, so that Node can test them.
// * A cell without a place (NaN) has no part in bounds and is in no lasso.
// * A point is inside by the even-odd rule; a lasso that crosses itself leaves out what it encloses twice.

const SAMPLE = 500; // cells of a category that tell where its middle is

/** Share of the view that the data fill. */
export const FILL = 0.9;

/**
 * @typedef {{minX: number, minY: number, maxX: number, maxY: number}} Bounds
 * @typedef {{x: number, y: number}} Point
 */

/**
 * The bounds of all points that have a place.
 * @param {Float32Array} places x0 y0 x1 y1 ...
 * @returns {Bounds | null} null where no point has a place
 */
export function boundsOf(places) {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let i = 0; i + 1 < places.length; i += 2) {
    const x = places[i];
    const y = places[i + 1];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  return minX === Infinity ? null : { minX, minY, maxX, maxY };
}

/**
 * Pixels per unit of the data, and the place in the middle, that show all of the bounds.
 * @param {Bounds | null} bounds
 * @param {number} width in CSS pixels
 * @param {number} height in CSS pixels
 * @returns {{scale: number, x: number, y: number}}
 */
export function fit(bounds, width, height) {
  if (!bounds) return { scale: 1, x: 0, y: 0 };
  const spanX = bounds.maxX - bounds.minX;
  const spanY = bounds.maxY - bounds.minY;
  const scale = Math.min(spanX > 0 ? width / spanX : Infinity, spanY > 0 ? height / spanY : Infinity) * FILL;
  return {
    scale: Number.isFinite(scale) && scale > 0 ? scale : 1,
    x: bounds.minX + spanX / 2,
    y: bounds.minY + spanY / 2,
  };
}

/**
 * The positions of the points inside a polygon, ascending.
 * @param {Float32Array} places x0 y0 x1 y1 ...
 * @param {Point[]} polygon its corners, in the coordinates of the places; the last joins the first
 * @returns {Uint32Array}
 */
export function pointsInside(places, polygon) {
  if (polygon.length < 3) return new Uint32Array(0);
  const corners = Float64Array.from(polygon.flatMap((corner) => [corner.x, corner.y]));
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (const corner of polygon) {
    minX = Math.min(minX, corner.x);
    maxX = Math.max(maxX, corner.x);
    minY = Math.min(minY, corner.y);
    maxY = Math.max(maxY, corner.y);
  }
  const found = [];
  for (let i = 0; i + 1 < places.length; i += 2) {
    const x = places[i];
    const y = places[i + 1];
    // a comparison with NaN is false, so a cell without a place ends here
    if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) continue;
    if (isInside(corners, x, y)) found.push(i / 2);
  }
  return Uint32Array.from(found);
}

/**
 * The middle of each category: the median of its cells' places, of at most some hundreds of them; null without any.
 * @param {Float32Array} places x0 y0 x1 y1 ...
 * @param {Int32Array} codes
 * @param {number} categories how many there are
 * @returns {(Point | null)[]}
 */
export function middles(places, codes, categories) {
  const counts = new Uint32Array(categories);
  for (const code of codes) if (code >= 0 && code < categories) counts[code] += 1;
  const steps = counts.map((count) => Math.ceil(count / SAMPLE));
  /** @type {[number[], number[]][]} */
  const found = Array.from({ length: categories }, () => [[], []]);
  const seen = new Uint32Array(categories);
  for (let cell = 0; cell < codes.length; cell++) {
    const code = codes[cell];
    if (!(code >= 0 && code < categories) || seen[code]++ % steps[code] !== 0) continue;
    const x = places[2 * cell];
    const y = places[2 * cell + 1];
    if (Number.isFinite(x) && Number.isFinite(y)) {
      found[code][0].push(x);
      found[code][1].push(y);
    }
  }
  const median = (/** @type {number[]} */ values) => values.sort((a, b) => a - b)[values.length >> 1];
  return found.map(([xs, ys]) => (xs.length ? { x: median(xs), y: median(ys) } : null));
}

/**
 * The cell nearest to a point; -1 where none is near.
 * @param {Float32Array} places x0 y0 x1 y1 ...
 * @param {Point} point
 * @param {number} reach in the coordinates of the places
 */
export function nearest(places, { x, y }, reach) {
  let found = -1;
  let best = reach * reach;
  for (let i = 0; i + 1 < places.length; i += 2) {
    const far = (places[i] - x) ** 2 + (places[i + 1] - y) ** 2;
    if (far <= best) {
      best = far;
      found = i / 2;
    }
  }
  return found;
}

/**
 * @param {Float64Array} corners x0 y0 x1 y1 ...
 * @param {number} x
 * @param {number} y
 */
function isInside(corners, x, y) {
  let inside = false;
  for (let i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
    const yi = corners[i + 1];
    const yj = corners[j + 1];
    if (yi > y === yj > y) continue;
    if (x < ((corners[j] - corners[i]) * (y - yi)) / (yj - yi) + corners[i]) inside = !inside;
  }
  return inside;
}

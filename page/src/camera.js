// Which part of the data the plot shows: the place in its middle, and how many pixels a unit of the data is.
//
// Rules of this file:
// * Numbers alone, in double precision and in the coordinates of the data; no DOM, so that Node can test them.
// * It follows the size of its place until a person moves it.

import { fit } from "./geometry.js";

/**
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./geometry.js").Bounds} Bounds
 */

const SPAN = 1000; // pixels that the data take up at the zoom from which the least and the greatest are reckoned
const LEAST = 2 ** -4;
const GREATEST = 2 ** 24;

export class Camera {
  x = 0;
  y = 0;
  /** CSS pixels for a unit of the data */ scale = 1;
  width = 1;
  height = 1;
  isFitted = true;
  /** @type {Bounds | null} */ #bounds = null;
  #whole = 1;

  /** @param {Bounds | null} bounds of the data */
  data(bounds) {
    this.#bounds = bounds;
    this.#whole = fit(bounds, SPAN, SPAN).scale;
    this.fit();
  }

  /** @param {number} width @param {number} height in CSS pixels */
  size(width, height) {
    this.width = width || 1;
    this.height = height || 1;
    if (this.isFitted) this.fit();
  }

  /** Show all of the data. */
  fit() {
    Object.assign(this, fit(this.#bounds, this.width, this.height));
    this.isFitted = true;
  }

  /** Move by pixels: what was under the pointer stays there. @param {number} x to the right @param {number} y down */
  move(x, y) {
    this.isFitted = false;
    this.x -= x / this.scale;
    this.y += y / this.scale;
  }

  /** Come closer, while what is at a pixel stays there. @param {number} times more than 1 is closer @param {Point} [pixel] the middle without one */
  zoom(times, pixel = { x: this.width / 2, y: this.height / 2 }) {
    this.isFitted = false;
    const before = this.at(pixel);
    this.scale = Math.min(Math.max(this.scale * times, LEAST * this.#whole), GREATEST * this.#whole);
    const after = this.at(pixel);
    this.x += before.x - after.x;
    this.y += before.y - after.y;
  }

  /** Where a pixel lies in the data. @param {Point} pixel from the upper left corner @returns {Point} */
  at({ x, y }) {
    return { x: this.x + (x - this.width / 2) / this.scale, y: this.y - (y - this.height / 2) / this.scale };
  }

  /** Where a place of the data lies, in CSS pixels from the upper left corner. @param {Point} place @returns {Point} */
  pixel({ x, y }) {
    return { x: this.width / 2 + (x - this.x) * this.scale, y: this.height / 2 - (y - this.y) * this.scale };
  }
}

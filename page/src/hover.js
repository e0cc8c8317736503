// The cell under the pointer: its name, and what colours it.
//
// Rules of this file:
// * It is looked for when the pointer rests for a moment, and only while no button is down.
// * Names come from the server, one by one, and the last ones are kept; a name that does not come is not told.

import { nearest } from "./geometry.js";

const REST = 60; // milliseconds
const KEPT = 500;

/** @typedef {{cell: number, x: number, y: number}} Under the cell, and where the pointer is in the plot */

export class Hover {
  /** @type {Under | null} */ under = null;
  /** @type {Map<number, string>} */ #names = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;

  /** @param {import("./app.js").App} app @param {HTMLElement} place @param {() => void} changed */
  constructor(app, place, changed) {
    this.#app = app;
    this.#changed = changed;
    place.addEventListener("pointermove", (event) => {
      clearTimeout(this.#waiting);
      const box = place.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left, event.clientY - box.top];
      const outside = event.buttons !== 0 || (event.target instanceof Element && event.target.closest("#selection > *, #other > *"));
      if (outside) this.#leave();
      else this.#waiting = setTimeout(() => this.#rest(x, y), REST);
    });
    place.addEventListener("pointerleave", () => {
      clearTimeout(this.#waiting);
      this.#leave();
    });
  }

  #app;
  #changed;

  /** The name of a cell, when it is known. @param {number} cell */
  name(cell) {
    return this.#names.get(cell) ?? "";
  }

  #leave() {
    if (this.under === null) return;
    this.under = null;
    this.#changed();
  }

  /** @param {number} x @param {number} y */
  async #rest(x, y) {
    const { scatter, places, server } = this.#app;
    if (!scatter) return;
    const cell = nearest(places, scatter.camera.at({ x, y }), scatter.reach / scatter.camera.scale);
    if (cell < 0) return this.#leave();
    this.under = { cell, x, y };
    this.#changed();
    if (this.#names.has(cell)) return;
    try {
      this.#names.set(cell, await server.cellName(cell));
      for (const old of [...this.#names.keys()].slice(0, -KEPT)) this.#names.delete(old);
      this.#changed();
    } catch {
      // the rest of what is told stands without it
    }
  }
}

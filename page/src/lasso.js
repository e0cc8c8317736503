// The lasso: a line drawn with mouse, pen or finger over the plot.
//
// Rules of this file:
// * It takes part only while it is on; otherwise the plot below gets the pointer.
// * The line is drawn as it is pulled, and handed over once, when the pointer goes up. Escape drops it.
// * Shift adds to the selection and Alt takes away, whatever the button says.

import { spot } from "./gestures.js";

const STEP = 2; // pixels between two corners

/** @typedef {import("./sets.js").How} How */

export class Lasso {
  /** @type {{x: number, y: number}[]} */ #line = [];
  /** @type {number | null} */ #pointer = null;
  /** @type {How} */ how = "new";

  /**
   * @param {HTMLCanvasElement} cover the canvas over the plot
   * @param {(line: {x: number, y: number}[], how: How) => void} done corners in CSS pixels of the cover
   */
  constructor(cover, done) {
    this.#cover = cover;
    this.#done = done;
    cover.addEventListener("pointerdown", (event) => this.#begin(event));
    cover.addEventListener("pointermove", (event) => this.#pull(event));
    cover.addEventListener("pointerup", (event) => this.#end(event));
    cover.addEventListener("pointercancel", () => this.drop());
  }

  #cover;
  #done;

  /** @param {boolean} on */
  set on(on) {
    this.#cover.hidden = !on;
    if (!on) this.drop();
  }

  drop() {
    if (this.#pointer !== null && this.#cover.hasPointerCapture(this.#pointer)) this.#cover.releasePointerCapture(this.#pointer);
    this.#pointer = null;
    this.#line = [];
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (this.#pointer !== null || (event.pointerType === "mouse" && event.button !== 0)) return;
    this.#pointer = event.pointerId;
    this.#cover.setPointerCapture(event.pointerId);
    this.#line = [spot(event, this.#cover)];
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  #pull(event) {
    if (event.pointerId !== this.#pointer) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const corner = spot(one, this.#cover);
      const last = this.#line[this.#line.length - 1];
      if (Math.hypot(corner.x - last.x, corner.y - last.y) >= STEP) this.#line.push(corner);
    }
    this.#draw();
  }

  /** @param {PointerEvent} event */
  #end(event) {
    if (event.pointerId !== this.#pointer) return;
    const line = this.#line;
    const how = event.altKey ? "remove" : event.shiftKey ? "add" : this.how;
    this.drop();
    if (line.length > 2) this.#done(line, how);
  }

  #draw() {
    const { clientWidth, clientHeight } = this.#cover;
    const ratio = window.devicePixelRatio || 1;
    const isEmpty = this.#line.length === 0;
    // a canvas that is only wiped may leave the old line on the screen; one without pixels can't
    this.#cover.width = isEmpty ? 0 : Math.round(clientWidth * ratio);
    this.#cover.height = isEmpty ? 0 : Math.round(clientHeight * ratio);
    const pen = this.#cover.getContext("2d");
    if (!pen || isEmpty) return;
    pen.scale(ratio, ratio);
    pen.beginPath();
    for (const corner of this.#line) pen.lineTo(corner.x, corner.y);
    pen.closePath();
    const ink = getComputedStyle(this.#cover).color;
    pen.strokeStyle = ink;
    pen.lineWidth = 1.5;
    pen.setLineDash([5, 3]);
    pen.stroke();
    pen.globalAlpha = 0.1;
    pen.fillStyle = ink;
    pen.fill();
  }
}

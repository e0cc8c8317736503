// How a person moves the plot: by mouse, pen, fingers, wheel and arrow keys.
//
// Rules of this file:
// * Wheel, two fingers and keys work whatever dragging does; one finger or the mouse moves only where dragging does.
// * The second finger ends what the first had begun.

const STEP = 60; // pixels that an arrow key moves
const WHEEL = 0.002; // doublings for a pixel of the wheel
const LINE = 20; // pixels of a line, where a wheel counts lines

/** @typedef {import("./geometry.js").Point} Point */

export class Gestures {
  /** whether dragging moves the plot */ drags = true;
  /** called when a second finger comes @type {() => void} */ pinched = () => {};
  /** @type {Map<number, Point>} */ #down = new Map();

  /** @param {HTMLElement} place @param {HTMLElement[]} surfaces on which dragging begins @param {import("./scatter.js").Scatter} scatter */
  constructor(place, surfaces, scatter) {
    this.#place = place;
    this.#scatter = scatter;
    place.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    for (const surface of surfaces) surface.addEventListener("pointerdown", (event) => this.#begin(event));
    place.addEventListener("pointermove", (event) => this.#move(event));
    for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) place.addEventListener(kind, (event) => this.#down.delete(event.pointerId));
  }

  #place;
  #scatter;

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    this.#scatter.zoom(-Math.max(Math.min(pixels, 400), -400) * WHEEL, spot(event, this.#place));
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    this.#down.set(event.pointerId, spot(event, this.#place));
    if (this.drags) /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
    if (this.#down.size === 2) this.pinched();
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    const now = spot(event, this.#place);
    this.#down.set(event.pointerId, now);
    const [other] = [...this.#down].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other) {
      // two fingers: half of the way of their middle, and closer as they go apart
      this.#scatter.move((now.x - before.x) / 2, (now.y - before.y) / 2);
      const apart = (/** @type {Point} */ one) => Math.max(Math.hypot(one.x - other.x, one.y - other.y), 1);
      this.#scatter.zoom(Math.log2(apart(now) / apart(before)), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else if (this.drags) this.#scatter.move(now.x - before.x, now.y - before.y);
  }

  /** @param {string} key @returns {boolean} whether it moves the plot */
  key(key) {
    const act = KEYS.get(key);
    act?.(this.#scatter);
    return act !== undefined;
  }
}

/** @type {Map<string, (scatter: import("./scatter.js").Scatter) => void>} */
const KEYS = new Map([
  ["ArrowLeft", (scatter) => scatter.move(STEP, 0)],
  ["ArrowRight", (scatter) => scatter.move(-STEP, 0)],
  ["ArrowUp", (scatter) => scatter.move(0, STEP)],
  ["ArrowDown", (scatter) => scatter.move(0, -STEP)],
  ["+", (scatter) => scatter.zoom(0.5)],
  ["=", (scatter) => scatter.zoom(0.5)],
  ["-", (scatter) => scatter.zoom(-0.5)],
  ["0", (scatter) => scatter.fit()],
]);

/** @param {{clientX: number, clientY: number}} event @param {Element} element @returns {Point} in CSS pixels from its upper left corner */
export function spot(event, element) {
  const box = element.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

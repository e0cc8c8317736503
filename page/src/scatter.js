// The plot: cells as points, with a halo around those of groups and a ring around those that are selected.
//
// Rules of this file:
// * What is seen is a picture. The graphics that make it are asked for when there is something to draw, and given back
//   when nothing was for a while: a browser has them for some sixteen plots at once, and takes them from the oldest.
// * However many changes come at once, they are drawn once.
// * Places are brought to the middle and the size of the view in double precision before they become the 32 bits of a
//   graphics card, so that far-off or tiny coordinates lose nothing that can be seen.
// * Cells without a place are not drawn.
// * The fill of a cell is the colour that the legend gives it, whatever group it is in: halos lie below all cells.

import { Camera } from "./camera.js";
import { boundsOf, fit } from "./geometry.js";
import { gathered } from "./marks.js";
import { NoGraphics, Points } from "./points.js";

/** @typedef {import("./marks.js").Mark} Mark */

const UNIT = 1000; // the data's larger span, in the units that the graphics get
const NOWHERE = 1e30; // of a cell without a place: outside of every view
const SOFT = 200_000; // cells up to which edges are smooth
const REST = 4000; // milliseconds without drawing until the graphics are given back
const AGAIN = 1000; // milliseconds until a picture that did not come about is tried again
const TRIES = 20;
const SMOOTH = 60; // milliseconds: while a person moves the plot, cells are left out when all would take longer
const STILL = 150; // milliseconds after which the plot is no longer being moved

export class Scatter {
  camera = new Camera();
  /** pictures that were drawn */ frames = 0;
  /** @type {Points | null} */ #points = null;
  /** @type {Float32Array} in the units of the graphics */ #drawn = new Float32Array(0);
  /** of the data's places @type {{x: number, y: number, scale: number}} */ #to = { x: 0, y: 0, scale: 1 };
  /** the cells with their halos, and what it was drawn of: a selection needs no more than its rings @type {{of: unknown[], canvas: HTMLCanvasElement}} */ #base = { of: [], canvas: document.createElement("canvas") };
  /** @type {Uint8Array} */ #colours = new Uint8Array(0);
  /** @type {{cells: Uint32Array, colours: Uint8Array, places: Float32Array}} */ #marks = { cells: new Uint32Array(0), colours: new Uint8Array(0), places: new Float32Array(0) };
  /** @type {readonly Mark[]} */ #marked = [];
  /** @type {Uint32Array} */ #selected = new Uint32Array(0);
  #dark = false;
  #isDue = false;
  #moved = -Infinity;
  /** milliseconds that all cells took */ #took = 0;
  #tries = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #rest;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #still;
  /** called after each picture @type {() => void} */ drawn = () => {};
  /** called when another part of the data is seen @type {() => void} */ looked = () => {};

  /**
   * @param {HTMLElement} place
   * @param {HTMLCanvasElement} picture
   * @param {(message: string) => void} failed told when there is nothing to draw with
   * @throws {NoGraphics}
   */
  constructor(place, picture, failed) {
    this.#place = place;
    this.#picture = picture;
    this.#failed = failed;
    this.#points = new Points();
    new ResizeObserver(() => this.#sized()).observe(place);
    this.#sized();
  }

  #place;
  #picture;
  #failed;

  #sized() {
    const { clientWidth, clientHeight } = this.#place;
    this.camera.size(clientWidth, clientHeight);
    this.looked();
    this.#draw();
  }

  /** Show all cells. */
  fit() {
    this.camera.fit();
    this.#look();
  }

  /** @param {number} steps of doubling; more is closer @param {import("./geometry.js").Point} [pixel] that stays */
  zoom(steps, pixel) {
    this.camera.zoom(2 ** steps, pixel);
    this.#look();
  }

  /** @param {number} x @param {number} y in CSS pixels */
  move(x, y) {
    this.camera.move(x, y);
    this.#look();
  }

  #look() {
    this.#moved = performance.now();
    clearTimeout(this.#still);
    if (this.#took > SMOOTH) this.#still = setTimeout(() => this.#draw(), STILL + 1);
    this.looked();
    this.#draw();
  }

  /** @param {Float32Array} places x0 y0 x1 y1 ... */
  place(places) {
    const bounds = boundsOf(places);
    const whole = fit(bounds, UNIT, UNIT);
    this.#to = whole;
    this.#drawn = new Float32Array(places.length);
    for (let i = 0; i + 1 < places.length; i += 2) {
      const [x, y] = [(places[i] - whole.x) * whole.scale, (places[i + 1] - whole.y) * whole.scale];
      const has = Number.isFinite(x) && Number.isFinite(y);
      this.#drawn[i] = has ? x : NOWHERE;
      this.#drawn[i + 1] = has ? y : NOWHERE;
    }
    this.camera.data(bounds);
    this.mark(this.#marked);
    this.looked();
  }

  /** @param {Uint8Array} colours four bytes a cell */
  colour(colours) {
    this.#colours = colours;
    this.#draw();
  }

  /** @param {readonly Mark[]} marks later ones on top */
  mark(marks) {
    this.#marked = marks;
    const [cells, colours] = gathered(marks, this.#drawn.length / 2);
    const places = new Float32Array(2 * cells.length);
    for (let i = 0; i < cells.length; i++) {
      places[2 * i] = this.#drawn[2 * cells[i]];
      places[2 * i + 1] = this.#drawn[2 * cells[i] + 1];
    }
    this.#marks = { cells, colours, places };
    this.#draw();
  }

  /** @param {Uint32Array} cells */
  select(cells) {
    this.#selected = cells;
    this.#draw();
  }

  /** @param {boolean} dark */
  ground(dark) {
    this.#dark = dark;
    this.#draw();
  }

  /** Pixels from the middle of a cell within which it is meant. */
  get reach() {
    return this.#radius + 3;
  }

  /** Radius of a cell in pixels: smaller the more there are. */
  get #radius() {
    const { width, height } = this.camera;
    const cells = Math.max(this.#drawn.length / 2, 1);
    return Math.min(Math.max(Math.sqrt((width * height) / cells) * 0.16, 0.8), 4.5);
  }

  /** Something is to be drawn anew: with all else that changes until the next picture. */
  #draw() {
    if (this.#isDue || this.#drawn.length === 0 || this.#colours.length !== 2 * this.#drawn.length) return;
    this.#isDue = true;
    const now = () => this.#now();
    // a page in the background has no animation frame, and must still be drawn when somebody looks
    if (document.hidden) setTimeout(now, 0);
    else requestAnimationFrame(now);
  }

  #now() {
    this.#isDue = false;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(this.camera.width * ratio), Math.round(this.camera.height * ratio)];
    if (this.#picture.width !== width || this.#picture.height !== height) Object.assign(this.#picture, { width, height });
    const { x, y, scale } = this.#to;
    const view = { x: (this.camera.x - x) * scale, y: (this.camera.y - y) * scale, scale: (this.camera.scale / scale) * ratio };
    const began = performance.now();
    const isMoving = began - this.#moved < STILL;
    const each = isMoving && this.#took > SMOOTH ? this.#took / SMOOTH : 1;
    if (!this.#made(view, ratio, each)) return this.#later();
    if (each === 1) this.#took = performance.now() - began;
    this.#tries = 0;
    this.frames += 1;
    this.drawn();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.release(), REST);
  }

  /** @param {import("./points.js").View} view @param {number} ratio @param {number} each @returns {boolean} whether the picture is there */
  #made(view, ratio, each) {
    const { width, height } = this.#picture;
    const pen = this.#picture.getContext("2d");
    if (!pen) return false;
    const radius = this.#radius * ratio;
    const of = [view.x, view.y, view.scale, width, height, this.#drawn, this.#colours, this.#marks, each];
    if (of.some((one, place) => one !== this.#base.of[place])) {
      /** @type {import("./points.js").Layer[]} */
      const layers = [{ places: this.#drawn, colours: this.#colours, radius }];
      if (this.#marks.cells.length) layers.unshift({ places: this.#marks.places, colours: this.#marks.colours, radius: radius * 1.4 + 1.8 * ratio });
      Object.assign(this.#base.canvas, { width, height }); // which wipes it, too
      this.#base.of = [];
      if (!this.#onto(this.#base.canvas, view, layers, each)) return false;
      this.#base.of = of;
    }
    const ring = this.#dark ? 255 : 0;
    const selected = { places: this.#drawn, colours: /** @type {[number, number, number]} */ ([ring, ring, ring]), cells: this.#selected, radius: radius + 1.9 * ratio, ring: radius + 0.4 * ratio };
    pen.clearRect(0, 0, width, height);
    pen.drawImage(this.#base.canvas, 0, 0);
    return this.#selected.length === 0 || this.#onto(this.#picture, view, [selected], 1);
  }

  /** @param {HTMLCanvasElement} canvas @param {import("./points.js").View} view @param {import("./points.js").Layer[]} layers @param {number} each */
  #onto(canvas, view, layers, each) {
    try {
      if (this.#points?.isLost) this.#points = null;
      this.#points ??= new Points();
      return this.#points.draw(canvas, view, layers, this.#drawn.length <= 2 * SOFT, each);
    } catch (error) {
      if (!(error instanceof NoGraphics)) throw error;
      this.#points = null;
      return false;
    }
  }

  /** The graphics are not to be had now. */
  #later() {
    this.#tries += 1;
    if (this.#tries === TRIES) this.#failed("The browser gives this plot no graphics (too many plots are drawn at once, or the graphics card was reset). What is seen is the last picture; it is drawn anew when you click into the page. Your work is as it was.");
    if (this.#tries < TRIES) setTimeout(() => this.#draw(), AGAIN * (1 + Math.random())); // not all plots of a notebook at once
  }

  /** Give the graphics back; the picture stays, and the next change asks for them anew. */
  release() {
    this.#points?.release();
    this.#points = null;
  }

  /** A person is here: what could not be drawn is tried again. */
  wake() {
    if (this.#tries < TRIES) return;
    this.#tries = 0;
    this.#draw();
  }
}

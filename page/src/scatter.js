// The plot: cells as points, with a halo around those of groups and a ring around those that are selected.
//
// Rules of this file:
// * deck.gl draws and moves; this file gives it typed arrays and asks it where a pixel lies in the data.
// * Places are brought to the middle and the size of the view in double precision before they become the 32 bits of a
//   graphics card, so that far-off or tiny coordinates lose nothing that can be seen.
// * Cells without a place are not drawn.
// * The fill of a cell is the colour that the legend gives it, whatever group it is in: halos lie below all cells.

import { Deck, OrthographicView } from "@deck.gl/core";
import { ScatterplotLayer } from "@deck.gl/layers";

import { boundsOf, fit } from "./geometry.js";

/** @typedef {{cells: Uint32Array, colour: [number, number, number]}} Mark */

const UNIT = 1000; // the data's larger span, in the units that deck.gl gets
const ZOOM_MIN = -4;
const ZOOM_MAX = 24;
const NO_TRANSPARENCY = 255;

export class Scatter {
  /** @type {Deck<OrthographicView>} */ #deck;
  /** @type {Float32Array} x0 y0 x1 y1 ..., of the data */ #places = new Float32Array(0);
  /** @type {Float32Array} the same in deck.gl's units; what has no place is NaN */ #drawn = new Float32Array(0);
  /** @type {import("./geometry.js").Bounds | null} */ #bounds = null;
  /** of the data's places @type {{x: number, y: number, scale: number}} */ #to = { x: 0, y: 0, scale: 1 };
  /** @type {Uint8Array} */ #colours = new Uint8Array(0);
  /** @type {Mark[]} */ #marks = [];
  /** @type {Uint32Array} */ #selected = new Uint32Array(0);
  /** @type {{target: [number, number, number], zoom: number}} */ #view = { target: [0, 0, 0], zoom: 0 };
  #moves = true;
  #dark = false;
  /** the view follows the size of its place until the person moves it */ #fitted = true;
  /** called after each frame @type {() => void} */ drawn = () => {};
  /** called when another part of the data is seen @type {() => void} */ looked = () => {};

  /**
   * @param {HTMLElement} place
   * @param {HTMLCanvasElement} canvas
   * @param {(message: string) => void} failed
   */
  constructor(place, canvas, failed) {
    this.#place = place;
    this.#canvas = canvas;
    this.#failed = failed;
    this.#deck = this.#made();
    new ResizeObserver(() => (this.#fitted ? this.fit() : this.#deck.redraw("size"))).observe(place);
  }

  /** @type {HTMLElement} */ #place;
  /** @type {HTMLCanvasElement} */ #canvas;
  /** @type {(message: string) => void} */ #failed;
  #isLost = false;
  /** called when the browser has taken the graphics away @type {() => void} */ lost = () => {};

  #made() {
    const canvas = this.#canvas;
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault(); // or it is never given back
      if (this.#isLost || canvas !== this.#canvas) return;
      this.#isLost = true;
      this.lost();
    });
    canvas.addEventListener("webglcontextrestored", () => canvas === this.#canvas && this.revive());
    /** @type {Deck<OrthographicView>} */
    const deck = new Deck({
      canvas,
      width: "100%",
      height: "100%",
      views: new OrthographicView({ id: "plot", flipY: false, controller: true }),
      viewState: this.#view,
      onViewStateChange: ({ viewState }) => {
        this.#fitted = false;
        this.#look({ target: viewState.target, zoom: viewState.zoom });
      },
      onError: (error) => this.#isLost || this.#failed(error.message),
      onAfterRender: () => this.#isLost || this.drawn(),
      layers: [],
    });
    return deck;
  }

  /** Draw again after the graphics were lost, on a canvas of its own: nothing of the old one is good for anything. */
  revive() {
    if (!this.#isLost) return;
    const canvas = /** @type {HTMLCanvasElement} */ (this.#canvas.cloneNode());
    try {
      this.#deck.finalize();
    } catch {
      // it has lost what it would give back
    }
    this.#canvas.replaceWith(canvas);
    this.#canvas = canvas;
    this.#isLost = false;
    this.#deck = this.#made();
    this.move(this.#moves);
    this.#draw();
  }

  /** @param {{target: any, zoom: any}} view */
  #look(view) {
    const zoom = Math.min(Math.max(Number(view.zoom), ZOOM_MIN), ZOOM_MAX);
    this.#view = { target: [view.target[0], view.target[1], 0], zoom };
    this.#deck.setProps({ viewState: this.#view });
    this.looked();
  }

  /** Show all cells. */
  fit() {
    const { clientWidth, clientHeight } = this.#place;
    const whole = fit(this.#bounds, clientWidth || 1, clientHeight || 1);
    this.#look({ target: [0, 0, 0], zoom: Math.log2(whole.scale / this.#to.scale) });
    this.#fitted = true;
  }

  /** @param {number} steps more is closer */
  zoom(steps) {
    this.#fitted = false;
    this.#look({ ...this.#view, zoom: this.#view.zoom + steps });
  }

  /** Whether dragging moves the plot. @param {boolean} moves */
  move(moves) {
    this.#moves = moves;
    const controller = moves ? { doubleClickZoom: false, inertia: false } : false;
    this.#deck.setProps({ views: new OrthographicView({ id: "plot", flipY: false, controller }) });
  }

  get moves() {
    return this.#moves;
  }

  /** @param {Float32Array} places x0 y0 x1 y1 ... */
  place(places) {
    this.#places = places;
    this.#bounds = boundsOf(places);
    const whole = fit(this.#bounds, UNIT, UNIT);
    this.#to = whole;
    this.#drawn = Float32Array.from(places, (value, i) => (value - (i % 2 ? whole.y : whole.x)) * whole.scale);
    this.fit();
    this.#draw();
  }

  /** @param {Uint8Array} colours four bytes a cell */
  colour(colours) {
    this.#colours = colours;
    this.#draw();
  }

  /** @param {Mark[]} marks later ones on top */
  mark(marks) {
    this.#marks = marks;
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

  /**
   * Where a pixel of the plot lies in the data.
   * @param {number} x CSS pixels from the left of the plot
   * @param {number} y CSS pixels from its top
   * @returns {import("./geometry.js").Point}
   */
  at(x, y) {
    const { clientWidth, clientHeight } = this.#place;
    const pixels = 2 ** this.#view.zoom * this.#to.scale; // for one unit of the data
    return {
      x: this.#to.x + this.#view.target[0] / this.#to.scale + (x - clientWidth / 2) / pixels,
      y: this.#to.y + this.#view.target[1] / this.#to.scale - (y - clientHeight / 2) / pixels,
    };
  }

  /** Where a place of the data lies in the plot, in CSS pixels from its upper left corner. @param {import("./geometry.js").Point} point */
  pixel({ x, y }) {
    const { clientWidth, clientHeight } = this.#place;
    const pixels = 2 ** this.#view.zoom * this.#to.scale;
    const [left, top] = this.#view.target;
    return {
      x: clientWidth / 2 + (x - this.#to.x - left / this.#to.scale) * pixels,
      y: clientHeight / 2 - (y - this.#to.y - top / this.#to.scale) * pixels,
    };
  }

  /** How many units of the data a number of pixels is. @param {number} pixels */
  span(pixels) {
    return pixels / (2 ** this.#view.zoom * this.#to.scale);
  }

  /** Pixels from the middle of a cell within which it is meant. */
  get reach() {
    return this.#radius + 3;
  }

  /** Radius of a cell in pixels: smaller the more there are. */
  get #radius() {
    const { clientWidth, clientHeight } = this.#place;
    const cells = Math.max(this.#places.length / 2, 1);
    return Math.min(Math.max(Math.sqrt((clientWidth * clientHeight) / cells) * 0.16, 0.8), 4.5);
  }

  #draw() {
    const count = this.#drawn.length / 2;
    if (count === 0 || this.#colours.length !== 4 * count) return;
    const radius = this.#radius;
    const layers = [];
    const [cells, colours] = gathered(this.#marks);
    if (cells.length) layers.push(points("marks", this.#taken(cells), colours, radius * 1.4 + 1.8));
    layers.push(points("cells", this.#drawn, this.#colours, radius));
    if (this.#selected.length) {
      const ring = this.#dark ? 255 : 0;
      const alike = new Uint8Array(4 * this.#selected.length).fill(ring);
      for (let at = 3; at < alike.length; at += 4) alike[at] = NO_TRANSPARENCY;
      layers.push(points("selected", this.#taken(this.#selected), alike, radius + 1.2, true));
    }
    this.#deck.setProps({ layers });
  }

  /** The places of some cells. @param {Uint32Array} cells */
  #taken(cells) {
    const places = new Float32Array(2 * cells.length);
    for (let i = 0; i < cells.length; i++) {
      places[2 * i] = this.#drawn[2 * cells[i]];
      places[2 * i + 1] = this.#drawn[2 * cells[i] + 1];
    }
    return places;
  }
}

/** Cells of all marks with their colours, in order. @param {Mark[]} marks @returns {[Uint32Array, Uint8Array]} */
function gathered(marks) {
  const size = marks.reduce((sum, mark) => sum + mark.cells.length, 0);
  const cells = new Uint32Array(size);
  const colours = new Uint8Array(4 * size).fill(NO_TRANSPARENCY);
  let at = 0;
  for (const mark of marks) {
    cells.set(mark.cells, at);
    for (let i = 0; i < mark.cells.length; i++) colours.set(mark.colour, 4 * (at + i));
    at += mark.cells.length;
  }
  return [cells, colours];
}

/**
 * @param {string} id
 * @param {Float32Array} places
 * @param {Uint8Array} colours
 * @param {number} radius
 * @param {boolean} [ring] only the outline
 */
function points(id, places, colours, radius, ring = false) {
  const colour = { value: colours, size: 4, normalized: true };
  return new ScatterplotLayer({
    id,
    data: {
      length: places.length / 2,
      attributes: {
        getPosition: { value: places, size: 2 },
        [ring ? "getLineColor" : "getFillColor"]: colour,
      },
    },
    radiusUnits: "pixels",
    lineWidthUnits: "pixels",
    getRadius: radius,
    getLineWidth: ring ? 1.5 : 0,
    stroked: ring,
    filled: !ring,
    antialiasing: places.length < 400_000,
    pickable: false,
    parameters: { depthCompare: "always", depthWriteEnabled: false },
  });
}

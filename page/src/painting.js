// The colours of the plot: the values that they are made of, and what of them has not come.
//
// Rules of this file:
// * What belongs to the data set is asked from the server once and kept; what did not come is asked for again.
// * Only what changed is sent to the graphics card.

import { coloursAlike, coloursByCode, coloursByValue, parseColour } from "./colours.js";
import { coloursOfColumn } from "./columns.js";
import { spanOf } from "./span.js";
import { shown } from "./text.js";
import * as W from "./work.js";

const LOADING = "Loading…";
const FAILED = "It could not be loaded, and is asked for again.";
const AGAIN = "It could not be loaded. Asking again…";
const RETRY = 3000; // milliseconds

export class Painting {
  #app;
  /** @type {Map<number, Float32Array | Int32Array>} */ #columns = new Map();
  /** columns and genes that are not here, and what is said in their place @type {Map<number | string, string>} */ #missing = new Map();
  /** those that are known to be missing @type {Set<number | string>} */ #told = new Set();
  /** what was painted last @type {unknown[]} */ #painted = [];

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.#app = app;
  }

  /** Bring the plot up to what the store says. */
  paint() {
    const app = this.#app;
    const { work, colouring, selection } = app.store;
    const page = W.pageOf(work);
    const field = colouring.source === "field" ? work.fields.find((one) => one.id === colouring.id) : undefined;
    const column = colouring.source === "obs" ? app.dataset?.obs.find((one) => one.id === colouring.id) : undefined;
    if (column) this.ask(column);
    const gene = colouring.source === "gene" ? colouring : undefined;
    const expressed = gene ? app.genes.values(gene) : null;
    if (gene && !expressed) this.#fetch(keyOf(gene), `The gene ${shown(gene.name, 40)}`, () => app.genes.fetch(gene));
    app.values = field?.codes ?? expressed ?? (column ? (this.#columns.get(column.id) ?? null) : null);
    const old = this.#painted;
    // groups that come in one by one are one picture when all are here: each picture of a million cells takes a while
    const groups = app.store.cancel && old.length ? old[2] : page.groups;
    const parts = [app.values, field ? field.colors : column, groups, selection];
    // the first picture waits for the colours that are on their way
    if (!app.scatter || !app.dataset || (old.length === 0 && !app.values && this.missing === LOADING)) return;
    this.#painted = parts;
    if (old[0] !== parts[0] || old[1] !== parts[1] || old.length === 0)
      app.scatter.colour(coloursOf(app.values, field?.colors ?? (column && coloursOfColumn(column)), app.cells));
    if (old[2] !== parts[2])
      app.scatter.mark(page.groups.map((group) => ({ cells: W.marked(group), colour: parseColour(group.color) })));
    if (old[3] !== parts[3]) app.scatter.select(selection);
  }

  /** Have the values of a column come, where they are not here. @param {import("./server.js").ObsColumn} column */
  ask(column) {
    if (this.#columns.has(column.id)) return;
    this.#fetch(column.id, `The column ${shown(column.key, 40)}`, async () => void this.#columns.set(column.id, await this.#app.server.obs(column)));
  }

  /** @param {number | string} id of the column or gene @param {string} what for people @param {() => Promise<void>} get */
  async #fetch(id, what, get) {
    if (this.#missing.has(id)) return;
    this.#missing.set(id, this.#told.has(id) ? AGAIN : LOADING);
    try {
      await get();
      this.#missing.delete(id);
    } catch (error) {
      if (!this.#told.has(id)) this.#app.troubles.tell(`${what} could not be loaded`, error);
      this.#told.add(id);
      this.#missing.set(id, FAILED);
      setTimeout(() => this.#app.again(), RETRY);
    }
    this.#app.store.changed();
  }

  /** What is said in place of the values that colour the cells; null: they are there. */
  get missing() {
    const { colouring } = this.#app.store;
    const id = colouring.source === "obs" ? colouring.id : colouring.source === "gene" ? keyOf(colouring) : "";
    return this.#missing.get(id) ?? null;
  }

  /** Let what did not come be asked for again. @returns {boolean} whether there is something */
  retry() {
    const failed = [...this.#missing].filter(([, text]) => text === FAILED);
    for (const [id] of failed) this.#missing.delete(id);
    return failed.length > 0;
  }
}

/** @param {import("./genes.js").GeneColouring} gene */
const keyOf = ({ matrix, gene }) => `gene ${matrix}/${gene}`;

/**
 * @param {Float32Array | Int32Array | null} values
 * @param {readonly string[] | undefined} colours of the categories, where there are any
 * @param {number} cells
 */
function coloursOf(values, colours, cells) {
  if (!values || values.length !== cells) return coloursAlike(cells);
  if (colours !== undefined) return coloursByCode(values, colours);
  const span = spanOf(/** @type {Float32Array} */ (values));
  return coloursByValue(/** @type {Float32Array} */ (values), span?.low ?? 0, span?.high ?? 1);
}

// The page as a whole: what a person or a notebook can have done, whatever control or command it comes from.
//
// Rules of this file:
// * Every action ends in words on the page when it can't be done; none fails silently, and none takes work with it.
// * What belongs to the data set is asked from the server once and kept.

import { categoriesOf, coloursOfColumn, labelOf } from "./columns.js";
import { copyField } from "./correct.js";
import { Drafts } from "./drafts.js";
import { pointsInside } from "./geometry.js";
import { Genes } from "./genes.js";
import { Painting } from "./painting.js";
import { Presence } from "./presence.js";
import { Said } from "./said.js";
import { Sessions } from "./sessions.js";
import { combined, others } from "./sets.js";
import { Store } from "./store.js";
import { shown } from "./text.js";
import { Troubles } from "./troubles.js";
import * as W from "./work.js";

export class App {
  store = new Store();
  /** @type {import("./server.js").Dataset | null} */ dataset = null;
  /** @type {import("./scatter.js").Scatter | null} */ scatter = null;
  /** @type {import("./gestures.js").Gestures | null} */ gestures = null;
  /** @type {import("./lasso.js").Lasso | null} */ lasso = null;
  /** @type {"move" | "lasso"} */ mode = "move";
  /** @type {import("./lasso.js").How} */ how = "new";
  embedding = 0;
  /** values of the column that colours the cells @type {Float32Array | Int32Array | null} */ values = null;
  /** x0 y0 x1 y1 ... of the embedding that is shown @type {Float32Array} */ places = new Float32Array(0);
  /** @type {import("./hover.js").Hover | null} */ hover = null;
  /** whether names of categories stand in the plot */ isNamed = true;
  /** whether it is told what keys do */ isHelp = false;
  /** @type {import("./neighbours.js").Graph | null} */ #graph = null;
  /** what is chosen of the values that colour the cells, as shares of their span @type {{values: unknown, from: number, to: number}} */ range = { values: null, from: 0, to: 1 };
  /** cells without a place in the embedding that is shown */ placeless = 0;
  /** @type {Promise<import("./server.js").Dataset> | null} */ #asked = null;
  /** the embedding that was asked for and did not come @type {number | null} */ #missing = null;

  /** @param {import("./server.js").Server} server @param {boolean} framed */
  constructor(server, framed) {
    this.server = server;
    this.presence = new Presence(server, this.store, framed);
    this.drafts = new Drafts(this);
    this.genes = new Genes(server);
    this.painting = new Painting(this);
    this.sessions = new Sessions(this);
    this.troubles = new Troubles(this.store, this.drafts);
  }

  /** How many cells there are. */
  get cells() {
    return this.dataset?.fingerprint.cellCount ?? 0;
  }

  // ---- the data

  /** Ask for the data set; `start` waits for the answer. */
  ask() {
    this.#asked = this.server.dataset();
    this.#asked.catch(() => {}); // who waits is told
  }

  async start() {
    if (!this.#asked) this.ask();
    const asked = this.#asked;
    this.#asked = null;
    this.dataset = await /** @type {Promise<import("./server.js").Dataset>} */ (asked);
    document.title = shown(this.dataset.name, 60);
    if (this.dataset.snapshot_refused) this.store.say("warning", `Nothing was restored: ${shown(this.dataset.snapshot_refused, 400)}`);
    const first = this.dataset.embeddings[0];
    const column = this.dataset.obs.find((one) => one.kind === "category");
    if (column) this.painting.ask(column); // on its way while the embedding is
    if (first) await this.setEmbedding(first.id);
    else this.store.say("warning", "The data set has no embedding in two dimensions, so there is nothing to draw. Sessions can be loaded and saved all the same.");
    if (column) this.store.colour({ source: "obs", id: column.id }, false);
    if (this.dataset.left_out?.length)
      this.store.say("info", `Not shown here: ${this.dataset.left_out.slice(0, 5).map((one) => `${shown(one.key, 40)} (${shown(one.why, 80)})`).join(", ")}${this.dataset.left_out.length > 5 ? " and more" : ""}.`);
    if (this.dataset.snapshot !== null) await this.sessions.restoreLatest(this.dataset.snapshot);
  }

  /** @param {number} id */
  async setEmbedding(id) {
    this.#missing = id;
    await this.troubles.attempt("The embedding could not be loaded; it is asked for again when the server can be reached", async () => {
      this.places = await this.server.embedding(id);
      this.#missing = null;
      this.embedding = id;
      this.placeless = placelessOf(this.places);
      if (this.placeless === this.cells && this.cells > 0)
        this.store.say("warning", `No cell has a place in ${shown(this.dataset?.embeddings.find((one) => one.id === id)?.key ?? "", 40)}: its values are no numbers. Nothing can be drawn; choose another embedding. Cells can be selected by category.`);
      this.scatter?.place(this.places);
      this.store.changed();
    });
  }

  /** Ask again for what did not come. */
  again() {
    const embedding = this.#missing;
    if (!this.painting.retry() && embedding === null) return;
    if (embedding !== null) this.setEmbedding(embedding);
    this.store.changed();
  }

  // ---- the plot

  /** @param {"move" | "lasso"} mode */
  setMode(mode) {
    this.mode = mode;
    if (this.gestures) this.gestures.drags = mode === "move";
    if (this.lasso) this.lasso.on = mode === "lasso";
    this.store.changed();
  }

  /** @param {boolean} shown whether it is told what keys do */
  setHelp(shown) {
    this.isHelp = shown;
    this.store.changed();
  }

  /** @param {boolean} named */
  setNamed(named) {
    this.isNamed = named;
    this.store.changed();
  }

  /** @param {import("./lasso.js").How} how */
  setHow(how) {
    this.how = how;
    if (this.lasso) this.lasso.how = how;
    this.store.changed();
  }

  /** @param {{x: number, y: number}[]} line in pixels of the plot @param {import("./lasso.js").How} how */
  drawn(line, how) {
    const { scatter } = this;
    if (!scatter) return;
    this.select(pointsInside(this.places, line.map((corner) => scatter.camera.at(corner))), how);
  }

  /** @param {Uint32Array} cells @param {import("./lasso.js").How} how */
  select(cells, how) {
    this.store.select(combined(this.store.selection, cells, how));
  }

  /** Select all other cells. */
  invert() {
    this.store.select(others(this.store.selection, this.cells));
  }

  /** Let the selection grow or shrink by one step in the graph of neighbours. @param {(cells: Uint32Array, graph: import("./neighbours.js").Graph) => Uint32Array} step */
  async byNeighbours(step) {
    const first = this.dataset?.graphs?.[0];
    if (!first || this.store.busy !== "") return;
    await this.troubles.attempt("The graph of neighbours could not be loaded", async () => {
      if (!this.#graph) {
        this.store.during("Loading the graph of neighbours…");
        try {
          this.#graph = await this.server.graph(first.id);
        } finally {
          this.store.during("");
        }
        if (this.#graph.starts.length !== this.cells + 1) throw new Said("it is not one of these cells");
      }
      this.store.select(step(this.store.selection, this.#graph));
    });
  }

  /** @param {import("./store.js").Colouring} colouring */
  setColouring(colouring) {
    this.store.colour(colouring, true);
  }

  /** Colour by a gene of this name, in the matrix that is chosen. @param {string} name @returns {Promise<boolean>} whether there is one */
  async colourByGene(name) {
    const { matrix } = this.genes;
    const found = await this.genes.look(matrix, name);
    if (found) this.setColouring(found);
    return found !== null;
  }

  /** A person looks for a gene. @param {string} name */
  async lookForGene(name) {
    if (name.trim() === "") return;
    await this.troubles.attempt("The gene could not be looked up", async () => {
      if (await this.colourByGene(name)) return;
      const near = this.genes.found.slice(0, 5).map((one) => shown(one, 40));
      this.store.say("warning", `There is no gene “${shown(name, 60)}” in ${shown(this.matrixName(this.genes.matrix), 40)}.${near.length ? ` Is it ${near.join(", ")}?` : ""}`);
    });
  }

  /** @param {number} matrix */
  matrixName(matrix) {
    return this.dataset?.matrices?.find((one) => one.id === matrix)?.key ?? "";
  }

  // ---- the work

  /** A step of the person. @param {(work: W.Work) => W.Work} change @returns {boolean} whether it was done */
  work(change) {
    try {
      this.store.step(change(this.store.work));
      return true;
    } catch (error) {
      if (!(error instanceof W.Refusal)) throw error;
      this.store.say("warning", error.message);
      return false;
    }
  }

  /** @param {string} key @returns {boolean} whether there is one now */
  addField(key) {
    if (!this.work((work) => W.addField(work, key, this.cells))) return false;
    const made = this.store.work.fields.at(-1);
    if (made) this.setColouring({ source: "field", id: made.id });
    return true;
  }

  /** @param {string} id of the field @param {number} code */
  paint(id, code) {
    this.work((work) => W.paint(work, id, code, this.store.selection, this.cells));
    this.setColouring({ source: "field", id });
  }

  /** Make a field of a column, that can be corrected. @param {import("./server.js").ObsColumn} column @param {Int32Array} codes */
  copyColumn(column, codes) {
    if (column.kind !== "category") return;
    const before = this.store.work;
    const names = categoriesOf(column, before);
    this.work((work) => copyField(work, labelOf(column, work), names, coloursOfColumn(column) ?? [], codes));
    const made = this.store.work.fields.at(-1);
    if (this.store.work === before || !made) return;
    this.setColouring({ source: "field", id: made.id });
    this.store.say("info", `“${shown(made.key, 60)}” is a copy of ${shown(column.key, 60)}. Rename, merge and delete its categories, and paint cells; the column stays as it is.`);
  }
}

/** How many cells have no place. @param {Float32Array} places */
function placelessOf(places) {
  let found = 0;
  for (let i = 0; i < places.length; i += 2) if (!(Number.isFinite(places[i]) && Number.isFinite(places[i + 1]))) found += 1;
  return found;
}

// The page as a whole: what a person or a notebook can have done, whatever control or command it comes from.
//
// Rules of this file:
// * Every action ends in words on the page when it can't be done; none fails silently, and none takes work with it.
// * What belongs to the data set is asked from the server once and kept.

import { coloursAlike, coloursByCode, coloursByValue, parseColour } from "./colours.js";
import { categoriesOf, coloursOfColumn, labelOf } from "./columns.js";
import { copyField } from "./correct.js";
import { Drafts } from "./drafts.js";
import { pointsInside } from "./geometry.js";
import { Genes } from "./genes.js";
import { load } from "./load.js";
import { fileName, save } from "./save.js";
import { Presence } from "./presence.js";
import { Refused, UnknownViewer, Unreachable } from "./server.js";
import { spanOf } from "./span.js";
import { combined, others } from "./sets.js";
import { Store } from "./store.js";
import { counted, shown } from "./text.js";
import { unkept } from "./told.js";
import * as W from "./work.js";

const REMEMBERED = 32; // sessions that Python got
const MOST_BYTES = 512 * 1024 * 1024; // of a file: what the validator's policy takes too

const LOADING = "Loading…";
const FAILED = "It could not be loaded, and is asked for again.";
const AGAIN = "It could not be loaded. Asking again…";
const RETRY = 3000; // milliseconds
const GONE = "The server of this page can't be reached. Is the notebook's kernel running, and the connection up?";
const RESTARTED = "This page belongs to a kernel that was restarted, or to a viewer that was closed.";
const SAFE = "Your work is kept as a draft: run the notebook's cell again, and the new page offers it.";
const UNSAFE = "Your last changes are nowhere but here: press Save State before you run the notebook's cell again, or close this page.";

/** @typedef {"cancel" | "save" | "go"} Answer what is done: nothing, the work is saved first, or what was asked for */
/** @typedef {{text: string, choices: [Answer, string][], answer: (answer: Answer) => void}} Question the last choice is the main one */

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
  /** @type {Question | null} */ question = null;
  /** x0 y0 x1 y1 ... of the embedding that is shown @type {Float32Array} */ places = new Float32Array(0);
  /** @type {import("./hover.js").Hover | null} */ hover = null;
  /** whether names of categories stand in the plot */ isNamed = true;
  /** whether it is told what keys do */ isHelp = false;
  /** @type {Map<number, Float32Array | Int32Array>} */ #columns = new Map();
  /** what was painted last, so that only what changed is sent to the graphics card @type {unknown[]} */ #painted = [];
  /** @type {import("./neighbours.js").Graph | null} */ #graph = null;
  /** what is chosen of the values that colour the cells, as shares of their span @type {{values: unknown, from: number, to: number}} */ range = { values: null, from: 0, to: 1 };
  #unreached = 0;
  /** cells without a place in the embedding that is shown */ placeless = 0;
  /** what was asked for and is not here @type {{embedding: number | null, columns: Map<number | string, string>, told: Set<number | string>}} */ #missing = { embedding: null, columns: new Map(), told: new Set() };
  /** requests of Python, and the edition that each got @type {[string, number][]} */ #sent = [];

  /** @param {import("./server.js").Server} server @param {boolean} framed */
  constructor(server, framed) {
    this.server = server;
    this.presence = new Presence(server, this.store, framed);
    this.drafts = new Drafts(this);
    this.genes = new Genes(server);
  }

  /** How many cells there are. */
  get cells() {
    return this.dataset?.fingerprint.cellCount ?? 0;
  }

  // ---- the data

  async start() {
    this.dataset = await this.server.dataset();
    document.title = shown(this.dataset.name, 60);
    if (this.dataset.snapshot_refused) this.store.say("warning", `Nothing was restored: ${shown(this.dataset.snapshot_refused, 400)}`);
    const first = this.dataset.embeddings[0];
    if (first) await this.setEmbedding(first.id);
    else this.store.say("warning", "The data set has no embedding in two dimensions, so there is nothing to draw. Sessions can be loaded and saved all the same.");
    const column = this.dataset.obs.find((one) => one.kind === "category");
    if (column) this.store.colour({ source: "obs", id: column.id }, false);
    if (this.dataset.left_out?.length)
      this.store.say("info", `Not shown here: ${this.dataset.left_out.slice(0, 5).map((one) => `${shown(one.key, 40)} (${shown(one.why, 80)})`).join(", ")}${this.dataset.left_out.length > 5 ? " and more" : ""}.`);
    if (this.dataset.snapshot !== null) await this.#restoreLatest(this.dataset.snapshot);
  }

  /** @param {string} name */
  async #restoreLatest(name) {
    await this.#attempt("The session of the data's folder was not loaded", async () => {
      await this.#loading(await this.server.snapshot(), name, true);
    });
  }

  /** @param {number} id */
  async setEmbedding(id) {
    this.#missing.embedding = id;
    await this.#attempt("The embedding could not be loaded; it is asked for again when the server can be reached", async () => {
      this.places = await this.server.embedding(id);
      this.#missing.embedding = null;
      this.embedding = id;
      this.placeless = placelessOf(this.places);
      if (this.placeless === this.cells && this.cells > 0)
        this.store.say("warning", `No cell has a place in ${shown(this.dataset?.embeddings.find((one) => one.id === id)?.key ?? "", 40)}: its values are no numbers. Nothing can be drawn; choose another embedding. Cells can be selected by category.`);
      this.scatter?.place(this.places);
      this.store.changed();
    });
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
    await this.#attempt("The graph of neighbours could not be loaded", async () => {
      if (!this.#graph) {
        this.store.during("Loading the graph of neighbours…");
        try {
          this.#graph = await this.server.graph(first.id);
        } finally {
          this.store.during("");
        }
        if (this.#graph.starts.length !== this.cells + 1) throw new Error("it is not one of these cells");
      }
      this.store.select(step(this.store.selection, this.#graph));
    });
  }

  /** @param {import("./store.js").Colouring} colouring */
  setColouring(colouring) {
    this.store.colour(colouring, true);
  }

  /** Bring the plot up to what the store says. */
  paintPlot() {
    const { work, colouring, selection } = this.store;
    const page = W.pageOf(work);
    const field = colouring.source === "field" ? work.fields.find((one) => one.id === colouring.id) : undefined;
    const column = colouring.source === "obs" ? this.dataset?.obs.find((one) => one.id === colouring.id) : undefined;
    if (column && !this.#columns.has(column.id)) this.#fetch(column.id, `The column ${shown(column.key, 40)}`, async () => void this.#columns.set(column.id, await this.server.obs(column)));
    const gene = colouring.source === "gene" ? colouring : undefined;
    const expressed = gene ? this.genes.values(gene) : null;
    if (gene && !expressed) this.#fetch(keyOf(gene), `The gene ${shown(gene.name, 40)}`, () => this.genes.fetch(gene));
    this.values = field?.codes ?? expressed ?? (column ? (this.#columns.get(column.id) ?? null) : null);
    const parts = [this.values, field ? field.colors : column, page.groups, selection];
    const old = this.#painted;
    // the first picture waits for the colours that are on their way
    if (!this.scatter || !this.dataset || (old.length === 0 && !this.values && this.missing === LOADING)) return;
    this.#painted = parts;
    if (old[0] !== parts[0] || old[1] !== parts[1] || old.length === 0)
      this.scatter.colour(coloursOf(this.values, field?.colors ?? (column && coloursOfColumn(column)), this.cells));
    if (old[2] !== parts[2])
      this.scatter.mark(page.groups.map((group) => ({ cells: W.marked(group), colour: parseColour(group.color) })));
    if (old[3] !== parts[3]) this.scatter.select(selection);
  }

  /** @param {number | string} id of the column or gene @param {string} what for people @param {() => Promise<void>} get */
  async #fetch(id, what, get) {
    const { columns, told } = this.#missing;
    if (columns.has(id)) return;
    columns.set(id, told.has(id) ? AGAIN : LOADING);
    try {
      await get();
      columns.delete(id);
    } catch (error) {
      if (!told.has(id)) this.#tell(`${what} could not be loaded`, error);
      told.add(id);
      columns.set(id, FAILED);
      setTimeout(() => this.again(), RETRY);
    }
    this.store.changed();
  }

  /** What is said in place of the values that colour the cells; null: they are there. */
  get missing() {
    const { colouring } = this.store;
    const id = colouring.source === "obs" ? colouring.id : colouring.source === "gene" ? keyOf(colouring) : "";
    return this.#missing.columns.get(id) ?? null;
  }

  /** Ask again for what did not come. */
  again() {
    const { embedding, columns } = this.#missing;
    const failed = [...columns].filter(([, text]) => text === FAILED);
    if (embedding === null && failed.length === 0) return;
    for (const [id] of failed) columns.delete(id);
    if (embedding !== null) this.setEmbedding(embedding);
    this.store.changed();
  }

  /** Colour by a gene of this name, in the matrix that is chosen. @param {string} name @returns {Promise<boolean>} whether there is one */
  async colourByGene(name) {
    const { matrix } = this.genes;
    const found = await this.genes.look(matrix, name);
    if (found) this.setColouring(found);
    return found !== null;
  }

  /** Colour by the gene of a session, where one of the matrices has it. @param {string} name */
  async #restoreGene(name) {
    await this.#attempt("The gene that colours the cells of the session could not be looked up", async () => {
      for (const { id } of this.dataset?.matrices ?? []) {
        const found = await this.genes.look(id, name);
        if (found) return this.store.colour(found, false);
      }
    });
  }

  /** A person looks for a gene. @param {string} name */
  async lookForGene(name) {
    if (name.trim() === "") return;
    await this.#attempt("The gene could not be looked up", async () => {
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

  /** A step of the person. @param {(work: W.Work) => W.Work} change */
  work(change) {
    try {
      this.store.step(change(this.store.work));
    } catch (error) {
      if (!(error instanceof W.Refusal)) throw error;
      this.store.say("warning", error.message);
    }
  }

  /** @param {string} key */
  addField(key) {
    const before = this.store.work;
    this.work((work) => W.addField(work, key, this.cells));
    const made = this.store.work.fields.at(-1);
    if (this.store.work !== before && made) this.setColouring({ source: "field", id: made.id });
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

  // ---- sessions

  /** The bytes of what is here now. @param {Date} [now] @returns {Promise<Uint8Array>} */
  async bytes(now) {
    if (!this.dataset) throw new Error("The page has no data set yet.");
    const { work, colouring, colouringChosen } = this.store;
    return save(work, colouring, colouringChosen, this.dataset, now);
  }

  async save() {
    return this.#attempt("The session could not be saved", async () => {
      const { edition } = this.store;
      const bytes = await this.bytes();
      const url = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: "application/octet-stream" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = fileName(/** @type {import("./server.js").Dataset} */ (this.dataset), new Date());
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      this.#kept(edition);
      this.store.say("good", `Saved as ${link.download} (${counted(bytes.length, "byte")}). The data set is not in it.`);
    });
  }

  /** @param {number} edition that was saved @returns {boolean} whether that is what is here */
  #kept(edition) {
    const same = this.store.edition === edition;
    if (same) this.store.unsaved = false;
    this.store.changed();
    return same;
  }

  /** Let the person choose a file. */
  choose() {
    /** @type {HTMLInputElement | null} */ (document.querySelector("#file"))?.click();
  }

  /** @param {Blob} input @param {string} name */
  async load(input, name) {
    if (!this.dataset || this.store.busy !== "") return;
    if (input.size > MOST_BYTES) {
      this.store.say("error", `“${shown(name)}” is larger than 512 MiB and was not loaded.`);
      return;
    }
    await this.#attempt(`“${shown(name)}” was not loaded`, async () => void (await this.#loading(input, name)));
  }

  /** A draft. @param {Uint8Array} bytes @param {string} name @returns {Promise<boolean>} whether it is here now */
  async takeBack(bytes, name) {
    let came = false;
    await this.#attempt(`“${name}” was not taken back`, async () => {
      if (this.store.busy === "") came = await this.#loading(bytes, name);
    });
    return came;
  }

  /** @param {Blob | Uint8Array} input @param {string} name @param {boolean} [beside] it lies with the data @returns {Promise<boolean>} */
  async #loading(input, name, beside = false) {
    if (!this.dataset) return false;
    this.store.during("Reading…");
    try {
      return await load(input, name, this.dataset, this.store, {
        mayReplace: () => this.#mayReplace(),
        isThisData: (text) => this.#isThisData(text, beside),
        colourByGene: (gene) => this.#restoreGene(gene),
        ...(beside && { isWanted: (text) => this.#isWanted(text) }),
      });
    } finally {
      this.store.during("");
    }
  }

  /** @returns {Promise<boolean>} */
  async #mayReplace() {
    if (!this.store.unsaved || W.isEmpty(this.store.work)) return true;
    const text = "Loading a session takes the place of the groups and labels that are here, and they have changes that were not saved.";
    const answer = await this.#ask(text, [["cancel", "Cancel"], ["save", "Save first"], ["go", "Replace"]]);
    return answer === "go" || (answer === "save" && (await this.save()));
  }

  /** @param {string} text @param {boolean} beside @returns {Promise<boolean>} */
  async #isThisData(text, beside) {
    if (beside) {
      this.store.say("warning", `${text} It lies with the data, so it was loaded.`);
      return true;
    }
    return (await this.#ask(text, [["go", "Load anyway"], ["cancel", "Cancel"]])) === "go";
  }

  /** @param {string} text @returns {Promise<boolean>} */
  async #isWanted(text) {
    return (await this.#ask(`${text} It lies with the data. Load it now?`, [["cancel", "Not now"], ["go", "Load it"]])) === "go";
  }

  /** @param {string} text @param {[Answer, string][]} choices @returns {Promise<Answer>} */
  #ask(text, choices) {
    return new Promise((resolve) => {
      this.question = {
        text,
        choices,
        answer: (answer) => {
          this.question = null;
          this.store.changed();
          resolve(answer);
        },
      };
      this.store.changed();
    });
  }

  /** Python asks for the session. @param {string} requestId */
  async capture(requestId) {
    const { edition } = this.store;
    try {
      await this.server.upload(requestId, await this.bytes());
    } catch (error) {
      if (error instanceof Refused && error.status === 404) {
        this.store.say("info", "Python asked for the session, and did not wait until it came.");
        return;
      }
      this.#tell("Python asked for the session, and it could not be sent", error);
      throw error;
    }
    this.#sent = [...this.#sent.slice(1 - REMEMBERED), [requestId, edition]];
    const left = unkept(this.store.work, this.store.selection).length;
    this.store.say(
      left ? "warning" : "info",
      `Python asked for the session and got it.${left ? ` Of the selected cells ${counted(left, "cell is", "cells are")} in no group, so the session does not hold them as selected: press New group to keep them.` : ""}`,
    );
  }

  /** Python asks which cells are selected: they go as a session of one group, so that they are judged as all else is. @param {string} requestId */
  async tellSelection(requestId) {
    const { selection } = this.store;
    if (!this.dataset) throw new Error("The page has no data set yet.");
    const work = selection.length ? W.addGroup(W.emptyWork(), selection, "selection") : W.emptyWork();
    await this.server.upload(requestId, await save(work, { source: "none" }, false, this.dataset));
  }

  /** Python saved or applied a session that it got here. @param {string} requestId by which it asked */
  keptByPython(requestId) {
    const sent = this.#sent.find(([id]) => id === requestId);
    if (!sent || !this.store.unsaved) return;
    if (this.#kept(sent[1])) this.store.say("good", "Python saved the session.");
    else this.store.say("info", "Python saved the session that it got. What was done here since is not in it.");
  }

  // ---- what can go wrong

  /** What is said of the connection, and what to do; "" while it holds. */
  get alert() {
    const { kind, text } = this.store.connection;
    if (kind === "ok") return "";
    return this.drafts.safe ? (this.store.unsaved ? `${text} ${SAFE}` : `${text} Run the notebook's cell again to get a new page.`) : `${text} ${UNSAFE}`;
  }

  /** The server answered, or it did not. @param {unknown} error null after an answer */
  heard(error) {
    if (error instanceof UnknownViewer) this.store.connected({ kind: "unknown", text: RESTARTED });
    else if (error instanceof Unreachable) {
      this.#unreached += 1;
      if (this.#unreached > 1) this.store.connected({ kind: "unreachable", text: GONE });
    } else {
      this.#unreached = 0;
      this.store.connected({ kind: "ok", text: "" });
    }
  }

  /** @param {string} what @param {unknown} error */
  #tell(what, error) {
    this.heard(error);
    const text = error instanceof Unreachable ? "the server can't be reached" : String(/** @type {any} */ (error)?.message ?? error);
    const findings = error instanceof Refused ? error.findings.map((one) => shown(one, 200)) : [];
    this.store.say("error", `${what}: ${shown(text, 400).replace(/\.$/, "")}.`, findings.join("; "));
  }

  /** @param {string} what is told when it fails @param {() => Promise<void>} action @returns {Promise<boolean>} */
  async #attempt(what, action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.#tell(what, error);
      return false;
    }
  }
}

/** @param {import("./genes.js").GeneColouring} gene */
const keyOf = ({ matrix, gene }) => `gene ${matrix}/${gene}`;

/** How many cells have no place. @param {Float32Array} places */
function placelessOf(places) {
  let found = 0;
  for (let i = 0; i < places.length; i += 2) if (!(Number.isFinite(places[i]) && Number.isFinite(places[i + 1]))) found += 1;
  return found;
}

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

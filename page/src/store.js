// What the page knows at this moment, and who is told when it changes.
//
// Rules of this file:
// * One value at a time; listeners are called after each change and read what they need.
// * Steps of a person can be undone and done again, selections and loaded sessions too; what the restoring of a session
//   adds bit by bit is no step of its own, and survives an undo of a later one. Nothing is undone while a session loads.
// * `moment` counts all that a person could see change in selection and work: by it Python is told that something did.
// * `unsaved` is true from a step on until a session was saved, here or by Python, or loaded. `edition` counts what would be saved
//   otherwise than before.

import { NONE } from "./sets.js";
import { emptyWork, isEmpty } from "./work.js";

const STEPS = 60;
const NOTICES = 60;

/**
 * @typedef {import("./work.js").Work} Work
 * @typedef {{source: "none"} | {source: "obs", id: number} | {source: "field", id: string} |
 *           import("./genes.js").GeneColouring} Colouring
 * @typedef {"info" | "good" | "warning" | "error"} Level
 * @typedef {{id: number, level: Level, text: string, details: string}} Notice details, where there are any: for who wants to know more
 * @typedef {{work: Work, selection: Uint32Array}} Moment what a step begins from
 * @typedef {{kind: "ok" | "unreachable" | "unknown", text: string}} Connection
 */

/** @type {Colouring} */
const ALIKE = { source: "none" };

export class Store {
  /** @type {Work} */ work = emptyWork();
  /** @type {Uint32Array} cells that are selected */ selection = NONE;
  /** what was chosen, whether it is there or not @type {Colouring} */ #colouring = ALIKE;
  /** whether the person chose the colouring since the last load */ colouringChosen = false;
  unsaved = false;
  edition = 0;
  moment = 0;
  /** what is going on that takes a while, or "" */ busy = "";
  /** ends what is going on, where that can be @type {(() => void) | null} */ cancel = null;
  /** @type {Notice[]} newest last */ notices = [];
  /** @type {Connection} */ connection = { kind: "ok", text: "" };
  /** @type {Moment[]} newest last */ #past = [];
  /** @type {Moment[]} what was undone, newest last */ #future = [];
  /** @type {Set<() => void>} */ #listeners = new Set();
  #notice = 0;

  /** What colours the cells. A field that was deleted or undone colours none, and does again when it comes back. @returns {Colouring} */
  get colouring() {
    const chosen = this.#colouring;
    if (chosen.source !== "field") return chosen;
    return this.work.fields.some((field) => field.id === chosen.id && !field.deleted) ? chosen : ALIKE;
  }

  set colouring(colouring) {
    this.#colouring = colouring;
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
  }

  changed() {
    for (const listener of this.#listeners) listener();
  }

  /** A step of a person, or of Python. @param {Work} work */
  step(work) {
    if (work === this.work) return;
    this.#begin();
    this.work = work;
    this.#differs();
  }

  /** A step begins: it can be undone, and what was undone can't be done again. */
  #begin() {
    this.#past = [...this.#past.slice(1 - STEPS), { work: this.work, selection: this.selection }];
    this.#future = [];
  }

  /** What would be saved is not what was. */
  #differs() {
    this.unsaved = true;
    this.edition += 1;
    this.moment += 1;
    this.changed();
  }

  /** It is work that was not saved: a draft that was taken back. */
  unsave() {
    this.#differs();
  }

  /** A part of a session that came in. @param {(work: Work) => Work} restore */
  restore(restore) {
    this.work = restore(this.work);
    const later = (/** @type {Moment} */ moment) => ({ ...moment, work: restore(moment.work) });
    this.#past = this.#past.map(later);
    this.#future = this.#future.map(later);
    this.changed();
  }

  /** Another session in place of this work. @param {Work} work */
  replace(work) {
    if (isEmpty(this.work)) {
      this.#past = [];
      this.#future = [];
    } else this.#begin();
    this.work = work;
    this.selection = NONE;
    this.colouringChosen = false;
    this.unsaved = false;
    this.edition += 1;
    this.moment += 1;
    this.changed();
  }

  /** All that another session would take the place of. */
  everything() {
    const { work, selection, colouring, colouringChosen, unsaved } = this;
    return { work, selection, colouring, colouringChosen, unsaved, past: this.#past, future: this.#future };
  }

  /** As if no other session had come. @param {ReturnType<Store["everything"]>} before */
  goBack({ past, future, ...rest }) {
    Object.assign(this, rest);
    this.#past = past;
    this.#future = future;
    this.edition += 1;
    this.moment += 1;
    this.changed();
  }

  get canUndo() {
    return this.#past.length > 0 && this.busy === "";
  }

  get canRedo() {
    return this.#future.length > 0 && this.busy === "";
  }

  undo() {
    if (this.canUndo) this.#go(this.#past, this.#future);
  }

  redo() {
    if (this.canRedo) this.#go(this.#future, this.#past);
  }

  /** @param {Moment[]} from @param {Moment[]} to */
  #go(from, to) {
    const { work, selection } = /** @type {Moment} */ (from.pop());
    to.push({ work: this.work, selection: this.selection });
    this.selection = selection;
    if (work === this.work) {
      this.moment += 1;
      this.changed();
      return;
    }
    this.work = work;
    this.#differs();
  }

  /** @param {Uint32Array} cells */
  select(cells) {
    if (same(cells, this.selection)) return;
    this.#begin();
    this.selection = cells;
    this.moment += 1;
    this.changed();
  }

  /** @param {Colouring} colouring @param {boolean} chosen by the person */
  colour(colouring, chosen) {
    this.colouring = colouring;
    if (chosen) {
      this.colouringChosen = true;
      this.#differs();
    } else this.changed();
  }

  /** @param {Level} level @param {string} text @param {string} [details] for who wants to know more */
  say(level, text, details = "") {
    this.#notice += 1;
    this.notices = [...this.notices.slice(1 - NOTICES), { id: this.#notice, level, text, details }];
    this.changed();
  }

  /** @param {number} id */
  dismiss(id) {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  /** @param {string} busy @param {() => void} [cancel] */
  during(busy, cancel) {
    this.busy = busy;
    this.cancel = cancel ?? null;
    this.changed();
  }

  /** @param {Connection} connection */
  connected(connection) {
    if (connection.kind === this.connection.kind) return;
    this.connection = connection;
    this.changed();
  }
}

/** @param {Uint32Array} one @param {Uint32Array} other */
const same = (one, other) => one.length === other.length && one.every((cell, place) => cell === other[place]);

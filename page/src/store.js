// What the page knows at this moment, and who is told when it changes.
//
// Rules of this file:
// * One value at a time; listeners are called after each change and read what they need.
// * Steps of a person can be undone; what the restoring of a session adds can't, but survives an undo of a later step.
// * `unsaved` is true from a step on until a session was saved, here or by Python, or loaded. `edition` counts what would be saved
//   otherwise than before.

import { NONE } from "./sets.js";
import { emptyWork } from "./work.js";

const STEPS = 30;
const NOTICES = 60;

/**
 * @typedef {import("./work.js").Work} Work
 * @typedef {{source: "none"} | {source: "obs", id: number} | {source: "field", id: string}} Colouring
 * @typedef {"info" | "good" | "warning" | "error"} Level
 * @typedef {{id: number, level: Level, text: string}} Notice
 * @typedef {{kind: "ok" | "unreachable" | "unknown", text: string}} Connection
 */

export class Store {
  /** @type {Work} */ work = emptyWork();
  /** @type {Uint32Array} cells that are selected */ selection = NONE;
  /** @type {Colouring} */ colouring = { source: "none" };
  /** whether the person chose the colouring since the last load */ colouringChosen = false;
  unsaved = false;
  edition = 0;
  /** what is going on that takes a while, or "" */ busy = "";
  /** @type {Notice[]} newest last */ notices = [];
  /** @type {Connection} */ connection = { kind: "ok", text: "" };
  /** @type {Work[]} */ #past = [];
  /** @type {Set<() => void>} */ #listeners = new Set();
  #notice = 0;

  /** @param {() => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
  }

  changed() {
    for (const listener of this.#listeners) listener();
  }

  /** A step of a person. @param {Work} work */
  step(work) {
    if (work === this.work) return;
    this.#past = [...this.#past.slice(1 - STEPS), this.work];
    this.work = work;
    this.#differs();
  }

  /** What would be saved is not what was. */
  #differs() {
    this.unsaved = true;
    this.edition += 1;
    this.changed();
  }

  /** It is work that was not saved: a draft that was taken back. */
  unsave() {
    this.#differs();
  }

  /** A part of a session that came in. @param {(work: Work) => Work} restore */
  restore(restore) {
    this.work = restore(this.work);
    this.#past = this.#past.map(restore);
    this.changed();
  }

  /** Another session in place of this work. @param {Work} work */
  replace(work) {
    this.work = work;
    this.#past = [];
    this.selection = NONE;
    this.colouringChosen = false;
    this.unsaved = false;
    this.edition += 1;
    this.changed();
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  undo() {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.work = before;
    this.#differs();
  }

  /** @param {Uint32Array} cells */
  select(cells) {
    this.selection = cells;
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

  /** @param {Level} level @param {string} text */
  say(level, text) {
    this.#notice += 1;
    this.notices = [...this.notices.slice(1 - NOTICES), { id: this.#notice, level, text }];
    this.changed();
  }

  /** @param {number} id */
  dismiss(id) {
    this.notices = this.notices.filter((notice) => notice.id !== id);
    this.changed();
  }

  /** @param {string} busy */
  during(busy) {
    this.busy = busy;
    this.changed();
  }

  /** @param {Connection} connection */
  connected(connection) {
    if (connection.kind === this.connection.kind) return;
    this.connection = connection;
    this.changed();
  }
}

// What the server is told of this page, so that of several pages of one viewer Python asks the right one.
//
// Rules of this file:
// * The page that was touched last and holds work is in charge (spec 15.5.4); the server says which one that is.
// * A touch is told at once, and again at most every `PAUSE`, the last one too; a page that goes says so.

import * as W from "./work.js";

const PAUSE = 250; // milliseconds between two messages
const TOUCHES = ["pointerdown", "keydown", "input", "drop"];

/** @typedef {import("./server.js").Charge} Charge */

export class Presence {
  /** @type {Charge | null} */ charge = null;
  #touched = false;
  #told = "";
  #waiting = false;
  #begun = false;

  /**
   * @param {import("./server.js").Server} server
   * @param {import("./store.js").Store} store
   * @param {boolean} framed
   */
  constructor(server, store, framed) {
    this.#server = server;
    this.#store = store;
    this.#context = framed ? "frame" : "tab";
  }

  #server;
  #store;
  #context;

  /** Whether another page of the viewer is the one that Python asks. */
  get isAside() {
    return this.charge !== null && this.charge.tab !== this.#server.tab;
  }

  /** From now on; resolves when the server knows. */
  async begin() {
    if (!this.#begun) {
      this.#begun = true;
      for (const kind of TOUCHES) addEventListener(kind, (event) => event.isTrusted && this.touch(), true);
      addEventListener("pagehide", () => this.#send({ type: "gone" }, true));
      addEventListener("pageshow", (event) => event.persisted && this.#tell(true));
      this.#store.listen(() => this.#tell());
    }
    await this.#send(this.#state());
  }

  /** A person did something here. */
  touch() {
    this.#touched = true;
    this.#tell();
  }

  /** @param {Charge} charge */
  heard(charge) {
    const old = JSON.stringify(this.charge);
    this.charge = charge;
    if (JSON.stringify(charge) !== old) this.#store.changed();
  }

  #state() {
    const { work, selection, moment } = this.#store;
    const groups = work.pages.reduce((sum, page) => sum + page.groups.length, 0);
    const fields = work.fields.filter((field) => !field.deleted).length;
    return { type: "state", context: this.#context, groups, fields, empty: W.isEmpty(work), selected: selection.length, moment };
  }

  /** @param {boolean} [anew] though nothing changed */
  #tell(anew = false) {
    const state = this.#state();
    if (this.#waiting || !(anew || this.#touched || JSON.stringify(state) !== this.#told)) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#tell();
    }, PAUSE);
    this.#send(state);
  }

  /** @param {Record<string, unknown>} event @param {boolean} [last] */
  async #send(event, last = false) {
    const touched = this.#touched;
    this.#touched = false;
    if (event.type === "state") this.#told = JSON.stringify(event);
    try {
      await this.#server.event(event.type === "state" ? { ...event, touched } : event, last);
    } catch {
      this.#touched ||= touched; // the next word tells it
      this.#told = "";
    }
  }
}

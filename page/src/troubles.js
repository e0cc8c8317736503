// What can go wrong: what is said of the connection, and of what could not be done.
//
// Rules of this file:
// * Every action ends in words on the page when it can't be done; none fails silently.
// * One answer that does not come is no lost connection; two are.

import { saidOf } from "./said.js";
import { Refused, UnknownViewer, Unreachable } from "./server.js";
import { shown } from "./text.js";

const GONE = "The server of this page can't be reached. Is the notebook's kernel running, and the connection up?";
const RESTARTED = "This page belongs to a kernel that was restarted, or to a viewer that was closed.";
const SAFE = "Your work is kept as a draft: run the notebook's cell again, and the new page offers it.";
const UNSAFE = "Your last changes are nowhere but here: press Save State before you run the notebook's cell again, or close this page.";

export class Troubles {
  #store;
  #drafts;
  #unreached = 0;

  /** @param {import("./store.js").Store} store @param {{safe: boolean}} drafts whether the work is kept outside this page */
  constructor(store, drafts) {
    this.#store = store;
    this.#drafts = drafts;
  }

  /** What is said of the connection, and what to do; "" while it holds. */
  get alert() {
    const { kind, text } = this.#store.connection;
    if (kind === "ok") return "";
    return this.#drafts.safe ? (this.#store.unsaved ? `${text} ${SAFE}` : `${text} Run the notebook's cell again to get a new page.`) : `${text} ${UNSAFE}`;
  }

  /** The server answered, or it did not. @param {unknown} error null after an answer */
  heard(error) {
    if (error instanceof UnknownViewer) this.#store.connected({ kind: "unknown", text: RESTARTED });
    else if (error instanceof Unreachable) {
      this.#unreached += 1;
      if (this.#unreached > 1) this.#store.connected({ kind: "unreachable", text: GONE });
    } else {
      this.#unreached = 0;
      this.#store.connected({ kind: "ok", text: "" });
    }
  }

  /** @param {string} what @param {unknown} error */
  tell(what, error) {
    this.heard(error);
    const [text, behind] = saidOf(error);
    const findings = error instanceof Refused ? error.findings.map((one) => shown(one, 200)).join("; ") : "";
    this.#store.say("error", `${what}: ${text}.`, findings || behind);
  }

  /** @param {string} what is told when it fails @param {() => Promise<void>} action @returns {Promise<boolean>} */
  async attempt(what, action) {
    try {
      await action();
      return true;
    } catch (error) {
      this.tell(what, error);
      return false;
    }
  }
}

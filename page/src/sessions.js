// Sessions that go and come: saved, loaded, sent to Python, restored from where the data lie.
//
// Rules of this file:
// * Nothing that comes takes the place of unsaved work without a question.
// * What goes counts as saved when it lies in a file: at once from here, for Python when Python says so.

import { load } from "./load.js";
import { Said } from "./said.js";
import { fileName, save } from "./save.js";
import { Refused } from "./server.js";
import { counted, shown } from "./text.js";
import { unkept } from "./told.js";
import * as W from "./work.js";

const REMEMBERED = 32; // sessions that Python got
const MOST_BYTES = 512 * 1024 * 1024; // of a file: what the validator's policy takes too

/** @typedef {"cancel" | "save" | "go"} Answer what is done: nothing, the work is saved first, or what was asked for */
/** @typedef {{text: string, choices: [Answer, string][], answer: (answer: Answer) => void}} Question the last choice is the main one */

export class Sessions {
  #app;
  /** what a person is asked now @type {Question | null} */ question = null;
  /** requests of Python, and the edition that each got @type {[string, number][]} */ #sent = [];

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.#app = app;
  }

  /** @param {string} name */
  async restoreLatest(name) {
    await this.#app.troubles.attempt("The session of the data's folder was not loaded", async () => {
      await this.#loading(await this.#app.server.snapshot(), name, true);
    });
  }

  /** The bytes of what is here now. @param {Date} [now] @returns {Promise<Uint8Array>} */
  async bytes(now) {
    if (!this.#app.dataset) throw new Said("The page has no data set yet");
    const { work, colouring, colouringChosen } = this.#app.store;
    return save(work, colouring, colouringChosen, this.#app.dataset, now);
  }

  async save() {
    return this.#app.troubles.attempt("The session could not be saved", async () => {
      const { edition } = this.#app.store;
      const bytes = await this.bytes();
      const url = URL.createObjectURL(new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], { type: "application/octet-stream" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = fileName(/** @type {import("./server.js").Dataset} */ (this.#app.dataset), new Date());
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      this.#kept(edition);
      this.#app.store.say("good", `Saved as ${link.download} (${counted(bytes.length, "byte")}). The data set is not in it.`);
    });
  }

  /** @param {number} edition that was saved @returns {boolean} whether that is what is here */
  #kept(edition) {
    const same = this.#app.store.edition === edition;
    if (same) this.#app.store.unsaved = false;
    this.#app.store.changed();
    return same;
  }

  /** Let the person choose a file. */
  choose() {
    /** @type {HTMLInputElement | null} */ (document.querySelector("#file"))?.click();
  }

  /** @param {Blob} input @param {string} name */
  async load(input, name) {
    if (!this.#app.dataset || this.#app.store.busy !== "") {
      const why = this.#app.dataset ? "another session is being loaded" : "the cells are still to come";
      this.#app.store.say("warning", `“${shown(name)}” was not loaded: ${why}. Load it again when that is over.`);
      return;
    }
    if (input.size > MOST_BYTES) {
      this.#app.store.say("error", `“${shown(name)}” is larger than 512 MiB and was not loaded.`);
      return;
    }
    await this.#app.troubles.attempt(`“${shown(name)}” was not loaded`, async () => void (await this.#loading(input, name)));
  }

  /** A draft. @param {Uint8Array} bytes @param {string} name @returns {Promise<boolean>} whether it is here now */
  async takeBack(bytes, name) {
    let came = false;
    await this.#app.troubles.attempt(`“${name}” was not taken back`, async () => {
      if (this.#app.store.busy === "") came = await this.#loading(bytes, name);
    });
    return came;
  }

  /** @param {Blob | Uint8Array} input @param {string} name @param {boolean} [beside] it lies with the data @returns {Promise<boolean>} */
  async #loading(input, name, beside = false) {
    if (!this.#app.dataset) return false;
    this.#app.store.during("Reading…");
    try {
      return await load(input, name, this.#app.dataset, this.#app.store, {
        mayReplace: () => this.#mayReplace(),
        isThisData: (text) => this.#isThisData(text, beside),
        colourByGene: (gene) => this.#restoreGene(gene),
        ...(beside && { isWanted: (text) => this.#isWanted(text) }),
      });
    } finally {
      this.#app.store.during("");
    }
  }

  /** @returns {Promise<boolean>} */
  async #mayReplace() {
    if (!this.#app.store.unsaved || W.isEmpty(this.#app.store.work)) return true;
    const text = "Loading a session takes the place of the groups and labels that are here, and they have changes that were not saved.";
    const answer = await this.#ask(text, [["cancel", "Cancel"], ["save", "Save first"], ["go", "Replace"]]);
    return answer === "go" || (answer === "save" && (await this.save()));
  }

  /** @param {string} text @param {boolean} beside @returns {Promise<boolean>} */
  async #isThisData(text, beside) {
    if (beside) {
      this.#app.store.say("warning", `${text} It lies with the data, so it was loaded.`);
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
          this.#app.store.changed();
          resolve(answer);
        },
      };
      this.#app.store.changed();
    });
  }

  /** Python asks for the session. @param {string} requestId */
  async capture(requestId) {
    const { edition } = this.#app.store;
    try {
      await this.#app.server.upload(requestId, await this.bytes());
    } catch (error) {
      if (error instanceof Refused && error.status === 404) {
        this.#app.store.say("info", "Python asked for the session, and did not wait until it came.");
        return;
      }
      this.#app.troubles.tell("Python asked for the session, and it could not be sent", error);
      throw error;
    }
    this.#sent = [...this.#sent.slice(1 - REMEMBERED), [requestId, edition]];
    const left = unkept(this.#app.store.work, this.#app.store.selection).length;
    this.#app.store.say(
      left ? "warning" : "info",
      `Python asked for the session and got it.${left ? ` Of the selected cells ${counted(left, "cell is", "cells are")} in no group, so the session does not hold them as selected: press New group to keep them.` : ""}`,
    );
  }

  /** Python asks which cells are selected: they go as a session of one group, so that they are judged as all else is. @param {string} requestId */
  async tellSelection(requestId) {
    const { selection } = this.#app.store;
    if (!this.#app.dataset) throw new Said("The page has no data set yet");
    const work = selection.length ? W.addGroup(W.emptyWork(), selection, "selection") : W.emptyWork();
    await this.#app.server.upload(requestId, await save(work, { source: "none" }, false, this.#app.dataset));
  }

  /** Python saved or applied a session that it got here. @param {string} requestId by which it asked */
  keptByPython(requestId) {
    const sent = this.#sent.find(([id]) => id === requestId);
    if (!sent || !this.#app.store.unsaved) return;
    if (this.#kept(sent[1])) this.#app.store.say("good", "Python saved the session.");
    else this.#app.store.say("info", "Python saved the session that it got. What was done here since is not in it.");
  }

  /** Colour by the gene of a session, where one of the matrices has it. @param {string} name */
  async #restoreGene(name) {
    await this.#app.troubles.attempt("The gene that colours the cells of the session could not be looked up", async () => {
      for (const { id } of this.#app.dataset?.matrices ?? []) {
        const found = await this.#app.genes.look(id, name);
        if (found) return this.#app.store.colour(found, false);
      }
    });
  }
}

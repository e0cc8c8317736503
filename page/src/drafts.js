// Work that was not saved, kept outside the page as it is done, and offered again (spec 15.6.1).
//
// Rules of this file:
// * What is here is kept when nothing else is to be done, one draft after the other: at the server, and in the browser's
//   own storage. Both replace what this page kept before.
// * A draft goes when its work was saved, or when a person does not want it. One that is taken back goes when this page
//   has kept it itself.
// * What is offered is of the cells that are shown, and of no page that is still open. It is read as any file is.

import { Said, saidOf } from "./said.js";
import { Unreachable } from "./server.js";
import { Vault } from "./vault.js";
import * as W from "./work.js";

const PAUSE = 400; // milliseconds from a change until it is kept
const SHARE = 5; // times as long as it took last is waited until the next
const AGAIN = 5000; // milliseconds until a failed one is tried again
const LOOKS = [1000, 5000, 15_000, 60_000, 130_000]; // milliseconds after the start: pages that may be open have ended by then
const LOCK = "cellucid-session-page-";

/**
 * @typedef {object} Offer
 * @property {string} at when it was made
 * @property {number} groups
 * @property {number} fields
 * @property {string | null} draft its id at the server
 * @property {import("./vault.js").Kept | null} kept what the browser has of it
 */

export class Drafts {
  /** @type {Offer[]} the newest first */ offers = [];
  /** @type {import("./server.js").DraftLimits | null} null: no drafts are kept */ #limits = null;
  #vault = new Vault();
  #cells = "";
  /** the edition that the server holds, and the one that the browser holds */ #there = { server: -1, browser: -1 };
  /** the edition that can't be kept at the server */ #tried = -1;
  #isKept = false;
  #busy = false;
  #took = 0;
  #told = "";
  /** @type {string | null} */ #draft = null;
  /** drafts that were answered @type {Set<string>} */ #answered = new Set();

  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.#app = app;
  }

  #app;

  /** Whether nothing is lost when this page goes and a new one of the same data comes. */
  get safe() {
    const { store } = this.#app;
    return !store.unsaved || W.isEmpty(store.work) || this.#there.server === store.edition;
  }

  /** The data set is known. */
  async begin() {
    const { server, store, dataset } = this.#app;
    if (this.#limits || !dataset?.cellNames) return;
    const told = await server.drafts().catch(() => null);
    if (!told?.limits) return;
    this.#limits = told.limits;
    const { cellCount, varCount } = dataset.fingerprint;
    this.#cells = `${dataset.cellNames.ordered} ${cellCount} ${varCount}`;
    navigator.locks?.request(LOCK + server.tab, () => new Promise(() => {})); // for as long as this page is open
    store.listen(() => this.#look());
    document.addEventListener("visibilitychange", () => document.hidden && this.#look(true));
    await this.#find(told);
    if (told.withheld > 0) for (const wait of LOOKS) setTimeout(() => this.#find(), wait);
  }

  // ---- keeping

  #due() {
    const { store } = this.#app;
    const isTried = this.#there.server === store.edition || this.#tried === store.edition;
    return store.unsaved && !W.isEmpty(store.work) && store.busy === "" && !isTried;
  }

  /** What this page kept is saved, or nothing is left of it. */
  #over() {
    const { store } = this.#app;
    return this.#isKept && store.busy === "" && (!store.unsaved || W.isEmpty(store.work));
  }

  /** Something may have changed: one step after the other, so that none undoes what a later one did. @param {boolean} [now] */
  #look(now = false) {
    if (this.#busy || !(this.#over() || this.#due())) return;
    this.#busy = true;
    const step = () => this.#step();
    setTimeout(() => (now ? step() : whenIdle(step)), now || this.#over() ? 0 : Math.max(PAUSE, SHARE * this.#took));
  }

  async #step() {
    let again = 0;
    try {
      if (this.#over()) await this.#forget();
      else if (this.#limits && this.#due()) again = (await this.#one(this.#limits)) ? 0 : AGAIN;
    } finally {
      setTimeout(() => {
        this.#busy = false;
        this.#look();
      }, again);
    }
  }

  /** @param {import("./server.js").DraftLimits} limits @returns {Promise<boolean>} whether there is nothing to try again */
  async #one(limits) {
    const { store, server } = this.#app;
    const { edition, work } = store;
    const began = performance.now();
    const now = new Date();
    let bytes;
    try {
      bytes = await this.#app.sessions.bytes(now);
      if (bytes.length > limits.bytes) throw new Said("it is larger than a draft may be");
    } catch (error) {
      return this.#complain(error, edition);
    }
    const kept = { ...counts(work), id: server.tab, cells: this.#cells, at: now.toISOString(), bytes, draft: this.#draft };
    this.#isKept = true;
    if (await this.#vault.put(kept, limits)) this.#there.browser = edition;
    try {
      this.#draft = await server.keep(bytes, edition);
      this.#there.server = edition;
      if (kept.draft !== this.#draft) await this.#vault.put({ ...kept, draft: this.#draft }, limits);
      this.#told = "";
    } catch (error) {
      this.#app.troubles.heard(error);
      return error instanceof Unreachable ? false : this.#complain(error, edition);
    } finally {
      this.#took = performance.now() - began;
    }
    store.changed();
    return true;
  }

  /** Told once until it works again. @param {unknown} error @param {number} edition that can't be kept */
  #complain(error, edition) {
    this.#tried = edition;
    const [text, behind] = saidOf(error);
    if (this.#told !== text) this.#app.store.say("warning", `Your work is not kept outside this page: ${text}. Save State keeps it as a file.`, behind);
    this.#told = text;
    return true;
  }

  async #forget() {
    this.#isKept = false;
    this.#there = { server: -1, browser: -1 };
    const { server } = this.#app;
    await this.#vault.remove(server.tab);
    await server.event({ type: "dropped" }).catch(() => {});
  }

  // ---- offering

  /** @param {Awaited<ReturnType<import("./server.js").Server["drafts"]>> | null} [told] by the server */
  async #find(told) {
    const { server, store } = this.#app;
    const found = told ?? (await server.drafts().catch(() => null));
    /** @type {Offer[]} */
    const offers = (found?.drafts ?? []).map(({ draft, createdAt, groups, fields }) => ({ draft, at: createdAt ?? "", groups, fields, kept: null }));
    const open = await openPages();
    for (const kept of await this.#vault.all(this.#cells)) {
      if (kept.id === server.tab || open.has(kept.id)) continue;
      const same = offers.find((one) => (one.draft !== null && one.draft === kept.draft) || one.at === kept.at);
      if (!same) offers.push({ ...counted(kept), kept });
      else if (kept.at >= same.at) Object.assign(same, counted(kept), { kept });
      else same.kept = kept;
    }
    this.offers = offers.filter((one) => !this.#answered.has(nameOf(one))).sort((a, b) => (a.at < b.at ? 1 : -1));
    store.changed();
  }

  /** @param {Offer} offer */
  async take(offer) {
    const { server, store } = this.#app;
    const newest = offer.kept && offer.kept.at >= offer.at ? offer.kept.bytes : null;
    const bytes = newest ?? (offer.draft && (await server.draft(offer.draft)));
    if (!bytes || !(await this.#app.sessions.takeBack(bytes, `Unsaved work of ${clock(offer.at)}`))) return;
    this.#hide(offer);
    store.unsave();
    await this.#settled();
    if (this.#there.server === store.edition || (this.#there.browser === store.edition && !offer.draft)) await this.#remove(offer);
  }

  /** What is here now is kept, or can't be. */
  async #settled() {
    for (let n = 0; n < 200 && (this.#busy || this.#due()); n++) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** @param {Offer} offer */
  async refuse(offer) {
    this.#hide(offer);
    await this.#remove(offer);
  }

  /** @param {Offer} offer */
  #hide(offer) {
    this.#answered.add(nameOf(offer));
    this.offers = this.offers.filter((one) => one !== offer);
    this.#app.store.changed();
  }

  /** @param {Offer} offer */
  async #remove(offer) {
    if (offer.kept) await this.#vault.remove(offer.kept.id);
    if (offer.draft) await this.#app.server.event({ type: "dropped", draft: offer.draft }).catch(() => {});
  }
}

/** @param {Offer} offer */
const nameOf = (offer) => offer.draft ?? offer.kept?.id ?? "";

/** @param {import("./vault.js").Kept} kept */
const counted = ({ at, groups, fields, draft }) => ({ at, groups, fields, draft });

/** @param {W.Work} work */
const counts = (work) => ({
  groups: work.pages.reduce((sum, page) => sum + page.groups.length, 0),
  fields: work.fields.filter((field) => !field.deleted).length,
});

/** The day and the time of a draft. @param {string} at */
export function clock(at) {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return "an unknown time";
  const time = when.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  return when.toDateString() === new Date().toDateString() ? time : `${when.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}

/** Pages of this browser that are open; those of another origin, or where the browser does not tell, are not in it. */
async function openPages() {
  const held = (await navigator.locks?.query().catch(() => null))?.held ?? [];
  return new Set(held.map((one) => one.name ?? "").filter((name) => name.startsWith(LOCK)).map((name) => name.slice(LOCK.length)));
}

/** @param {() => void} step */
function whenIdle(step) {
  if ("requestIdleCallback" in window) requestIdleCallback(step, { timeout: 1000 });
  else setTimeout(step, 0);
}

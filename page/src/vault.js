// The browser's own storage for drafts, beside the server's: it is there when the kernel is not.
//
// Rules of this file:
// * It belongs to the page's origin, holds sessions by data set and page, and is bounded by the limits that the server
//   tells. Nothing in it is sent anywhere but to this page.
// * A browser may refuse it (a private window, a full disk, a frame of another site): then there is none, and no error.

/**
 * @typedef {object} Kept
 * @property {string} id of the page that made it
 * @property {string} cells which data set: the digest of the names of its cells, in order, and its counts
 * @property {string} at when it was made, as `createdAt` of the session
 * @property {number} groups
 * @property {number} fields
 * @property {Uint8Array} bytes the session
 * @property {string | null} draft its id at the server
 */

const NAME = "cellucid-session";
const DRAFTS = "drafts";
const DAY = 86_400_000; // milliseconds

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Vault {
  /** @type {Promise<IDBDatabase> | null} */ #base = null;

  /** @returns {Promise<IDBObjectStore>} */
  async #drafts() {
    this.#base ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(DRAFTS, { keyPath: "id" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return (await this.#base).transaction(DRAFTS, "readwrite").objectStore(DRAFTS);
  }

  /** @template T @param {(store: IDBObjectStore) => Promise<T>} step @param {T} otherwise @returns {Promise<T>} */
  async #try(step, otherwise) {
    try {
      return await step(await this.#drafts());
    } catch {
      return otherwise;
    }
  }

  /** @param {Kept} one @param {import("./server.js").DraftLimits} limits @returns {Promise<boolean>} */
  async put(one, limits) {
    const kept = await this.#try(async (store) => (await done(store.put(one)), true), false);
    await this.#tidy(limits);
    return kept;
  }

  /** @param {string} id */
  async remove(id) {
    await this.#try(async (store) => done(store.delete(id)), undefined);
  }

  /** All of a data set, the newest first. @param {string} cells @returns {Promise<Kept[]>} */
  async all(cells) {
    /** @type {Kept[]} */
    const found = await this.#try((store) => done(store.getAll()), []);
    return found.filter((one) => one.cells === cells).sort((a, b) => (a.at < b.at ? 1 : -1));
  }

  /** @param {import("./server.js").DraftLimits} limits */
  async #tidy({ drafts, days }) {
    await this.#try(async (store) => {
      /** @type {Kept[]} */
      const found = await done(store.getAll());
      found.sort((a, b) => (a.at < b.at ? 1 : -1));
      const since = new Date(Date.now() - days * DAY).toISOString();
      for (const [place, one] of found.entries()) if (place >= drafts || one.at < since) store.delete(one.id);
    }, undefined);
  }
}

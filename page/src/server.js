// The page's side of the protocol (spec/capture.md): every request to the server that the page came from.
//
// Rules of this file:
// * URLs are relative to the page's own, so that a path prefix of a proxy costs nothing; nothing else is ever asked.
// * The token is in the URL's fragment, which no server and no Referer sees; it goes out in one header only.
// * A failure is one of three: the server can't be reached, it no longer knows this viewer, or it refused and said why.

import { Said } from "./said.js";

const WAIT = 25; // seconds that a tab's question for commands may wait
const BETWEEN = 4000; // milliseconds between questions of a frame
const RETRY = 3000; // milliseconds until an unreachable server is asked again
const CONSOLE_EVENTS = 100;
const TEXT = 2000;
const UNREACHABLE = "the server can't be reached";

/** No answer came from the server at all. */
export class Unreachable extends Said {}
/** The server does not know this viewer: its kernel was restarted, or the viewer closed. */
export class UnknownViewer extends Said {}
/** The server refused; the message is its text. */
export class Refused extends Said {
  /** @param {number} status @param {string} text @param {string[]} [findings] */
  constructor(status, text, findings = []) {
    super(text);
    this.status = status;
    this.findings = findings;
  }
}

/**
 * @typedef {{sourceType: string | null, datasetId: string | null, cellCount?: number, varCount?: number}} Fingerprint
 * @typedef {{id: number, key: string, kind: "category", categories: string[], colors?: string[]} |
 *           {id: number, key: string, kind: "continuous", min: number | null, max: number | null}} ObsColumn
 * @typedef {object} Dataset
 * @property {number} protocol
 * @property {string} name
 * @property {Fingerprint} fingerprint
 * @property {{ordered: string, unordered: string} | null} cellNames which cells these are, in which order; null where it is not known
 * @property {{id: number, key: string}[]} embeddings
 * @property {{id: number, key: string, genes: number}[]} [matrices] that cells can be coloured by a gene of
 * @property {{id: number, key: string}[]} [graphs] of neighbours
 * @property {ObsColumn[]} obs
 * @property {{key: string, why: string}[]} [left_out]
 * @property {string | null} snapshot
 * @property {string | null} [snapshot_refused] why the session that lies with the data is not restored
 * @typedef {{seq: number, type: string, requestId: string, tab?: string, bundle?: string}} Command
 * @typedef {{bytes: number, drafts: number, days: number}} DraftLimits
 * @typedef {{tab: string, groups: number, fields: number, empty: boolean}} Charge the page of the viewer that Python asks
 */

export class Server {
  /** @param {URL} page the page's own URL, with viewerId in the query and token in the fragment */
  constructor(page) {
    this.viewerId = page.searchParams.get("viewerId") ?? "";
    this.token = new URLSearchParams(page.hash.slice(1)).get("token") ?? "";
    this.base = new URL("../", page);
    this.tab = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.#console = CONSOLE_EVENTS;
  }

  /** @type {number} console events that may still be sent */ #console;

  get named() {
    return /^[0-9a-f]{32}$/.test(this.viewerId) && /^[A-Za-z0-9_-]{43}$/.test(this.token);
  }

  /**
   * @param {string} path below `_cellucid/`
   * @param {RequestInit} [options]
   * @returns {Promise<Response>} one with a status of 2xx
   */
  async #ask(path, options = {}) {
    let response;
    try {
      response = await fetch(new URL(path, this.base), {
        cache: "no-store",
        credentials: "same-origin",
        referrerPolicy: "no-referrer",
        redirect: "error",
        ...options,
        headers: { ...options.headers, "X-Cellucid-Token": this.token },
      });
    } catch (error) {
      throw new Unreachable(UNREACHABLE, { cause: error });
    }
    if (response.ok) return response;
    // every answer of the gate has this header; a proxy that finds no gate behind it answers itself, without
    if (response.status >= 500 && !response.headers.has("Cross-Origin-Resource-Policy")) throw new Unreachable(UNREACHABLE, { cause: `a proxy answered ${response.status}` });
    if (response.status === 404 && response.headers.has("Cross-Origin-Resource-Policy")) {
      // the viewer is known, and has nothing of this name
      const text = await response.clone().text().catch(() => "");
      if (text.trim() === "Not found") throw new Refused(404, "it is not there any more, or no longer valid");
    }
    // of an upload, the same answer may mean that the request is over
    if (response.status === 404 && !path.startsWith("session_bundle")) throw new UnknownViewer("the viewer is not known");
    throw await refusal(response);
  }

  /** @param {string} what */
  #viewer(what) {
    return this.#ask(`viewers/${this.viewerId}/${what}`);
  }

  /** @returns {Promise<Dataset>} */
  async dataset() {
    return (await this.#viewer("dataset")).json();
  }

  /** @param {number} id @returns {Promise<Float32Array>} x0 y0 x1 y1 ... */
  async embedding(id) {
    return new Float32Array(await (await this.#viewer(`embeddings/${id}`)).arrayBuffer());
  }

  /**
   * @param {ObsColumn} column
   * @returns {Promise<Float32Array | Int32Array>} values, or codes with -1 where there is none
   */
  async obs(column) {
    const response = await this.#viewer(`obs/${column.id}`);
    const bytes = await response.arrayBuffer();
    if (column.kind === "continuous") return new Float32Array(bytes);
    const width = response.headers.get("X-Cellucid-Dtype") ?? "";
    const Codes = CODES.get(width);
    if (!Codes) throw new Refused(response.status, `The server sent codes of the width ${width}.`);
    const codes = new Codes(bytes);
    const none = 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1;
    const found = new Int32Array(codes);
    for (let cell = 0; cell < found.length; cell++) if (codes[cell] === none) found[cell] = -1; // a function for each takes ten times as long
    return found;
  }

  /** @param {number} cell @returns {Promise<string>} its name */
  async cellName(cell) {
    return (await this.#viewer(`names/${cell}`)).json();
  }

  /** @param {number} matrix @returns {Promise<string[]>} */
  async geneNames(matrix) {
    return (await this.#viewer(`genes/${matrix}`)).json();
  }

  /** @param {number} matrix @param {number} gene @returns {Promise<Float32Array>} one value for each cell */
  async gene(matrix, gene) {
    return new Float32Array(await (await this.#viewer(`genes/${matrix}/${gene}`)).arrayBuffer());
  }

  /** @param {number} id @returns {Promise<import("./neighbours.js").Graph>} */
  async graph(id) {
    const part = async (/** @type {string} */ name) => new Uint32Array(await (await this.#viewer(`graphs/${id}/${name}`)).arrayBuffer());
    return { starts: await part("starts"), neighbours: await part("neighbours") };
  }

  /** The latest session of the data's folder. @returns {Promise<Uint8Array>} */
  async snapshot() {
    return new Uint8Array(await (await this.#viewer("snapshot")).arrayBuffer());
  }

  /**
   * The drafts that this page may take back, and what holds for drafts; `limits` is null where none are kept.
   * @returns {Promise<{drafts: {draft: string, createdAt: string | null, groups: number, fields: number, bytes: number}[], withheld: number, limits: DraftLimits | null}>}
   */
  async drafts() {
    return (await this.#viewer(`drafts?tab=${this.tab}`)).json();
  }

  /** @param {string} draft @returns {Promise<Uint8Array>} */
  async draft(draft) {
    return new Uint8Array(await (await this.#viewer(`drafts/${draft}`)).arrayBuffer());
  }

  /** Keep what is here outside the page. @param {Uint8Array} session @param {number} n later ones are greater @returns {Promise<string>} the draft's id */
  async keep(session, n) {
    const response = await this.#ask(`draft?viewerId=${this.viewerId}&tab=${this.tab}&n=${n}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (session)]),
    });
    return (await response.json()).draft;
  }

  /** @param {Record<string, unknown>} event @param {boolean} [last] the page is about to go */
  async event(event, last = false) {
    await this.#ask(`events?viewerId=${this.viewerId}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...event, tab: this.tab }),
      keepalive: last,
    });
  }

  /** What the console says, a bounded number of times; a failure to send is no event of its own. @param {string} level @param {string} text */
  console(level, text) {
    if (this.#console === 0) return;
    this.#console -= 1;
    this.event({ type: "console", level, text: text.slice(0, TEXT).toWellFormed() }).catch(() => {});
  }

  /** What Python asks to be changed. @param {string} requestId @returns {Promise<import("./changes.js").Asked>} */
  async change(requestId) {
    return (await this.#viewer(`changes/${requestId}`)).json();
  }

  /** The cells that it is about, ascending. @param {string} requestId @returns {Promise<Uint32Array>} */
  async changeCells(requestId) {
    return new Uint32Array(await (await this.#viewer(`changes/${requestId}/cells`)).arrayBuffer());
  }

  /** @param {string} requestId @param {Uint8Array} session */
  async upload(requestId, session) {
    await this.#ask(`session_bundle?viewerId=${this.viewerId}&requestId=${encodeURIComponent(requestId)}&tab=${this.tab}`, {
      method: "POST",
      headers: { "Content-Type": "application/octet-stream" },
      body: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (session)]),
    });
  }

  /**
   * Ask for commands until the page is closed; each question is a sign of life of both sides.
   * @param {boolean} framed the page is in a frame, where many share six connections to the server
   * @param {(command: Command) => void} command
   * @param {(charge: Charge) => void} inCharge which page of the viewer is
   * @param {(error: unknown) => void} heard null after each answer, otherwise what went wrong
   */
  async listen(framed, command, inCharge, heard) {
    for (let after = 0, wait = 0, charge = this.tab; ; ) {
      try {
        const began = Date.now();
        const response = await this.#viewer(`commands?after=${after}&wait=${wait}&tab=${this.tab}&charge=${charge}`);
        const answer = await response.json();
        heard(null);
        const news = answer.commands.length > 0 || (answer.charge && answer.charge.tab !== charge);
        // who is answered at once without news is one too many of those who wait
        const crowded = wait > 0 && !news && Date.now() - began < BETWEEN;
        wait = framed ? 0 : WAIT;
        for (const one of answer.commands) command(one);
        if (answer.charge) {
          charge = answer.charge.tab;
          inCharge(answer.charge);
        }
        after = answer.next;
        await pause(framed || crowded ? BETWEEN : 50);
      } catch (error) {
        heard(error);
        wait = 0; // so that a server that is back is heard of at once
        await pause(RETRY);
      }
    }
  }
}

/** @type {Map<string, typeof Uint8Array | typeof Uint16Array | typeof Uint32Array>} by the header `X-Cellucid-Dtype` */
const CODES = new Map();
CODES.set("uint8", Uint8Array).set("uint16", Uint16Array).set("uint32", Uint32Array);

/** @param {number} milliseconds */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** @param {Response} response @returns {Promise<Error>} */
async function refusal(response) {
  const text = (await response.text().catch(() => "")).slice(0, 100_000);
  if (response.headers.get("Content-Type")?.startsWith("application/json")) {
    try {
      const report = JSON.parse(text);
      const findings = (report.findings ?? []).map((/** @type {any} */ one) => `${one.rule}: ${one.message}`);
      return new Refused(response.status, `The server found the session ${report.verdict}.`, findings.slice(0, 5));
    } catch {
      // fall through: the text itself is what there is to say
    }
  }
  return new Refused(response.status, text.slice(0, 200) || `The server answered ${response.status}.`);
}

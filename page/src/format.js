// Sessions as the page knows them: judged, read and written by the package of the project.
//
// Rules of this file:
// * Every session is judged whole before anything of it is read, and in a worker, so that the page can be used meanwhile.
//   What is written is judged there, too, before anybody gets it.
// * Of a session that breaks a rule of class safety, and of generations that the page can't show, nothing is read. One
//   that breaks others is read, and says which chunk is at fault (section 7.3 of the specification).
// * Stored bytes stay as they came, so that what nobody touched is written again byte for byte.

import { inflatedNow, readNow } from "session/read/at_hand.js";
import { CodeSink, indexSink } from "session/read/sinks.js";
import { safe } from "session/check/safe.js";
import { FORMAT } from "session/data/format.js";

import { ask } from "./asking.js";
import { CELLS, CODES, GENERATION, META, OVERLAYS, SHOWN } from "./families.js";

const MOST_CODES = FORMAT.limits.INFLATED_BYTES; // as many as the package decodes at once
const FINDINGS = 100_000; // every fault, so that a chunk that has one is known
const UNFIT = new Set(["safety", "budget", "tool"]);
const REGISTRIES = new Set([META, OVERLAYS]);

/**
 * @typedef {import("session/index.js").Finding} Finding
 * @typedef {import("session/index.js").Report} Report
 * @typedef {{id: string, contributorId: string, priority: "eager" | "lazy", kind: "json" | "binary", codec: "none" | "gzip", label: string, datasetDependent: boolean, uncompressedBytes?: number, dependsOn?: string[]}} Entry
 * @typedef {{sourceType: string | null, datasetId: string | null, cellCount?: number, varCount?: number}} Fingerprint
 * @typedef {{ordered: string, unordered: string}} CellNames
 * @typedef {{cells: number | null, variables: number | null}} Counts
 */

/** One chunk, with its stored bytes. */
export class Chunk {
  /** @param {Entry} entry @param {Uint8Array} stored @param {Finding[]} findings */
  constructor(entry, stored, findings) {
    const family = GENERATION.of(entry.id);
    this.id = entry.id;
    this.entry = entry;
    /** @type {string | null} */
    this.family = family === null ? null : family.prefix || family.id;
    this.rest = family?.prefix ? entry.id.slice(family.prefix.length) : "";
    this.findings = findings;
    this.stored = stored;
  }

  /** @returns {Uint8Array} */
  payload() {
    return inflatedNow(this.entry, this.stored, GENERATION);
  }

  /** The value of a chunk of kind json. @returns {any} */
  json() {
    return JSON.parse(new TextDecoder().decode(this.payload()));
  }

  /** @param {Record<string, unknown>} asked @param {any} sink */
  read(asked, sink) {
    readNow(this.payload(), GENERATION.of(this.id), GENERATION, asked, sink);
    return sink.result();
  }
}

/** A judged session. */
export class Session {
  /** @type {Map<string, any> | null} */
  #fields = null;

  /** @param {Report} report @param {any} manifest @param {Chunk[]} chunks @param {Counts} counts */
  constructor(report, manifest, chunks, counts) {
    this.report = report;
    this.verdict = report.verdict;
    /** What is wrong with it. */
    this.findings = report.findings.filter(({ level }) => level === "error");
    this.rule = this.findings[0]?.rule ?? null;
    this.message = this.findings[0]?.message ?? null;
    this.restorable = isRestorable(report);
    this.manifest = manifest;
    this.chunks = chunks;
    this.nObs = counts.cells ?? fingerprintOf(manifest)?.cellCount ?? null;
    this.nVars = counts.variables ?? fingerprintOf(manifest)?.varCount ?? null;
    this.fingerprint = fingerprintOf(manifest);
    /** @type {CellNames | null} */
    this.cellNames = cellNamesOf(manifest);
    /** @type {Map<string, Chunk>} */
    this.byId = new Map(chunks.map((chunk) => [chunk.id, chunk]));
  }

  /** @param {string} id @returns {Chunk | null} */
  chunk(id) {
    return this.byId.get(id) ?? null;
  }

  /** The page that was open. @returns {{id: string} | null} */
  get activePage() {
    const value = this.chunk(META)?.json();
    return value?.pages?.find((/** @type {any} */ page) => page?.id === value.activePageId) ?? null;
  }

  /** Positions, ascending, each once; null without a chunk. @param {string} groupId @returns {Uint32Array | null} */
  cellsOf(groupId) {
    const chunk = this.chunk(CELLS + groupId.trim());
    if (chunk === null) return null;
    /** @type {Uint32Array} */
    const cells = chunk.read({ cells: this.nObs, duplicates: 0 }, indexSink());
    return cells.filter((cell, at) => at === 0 || cell !== cells[at - 1]);
  }

  /** The fields of the registry by their ids. @returns {Map<string, any>} */
  get fields() {
    if (this.#fields !== null) return this.#fields;
    const listed = this.chunk(OVERLAYS)?.json()?.userDefinedFields;
    this.#fields = new Map((Array.isArray(listed) ? listed : []).filter((one) => typeof one?.id === "string").map((one) => [one.id.trim(), one]));
    return this.#fields;
  }

  /** The places of categories, -1 for none; null without a chunk. @param {string} fieldId @returns {{axis: "obs" | "var", codes: Int32Array} | null} */
  codesOf(fieldId) {
    const chunk = this.chunk(CODES + fieldId.trim());
    const field = this.fields.get(fieldId.trim());
    if (chunk === null || field === undefined) return null;
    const stored = chunk.read({ lengths: null }, new CodeSink(MOST_CODES, () => {}));
    const count = field.categories?.length ?? 0;
    const codes = Int32Array.from(stored, (/** @type {number} */ code) => (code < count ? code : -1));
    const axis = field.source === "var" && codes.length === this.nVars && codes.length !== this.nObs ? "var" : "obs";
    return { axis, codes };
  }
}

/** @param {Report} report */
const isRestorable = ({ verdict, findings }) =>
  verdict === "valid" || (verdict === "invalid" && !findings.some((one) => one.level === "error" && UNFIT.has(one.class)));

/** @param {any} manifest @returns {Fingerprint | null} */
function fingerprintOf(manifest) {
  const given = manifest?.datasetFingerprint;
  const isText = (/** @type {unknown} */ value) => value === null || typeof value === "string";
  const isCount = (/** @type {unknown} */ value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0);
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  return isText(given.sourceType) && isText(given.datasetId) && isCount(given.cellCount) && isCount(given.varCount) ? given : null;
}

/** @param {any} manifest @returns {CellNames | null} */
function cellNamesOf(manifest) {
  const given = manifest?.cellNames;
  return typeof given?.ordered === "string" && typeof given.unordered === "string" ? given : null;
}

/** Whether two fingerprints name one data set; counts that one of them lacks agree. @param {Fingerprint | null} one @param {Fingerprint | null} other */
export function matchFingerprints(one, other) {
  if (one === null || other === null) return false;
  const same = (/** @type {number | undefined} */ a, /** @type {number | undefined} */ b) => a === undefined || b === undefined || a === b;
  const names = one.sourceType === other.sourceType && one.datasetId === other.datasetId;
  return names && same(one.cellCount, other.cellCount) && same(one.varCount, other.varCount);
}

/**
 * Judge a session, and read what it has: the bytes that were judged, whatever becomes of the file meanwhile.
 * @param {Blob | Uint8Array} input
 * @param {Counts} [dataset] what is known of the data set, where the session does not say it
 * @returns {Promise<Session>}
 */
export async function readSession(input, dataset = { cells: null, variables: null }) {
  const bytes = input instanceof Blob ? new Uint8Array(await input.arrayBuffer()) : input;
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
  /** @type {Report} */
  const report = await ask({ judge: blob, options: { dataset, limits: { findings: FINDINGS } } });
  if (!isRestorable(report) || report.generation !== SHOWN) return new Session(report, headOf(bytes, report), [], dataset);
  const [manifest, end] = manifestIn(bytes);
  const at = faults(report);
  let from = end;
  const chunks = manifest.chunks.map((/** @type {Entry} */ entry) => {
    const start = from + 4;
    from = start + u32(bytes, from);
    return new Chunk(entry, bytes.subarray(start, from), at.get(safe(entry.id)) ?? []);
  });
  return new Session(report, manifest, chunks, dataset);
}

/** @param {Uint8Array} bytes @param {number} at */
const u32 = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

/** @param {Uint8Array} bytes @returns {[any, number]} the manifest, and where it ends */
function manifestIn(bytes) {
  const start = bytes.indexOf(0x0a) + 5; // a magic ends with a line feed, then comes the length
  const end = start + u32(bytes, start - 4);
  return [JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(start, end))), end];
}

/** The manifest of a session of which nothing else is read. @param {Uint8Array} bytes @param {Report} report */
const headOf = (bytes, report) => (report.verdict === "valid" ? manifestIn(bytes)[0] : null);

/** The faults of each chunk. @param {Report} report @returns {Map<string, Finding[]>} */
function faults({ findings }) {
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  for (const one of findings) {
    if (one.level === "error" && one.chunk !== null) found.set(one.chunk, [...(found.get(one.chunk) ?? []), one]);
  }
  return found;
}

/** A chunk that was read, to be written again as it is; an empty list of what it depends on says nothing. @param {Chunk} chunk */
export function passOn(chunk) {
  const { dependsOn = [], ...rest } = chunk.entry;
  return { entry: dependsOn.length ? chunk.entry : rest, stored: chunk.stored, value: REGISTRIES.has(chunk.id) ? chunk.json() : null };
}

/**
 * The bytes of a session, which were judged. content: see working.js.
 * @param {Record<string, unknown>} content
 * @returns {Promise<Uint8Array>}
 */
export async function writeSession(content) {
  return ask({ write: content });
}

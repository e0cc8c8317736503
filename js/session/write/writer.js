// SessionWriter: chunks in, a session out that the judge takes.
//
// Rules of this file: what every chunk of a family is comes from the declared families; sizes and order are worked out
// here. Every byte that is handed out was judged, as the generation that it is of, and found valid. The same chunks give
// the same bytes as Python's writer gives, but for what deflate makes of them.

import { Judge } from "../judge.js";
import { SessionError, UsageError } from "../errors.js";
import { GENERATIONS } from "../check/facts.js";
import { safe } from "../check/safe.js";
import { FORMAT } from "../data/format.js";
import { holdsCells } from "../read/groups.js";
import { typed } from "../read/fields.js";
import { isCount, within } from "./build.js";
import { gzipMember } from "./gzip.js";
import { FINGERPRINT, Head, MANIFEST, called, cellNamesOf, timeText } from "./heads.js";
import { jsonText } from "./json_text.js";
import { inTableOrder } from "./ordering.js";
import { codesPayload, membersPayload, tablePayload, typedPayload } from "./payloads.js";
import { Registries } from "./registries.js";
import { written } from "./grammar.js";

const CODECS = ["gzip", "none"];
const PRIORITIES = ["eager", "lazy"];
const CLOSED = "closed-families"; // the check of generations that have no chunks but their own
const TYPED_JSON = "typed-json";
const INVENTORY = "cache-inventory";
const TABLE = "table";
const OPTIONS = [...Object.keys(FINGERPRINT), ...Object.keys(MANIFEST), "createdAt", "generation", "codec", "limits"];
const [FIRST] = GENERATIONS.keys();
/** what labels of cached analyses begin with; where later generations take any label, too */
const TABLES = GENERATIONS.get(FIRST).families.find(({ payload }) => payload === TABLE).label;

/** What the options must be; the rest is told by the judge. */
function heldOptions(options) {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (unknown !== undefined) throw new UsageError(`a SessionWriter has no option ${safe(unknown)}; it has ${OPTIONS.join(", ")}`);
  const { generation = FIRST, codec = "gzip", cells = null, variables = null } = options;
  if (!GENERATIONS.has(generation)) {
    throw new UsageError(`generation must be one of ${[...GENERATIONS.keys()].join(", ")}, not ${safe(String(generation))}`);
  }
  if (!CODECS.includes(codec)) throw new UsageError(`codec must be one of ${CODECS.join(", ")}`);
  for (const [name, value] of Object.entries({ cells, variables })) {
    if (value !== null && !isCount(value)) throw new UsageError(`${name} must be a number of rows`);
  }
  return { ...options, generation, codec, cells, variables };
}

const binary = (payload) => {
  if (payload instanceof ArrayBuffer) return new Uint8Array(payload.slice(0));
  return payload instanceof Uint8Array ? new Uint8Array(payload) : null;
};

/** Builds a session chunk by chunk; what was added is compressed soon, and judged before it is handed out. */
export class SessionWriter {
  #generation;
  #head;
  #options;
  #createdAt;
  #isClosed;
  #registries = new Registries();
  #chunks = new Map(); // id -> { family, entry, stored: promise of bytes, isPassed: the entry stays as it is }
  #queue = Promise.resolve();
  #listed = null; // the chunk that lists the artifacts, where nobody gave it

  /** options: see index.d.ts. Throws UsageError: the generation has no such key, or can't be without one. */
  constructor(options = {}) {
    const given = heldOptions(options);
    if ((given.cellNames ?? null) !== null) given.cellNames = cellNamesOf(given.cellNames, given.cells);
    this.#options = given;
    this.#generation = GENERATIONS.get(given.generation);
    this.#isClosed = this.#generation.entryRules.includes(CLOSED);
    this.#head = new Head(this.#generation, given);
    this.#createdAt = given.createdAt ?? null;
    timeText(this.#createdAt);
  }

  /** Add a chunk: bytes, or for JSON a value. The id tells the family, which says the rest. Throws UsageError. */
  add(id, payload, options = {}) {
    const { label = null, dependsOn = [] } = options;
    const family = this.#family(id);
    const { contributor, kind, datasetDependent, priority } = this.#said(id, family, options);
    const codec = options.codec ?? this.#options.codec;
    if (!CODECS.includes(codec) || !PRIORITIES.includes(priority)) {
      throw new UsageError(`codec must be one of ${CODECS.join(", ")}, priority one of ${PRIORITIES.join(", ")}`);
    }
    if (family !== null) this.#registries.note(family.payload, payload);
    const data = binary(payload) ?? this.#inForm(family, kind, payload);
    const size = data.length;
    within(size, 0, this.#generation.inflatedBytes, "chunk.uncompressed-bytes", "the length of the payload");
    const said = { id, contributorId: contributor, priority, kind, codec, label, datasetDependent };
    const entry = { ...said, storedBytes: 0, uncompressedBytes: size, ...(dependsOn.length ? { dependsOn: [...dependsOn] } : {}) };
    this.#put(id, family, entry, codec === "gzip" ? () => gzipMember(data) : () => data);
  }

  /** Add a chunk of an open session as it is stored. Throws UsageError, ReadError. */
  async pass(session, id) {
    const family = this.#family(id);
    const entry = session.chunkMeta(id);
    const stored = await session.readChunkBytes(id);
    if (family !== null && entry.kind === "json") this.#registries.note(family.payload, await session.decodeChunk(id));
    this.#put(id, family, entry, () => stored, true);
  }

  #family(id) {
    if (typeof id !== "string") throw new TypeError("the id of a chunk must be a text");
    if (this.#chunks.has(id)) throw new UsageError(`a chunk of this id was added before: ${safe(id)}`, "chunk.id-duplicate");
    const family = this.#generation.of(id);
    if (family === null && this.#isClosed) {
      throw new UsageError(`a session of ${called(this.#generation)} has no chunk ${safe(id)}`, "chunk.unknown");
    }
    return family;
  }

  /** What the manifest says of a chunk, from its family or from the caller. */
  #said(id, family, { contributor, kind, datasetDependent, priority }) {
    const own = [contributor, kind, datasetDependent].some((each) => each !== undefined);
    if (family === null) {
      if ([contributor, kind, datasetDependent, priority].includes(undefined)) {
        const needed = "contributor, kind, datasetDependent and priority are needed";
        throw new UsageError(`${safe(id)} is of no known family: ${needed}`);
      }
      return { contributor, kind, datasetDependent, priority };
    }
    if (own) throw new UsageError(`the family says contributor, kind and datasetDependent of ${safe(id)}`);
    return { ...family, priority: priority ?? family.priority.replace("either", "lazy") };
  }

  /** A value as its family writes it. */
  #inForm(family, kind, value) {
    const generation = this.#generation;
    if (family !== null && generation.reads[family.payload] === TYPED_JSON) return typedPayload(generation, family, value);
    if (kind !== "json") throw new UsageError("the payload of a binary chunk must be a Uint8Array or an ArrayBuffer");
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return jsonText(family !== null && isObject ? inTableOrder(value, generation.schema(family.payload)) : value);
  }

  #put(id, family, entry, make, isPassed = false) {
    const stored = this.#queue.then(make);
    this.#queue = stored.catch(() => {});
    this.#chunks.set(id, { family, entry, stored, isPassed });
  }

  #familyOf(wanted, what) {
    const family = this.#generation.families.find(wanted);
    if (family === undefined) throw new UsageError(`a session of ${called(this.#generation)} has no ${what}`);
    return family;
  }

  /** Add the members of a group; nothing for one without cells. Returns how many they are: its `cellCount`. */
  addCells(groupId, cells, { label = null, codec, of = null, encoding = null } = {}) {
    const family = this.#familyOf((each) => holdsCells(this.#generation, each), "cells of groups");
    const { count, payload } = membersPayload(this.#generation, family, cells, this.#options.cells, { of, encoding });
    if (count) this.add(family.prefix + groupId, payload, { label: this.#named(family, groupId, label), codec });
    return count;
  }

  /** Add the codes of a user-defined field; nothing when there are none. */
  addCodes(fieldId, codes, { source = "obs", codesType = null, shown = false, label = null, codec, encoding = null } = {}) {
    const family = this.#familyOf(({ payload }) => payload === "codes", "codes of fields");
    const { cells, variables } = this.#options;
    const counts = source === "obs" || typed(this.#generation) ? [cells] : [cells, variables];
    const lengths = counts.includes(null) ? null : counts;
    const type = codesType ?? (typed(this.#generation) ? (this.#registries.types.get(fieldId) ?? null) : null);
    const data = codesPayload(this.#generation, family, codes, { type, lengths, encoding });
    const named = this.#named(family, fieldId, label);
    if (codes.length) this.add(family.prefix + fieldId, data, { label: named, priority: shown ? "eager" : "lazy", codec });
  }

  /** Add a cached analysis. cells: positions; values: as many numbers. */
  addTable(cacheKey, gene, pageId, cells, values, { label = null, codec } = {}) {
    const family = this.#familyOf(({ payload }) => payload === TABLE, "cached analyses");
    const parts = [cacheKey, gene, pageId].map(encodeURIComponent);
    if (!parts.every(Boolean)) throw new UsageError("cache key, gene and page id must not be empty", "table.id");
    const data = tablePayload(this.#generation, family, cells, values, this.#options.cells);
    this.add(family.prefix + parts.join("/"), data, { label: label || `${TABLES}${gene} (${pageId})`, codec });
  }

  #named(family, rest, label) {
    return label === null && this.#isClosed ? null : `${family.label}${label || rest}`;
  }

  /** Make the chunk that lists the artifacts, where the generation has one and nobody gave it. */
  #listArtifacts() {
    const family = this.#generation.families.find(({ payload, prefix }) => payload === INVENTORY && !prefix);
    if (family === undefined || (this.#chunks.has(family.id) && this.#listed === null)) return;
    const tables = [...this.#chunks].filter(([, chunk]) => chunk.family?.payload === TABLE).map(([id]) => id);
    if (this.#listed?.join() === tables.join()) return;
    this.#chunks.delete(family.id);
    this.add(family.id, { artifactIds: tables });
    this.#listed = tables;
  }

  /** Entries in the order of writing, with what the registries say of them, and their bytes. */
  async #ordered() {
    const generation = this.#generation;
    const rows = [];
    const places = new Map();
    for (const [id, { family, entry, stored, isPassed }] of this.#chunks) {
      const bytes = await stored;
      let rest = family === null ? id : id.slice(family.prefix.length);
      let place = family === null ? generation.families.length : family.place;
      let inner = 0;
      if (this.#isClosed && family !== null) {
        if (!places.has(family)) places.set(family, this.#registries.places(family));
        inner = places.get(family).get(rest) ?? places.get(family).size;
        rest = this.#registries.name(family, rest) || rest;
        place = generation.places.get(family.contributor);
      }
      const beginning = family?.label ?? "";
      const label = entry.label || (family === null || family.prefix ? `${beginning}${rest}` : beginning || id);
      const made = isPassed ? entry : { ...entry, label, storedBytes: bytes.length };
      rows.push({ key: [Number(entry.priority === "lazy"), place, inner], entry: made, bytes });
    }
    const compared = (one, other) => one.key.map((part, at) => part - other.key[at]).find((step) => step !== 0) ?? 0;
    return rows.sort(compared);
  }

  #whole() {
    const missing = this.#generation.required.filter((id) => !this.#chunks.has(id));
    if (!missing.length) return;
    const what = `a session of ${called(this.#generation)} can't be without the chunks ${missing.join(", ")}: add each`;
    const where = "what the viewer alone makes comes from a session that it saved on the same data set";
    throw new UsageError(`${what}; ${where}`, "chunk.family-missing");
  }

  /** The pieces of the session, which were judged. Throws UsageError, SessionError. */
  async #pieces() {
    this.#listArtifacts();
    this.#whole();
    const generation = this.#generation;
    const chunks = await this.#ordered();
    const entries = chunks.map(({ entry }) => entry);
    const manifest = jsonText(this.#head.manifest(timeText(this.#createdAt), entries));
    const magic = new TextEncoder().encode(FORMAT.recognition.magics[generation.magic]);
    const [, [name, what, { of: word, low, rule }], text] = FORMAT.head.fields;
    within(manifest.length, low, FORMAT.head.most[generation.magic], rule, what);
    const head = written({ fields: [[name, what, word], text] }, { manifest });
    return this.#judged([magic, head, ...chunks.flatMap(({ bytes }) => [this.#frame(bytes), bytes])]);
  }

  #frame(bytes) {
    const fields = this.#generation.frame.filter(([name]) => name === "stored_length");
    return written({ fields }, { stored_length: bytes.length });
  }

  #judged(pieces) {
    const { number } = this.#generation;
    const judge = new Judge({ limits: this.#options.limits, generations: [number], earlyExit: false });
    for (const piece of pieces) judge.write(piece);
    const report = judge.end();
    if (report.verdict !== "valid") throw new SessionError(report, "this would be no valid session");
    return pieces;
  }

  /** The session, as one array. Throws UsageError where something is missing, SessionError with the judgement. */
  async toBytes() {
    const pieces = await this.#pieces();
    const made = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      made.set(piece, at);
      at += piece.length;
    }
    return made;
  }

  /** The session, as a Blob. Throws what `toBytes` throws. */
  async toBlob() {
    return new Blob(await this.#pieces(), { type: "application/octet-stream" });
  }
}

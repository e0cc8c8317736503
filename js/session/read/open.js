// openSession: a session that was judged, and is read on demand.
//
// Rules of this file: nothing of a session is given out before all of it was judged, and found valid. What was given as
// bytes or as a stream is copied, so that nobody's change of it changes what was judged. Names and meanings are those of
// the reader in Python.

import { Judge, inside, judgeAll } from "../judge.js";
import { SessionError, UsageError } from "../errors.js";
import { META, OVERLAYS } from "../check/links.js";
import { safe } from "../check/safe.js";
import { FORMAT } from "../data/format.js";
import { Decoder } from "./decoder.js";
import { Field } from "./fields.js";
import { Group, Page, holdsCells } from "./groups.js";
import { Artifact, typedValue } from "./tables.js";
import { object, objects, text, texts } from "./values.js";

const TYPED_JSON = "typed-json";
const isBlob = (source) => typeof Blob !== "undefined" && source instanceof Blob;
const bytesOf = async (blob) => new Uint8Array(await blob.arrayBuffer());

/** Judge a session, and open it if it is valid. Throws SessionError, which has the report. */
export async function openSession(source, options = {}) {
  return opened(source, options, ({ verdict }) => verdict === "valid");
}

/** The same for who takes more than valid sessions: `fits` is asked with the report. */
export async function opened(source, options, fits) {
  if ((options.kind ?? "session") !== "session") throw new RangeError("only sessions are opened");
  const judge = new Judge(options);
  const [given, held] = hold(source);
  const report = await judgeAll(judge, given, held.take);
  const { facts, complete, text: manifest } = inside(judge);
  if (!complete || !fits(report)) throw new SessionError(report);
  const limits = { ...FORMAT.budgets, ...options.limits };
  return new Session(report, manifest, new Decoder(held.whole(), facts, limits));
}

/** What is judged, and what takes and then has its bytes. */
function hold(source) {
  const blob = (made) => ({ slice: (start, end) => bytesOf(made().slice(start, end)) });
  if (isBlob(source)) return [source, { take: () => {}, whole: () => blob(() => source) }];
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) {
    const bytes = new Uint8Array(source instanceof ArrayBuffer ? source.slice(0) : source);
    return [bytes, { take: () => {}, whole: () => ({ slice: async (start, end) => bytes.slice(start, end) }) }];
  }
  const parts = [];
  const whole = () => {
    const made = new Blob(parts.splice(0));
    return blob(() => made);
  };
  return [source, { take: (piece) => parts.push(new Uint8Array(piece)), whole }];
}

/** An open session. */
export class Session {
  #decoder;
  #manifest;
  #entries;
  #pages = null;
  #fields = null;

  constructor(report, manifest, decoder) {
    this.#decoder = decoder;
    this.#manifest = manifest;
    this.#entries = new Map(decoder.facts.entries.map((entry) => [entry.id, entry]));
    this.report = report;
    this.generation = report.generation;
  }

  /** The manifest, as a copy. */
  get manifest() {
    return JSON.parse(new TextDecoder().decode(this.#manifest));
  }

  /** The manifest's datasetFingerprint, as a copy; {} when it is no object. */
  get datasetFingerprint() {
    return object(this.manifest.datasetFingerprint);
  }

  /** Digests of the names of the cells; null where the session has none. */
  get cellNames() {
    return this.manifest.cellNames ?? null;
  }

  /** The ids of the chunks, in the order of the file. */
  get chunkIds() {
    return [...this.#entries.keys()];
  }

  /** Whether there is a chunk of an id. */
  has(id) {
    return this.#entries.has(id);
  }

  #entry(id) {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new UsageError(`the session has no chunk ${safe(String(id), 80)}; session.chunkIds has all`);
    return entry;
  }

  /** The manifest's entry of a chunk, as a copy. Throws UsageError: there is none. */
  chunkMeta(id) {
    return this.manifest.chunks[this.#entry(id).index];
  }

  /** The bytes of a chunk as they are stored (still compressed, where its codec is gzip). */
  async readChunkBytes(id) {
    return this.#decoder.stored(this.#entry(id));
  }

  /** A chunk's payload: a value of JSON for kind json, a Uint8Array for kind binary. */
  async decodeChunk(id) {
    const entry = this.#entry(id);
    const data = await this.#decoder.payload(entry);
    return entry.kind === "json" ? this.#decoder.json(entry, data) : data;
  }

  /** Whether `readState` reads a chunk: it holds JSON, or JSON with arrays. */
  hasState(id) {
    const { kind, family } = this.#entry(id);
    return kind === "json" || (family !== null && this.#decoder.facts.generation.reads[family.payload] === TYPED_JSON);
  }

  /** What the viewer keeps in a chunk: a value of JSON, with typed arrays where the chunk has some. */
  async readState(id) {
    const entry = this.#entry(id);
    if (entry.kind === "json") return this.decodeChunk(id);
    if (this.hasState(id)) return typedValue(this.#decoder, entry);
    const what = "holds no JSON: decodeChunk gives its bytes, and groups, fields and artifacts what they mean";
    throw new UsageError(`chunk ${safe(id, 80)} ${what}`);
  }

  /** Pages of highlights with their groups, in the order of the file. */
  get pages() {
    this.#pages ??= this.#makePages();
    return [...this.#pages];
  }

  /** The groups of all pages. */
  get groups() {
    return this.pages.flatMap(({ groups }) => groups);
  }

  /** User-defined fields, deleted ones too. */
  get fields() {
    this.#fields ??= this.#makeFields();
    return [...this.#fields];
  }

  /** Renamed fields ("obs:KEY" to the new key) and categories ("obs:KEY:INDEX" to the label). */
  get renames() {
    const said = object(this.#registry(OVERLAYS).renames);
    const part = (name) => Object.fromEntries(Object.entries(object(said[name])).filter(([, to]) => typeof to === "string"));
    return { fields: part("fields"), categories: part("categories") };
  }

  /** Deleted fields and, among them, purged ones, as SOURCE:KEY. */
  get deletedFields() {
    const said = this.#registry(OVERLAYS).deletedFields;
    return { deleted: texts(said, "deleted"), purged: texts(said, "purged") };
  }

  /** Cached analyses. */
  get artifacts() {
    const made = [];
    for (const [rest, entry] of this.#chunks(({ payload }) => payload === "table")) {
      const parts = rest.split("/");
      if (parts.length >= 3) made.push(new Artifact(this.#decoder, entry, parts.slice(0, 3).map(decodeURIComponent)));
    }
    return made;
  }

  /** What the viewer would restore, and when. matches: whether the data set is the session's own. */
  restorePlan(matches = true) {
    let lazy = false;
    return [...this.#entries.values()].map(({ id, priority, family, raw }) => {
      lazy ||= priority === "lazy";
      let why = family === null ? "no known family has this id" : "";
      if (raw.get("datasetDependent") && !matches) why = "it depends on the data set, which is another one";
      return { chunkId: id, stage: lazy ? "lazy" : "eager", restores: !why, why };
    });
  }

  /** The text of a registry, which the judge has kept, as a value; {} without. */
  #registry(id) {
    const kept = this.#decoder.facts.registries.get(id);
    return kept === undefined ? {} : object(JSON.parse(new TextDecoder().decode(kept[0])));
  }

  /** Rest of the id to entry, for the chunks of some families. */
  #chunks(wanted) {
    const found = new Map();
    for (const entry of this.#entries.values()) {
      if (entry.family !== null && wanted(entry.family) && !found.has(entry.rest)) found.set(entry.rest, entry);
    }
    return found;
  }

  #makePages() {
    const chunks = this.#chunks((family) => holdsCells(this.#decoder.facts.generation, family));
    const made = [];
    for (const raw of objects(this.#registry(META), "pages")) {
      if (!text(raw.id).trim()) continue;
      const page = new Page(raw);
      for (const group of objects(raw, "highlightedGroups")) {
        const id = text(group.id).trim();
        if (id) page.groups.push(new Group(this.#decoder, chunks.get(id) ?? null, page, group));
      }
      made.push(page);
    }
    return made;
  }

  #makeFields() {
    const chunks = this.#chunks(({ payload }) => payload === "codes");
    return objects(this.#registry(OVERLAYS), "userDefinedFields")
      .filter((raw) => text(raw.id).trim() && text(raw.key))
      .map((raw) => new Field(this.#decoder, chunks.get(text(raw.id).trim()) ?? null, raw));
  }
}

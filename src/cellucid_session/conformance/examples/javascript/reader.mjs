// Reading a session: bytes in, a judged session out. Spec section 2.1 gives the order of the judgement.

import { gunzip } from "./gunzip.mjs";
import { budgets, LIMITS, TOTAL } from "./limits.mjs";
import { decodeCells, judgeCells } from "./cells.mjs";
import { allowedLengths, decodeCodes, judgeCodes, meaning } from "./codes.mjs";
import { judgeEntries } from "./entries.mjs";
import { candidates, familyIn, GENERATIONS } from "./generations.mjs";
import { Findings, SessionError, Stop } from "./findings.mjs";
import { frameAt, manifestBytes } from "./framing.mjs";
import { codesOf, judgeLaterLinks, judgeLaterPayload, LaterRegistries, strays } from "./later_links.mjs";
import { judgeLaterEntries, judgeLaterManifest } from "./later_manifest.mjs";
import { judgeTyped, walkCodes, walkMembers } from "./later_payloads.mjs";
import { judgeCategories, judgeLinks, Registries } from "./links.mjs";
import { countOf, isCellNames, isFingerprint, jsonText, judgeDataset, judgeManifest, matchFingerprints } from "./manifest.mjs";
import { idOf, judgePayload, pagesOf } from "./payloads.mjs";
import { isObject } from "./schema_check.mjs";
import { artifactParts, decodeTable, judgeTable } from "./table.mjs";
import { Cut } from "./uvarint.mjs";

export { matchFingerprints, SessionError };

const MOST_CODES = 2 ** 28;

/** One chunk of a session. */
class Chunk {
  #session;

  /** @param {object} entry of a manifest that has been judged */
  constructor(session, entry, index) {
    this.#session = session;
    const family = familyIn(session.generation, entry.id);
    this.generation = session.generation;
    this.index = index;
    this.id = entry.id;
    this.entry = entry;
    this.family = family?.name ?? null;
    this.rest = family?.open ? entry.id.slice(family.name.length) : "";
    this.findings = [];
    this.stored = null;
    this.readable = false;
    this.judged = null;
  }

  /** The payload, inflated anew. @throws {SessionError} for a chunk that is not readable */
  payloadBytes() {
    if (!this.readable) throw new SessionError(`the chunk ${JSON.stringify(this.id)} can't be read`, this.findings[0]?.rule ?? null);
    if (this.entry.codec === "none") return this.stored;
    return gunzip(this.stored, this.entry.uncompressedBytes ?? LIMITS.INFLATED_BYTES, new Findings(0)).out;
  }

  async payload() {
    return this.payloadBytes();
  }

  /** The value of a chunk of kind json. */
  json() {
    if (this.entry.kind !== "json") throw new SessionError("this chunk is not of kind json");
    return jsonText(this.payloadBytes(), new Findings(0), this.#session.limits).value;
  }

  /** The cached result in a chunk of artifacts. */
  table() {
    const parts = this.family === "analysis/artifacts/bulk-gene/" ? artifactParts(this.rest) : null;
    if (parts === null) throw new SessionError("this chunk is no artifact with a name", "table.id");
    const [cacheKey, gene, pageId] = parts.map(plain);
    return { cacheKey, gene, pageId, ...decodeTable(this.payloadBytes(), new Findings(0), this.#session.limits) };
  }
}

/** A percent-encoded part as text; as it stands where its escapes are no UTF-8. */
function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A session that has been judged. */
class Session {
  #byId;
  #meta;

  constructor(bytes, limits, dataset) {
    this.bytes = bytes;
    this.limits = limits;
    this.dataset = dataset;
    this.found = new Findings(limits.findings);
    this.generation = GENERATIONS[1];
    this.manifest = null;
    this.nObs = null;
    this.nVars = null;
    this.chunks = [];
    this.registries = new Registries();
    this.ended = false;
  }

  get verdict() {
    return this.found.verdict;
  }

  get rule() {
    return this.found.worst?.rule ?? null;
  }

  get message() {
    return this.found.worst?.message ?? null;
  }

  get findings() {
    return this.found.list;
  }

  get restorable() {
    return this.ended && (this.found.worst === null || this.found.worst.class === "conformance");
  }

  get fingerprint() {
    const given = this.manifest?.datasetFingerprint;
    return isFingerprint(given) ? given : null;
  }

  get cellNames() {
    const given = this.manifest?.cellNames;
    return isCellNames(given) ? given : null;
  }

  chunk(id) {
    this.#byId ??= new Map(this.chunks.map((chunk) => [chunk.id, chunk]));
    return this.#byId.get(id) ?? null;
  }

  #highlights() {
    const chunk = this.chunk("highlights/meta");
    this.#meta ??= chunk?.readable ? chunk.json() : null;
    return this.#meta;
  }

  get pages() {
    const whole = (page) => typeof page.id === "string" && Array.isArray(page.highlightedGroups);
    return pagesOf(this.#highlights()).filter(whole).map((page) => ({
      ...page,
      highlightedGroups: page.highlightedGroups.filter((group) => isObject(group) && idOf(group) !== null),
    }));
  }

  get activePage() {
    const meta = this.#highlights();
    const pages = this.pages;
    const named = (key, wanted) => (typeof wanted === "string" ? pages.find((page) => page[key] === wanted) : undefined);
    return named("id", meta?.activePageId) ?? named("name", meta?.activePageName) ?? pages[0] ?? null;
  }

  get fields() {
    return [...(this.registries.fields?.values() ?? [])];
  }

  cellsOf(groupId) {
    const chunk = this.chunk(`highlights/cells/${groupId.trim()}`);
    if (chunk === null) return null;
    if (this.generation.number === 1) return decodeCells(chunk.payloadBytes(), this.nObs, new Findings(0));
    const cells = new Uint32Array(chunk.judged.count);
    let filled = 0;
    walkMembers(chunk.payloadBytes(), true, this.generation, this.nObs, new Findings(0), (start, stop) => {
      for (let cell = start; cell < stop; cell += 1) cells[filled++] = cell;
    });
    return cells;
  }

  /** The category that the cells of a group are told by: {count, digest}; then `cellsOf` gives places in it. Otherwise null. */
  referenceOf(groupId) {
    return this.chunk(`highlights/cells/${groupId}`)?.judged?.reference ?? null;
  }

  codesOf(fieldId, most = MOST_CODES) {
    const chunk = this.chunk(`user-defined/codes/${fieldId.trim()}`);
    const field = this.registries.field(fieldId.trim());
    if (chunk === null || field === null) return null;
    if (this.generation.number > 1) return laterCodes(this, chunk, field, most);
    const stored = decodeCodes(chunk.payloadBytes(), new Findings(0), most);
    const means = meaning(field);
    const known = new Int32Array(LIMITS.CODE_VALUE + 1).map((_, code) => means(code) ?? -1);
    const axis = field.source === "var" && stored.length === this.nVars && stored.length !== this.nObs ? "var" : "obs";
    const codes = new Int32Array(stored.length);
    for (let at = 0; at < codes.length; at += 1) codes[at] = known[stored[at]];
    return { axis, codes, encoding: chunk.judged.encoding };
  }
}

function laterCodes(session, chunk, field, most) {
  const { width, marker } = codesOf(field, session.generation);
  if (chunk.judged.length > most) throw new RangeError(`${chunk.judged.length} codes are more than the ${most} that were asked for`);
  const codes = new Int32Array(chunk.judged.length);
  let filled = 0;
  walkCodes(chunk.payloadBytes(), true, session.generation, width, null, new Findings(0), (code, run) => {
    codes.fill(code === marker ? -1 : code, filled, filled + run);
    filled += run;
  });
  return { axis: "obs", codes, encoding: null };
}

const DATASET_FACTS = { n_obs: "number", n_vars: "number", dataset_id: "string" };

function facts(dataset) {
  for (const [name, value] of Object.entries(dataset)) {
    const type = Object.hasOwn(DATASET_FACTS, name) ? DATASET_FACTS[name] : null;
    if (typeof value !== type || (type === "number" && (!Number.isSafeInteger(value) || value < 0))) {
      throw new TypeError(`the data set's ${name} is not what it must be`);
    }
  }
  return dataset;
}

/**
 * Judges and opens a session.
 * @param {Uint8Array} bytes
 * @param {{limits?: object, dataset?: object, goOn?: boolean, generations?: number[]|null}} options generations: those that are taken
 * @returns {Session}
 */
export function readSessionBytes(bytes, { limits = {}, dataset = {}, goOn = false, generations = null } = {}) {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("a session is read from a Uint8Array");
  const session = new Session(bytes, budgets(limits), facts(dataset));
  guarded(() => judge(session, goOn, generations));
  return session;
}

/** The same from a Blob, an ArrayBuffer or a Uint8Array. A Blob beyond the budget is not read. */
export async function readSession(input, options = {}) {
  if (input instanceof Uint8Array) return readSessionBytes(input, options);
  if (input instanceof ArrayBuffer) return readSessionBytes(new Uint8Array(input), options);
  if (!(input instanceof Blob)) throw new TypeError("a session is read from a Blob, an ArrayBuffer or a Uint8Array");
  const most = budgets(options.limits).file_bytes;
  return readSessionBytes(new Uint8Array(await input.slice(0, most + 1).arrayBuffer()), options);
}

/** Runs a judgement; true when nothing ended it. */
function guarded(work) {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Stop) return false;
    throw error;
  }
}

function judge(session, goOn, taken) {
  const { limits, dataset, found } = session;
  const bytes = session.bytes.subarray(0, limits.file_bytes + 1); // what the byte that passes the budget breaks goes before it
  if (bytes.length > limits.file_bytes) found.left = ["budget.file-bytes", `more than the ${limits.file_bytes} bytes that are allowed`];
  const { magic, head } = manifestBytes(bytes, found);
  if (head.length <= limits.json_bytes && head.length > limits.total_json_bytes) found.add("budget.total-json-bytes", TOTAL);
  const parsed = jsonText(head, found, limits);
  const known = candidates(magic, head.length, parsed.value);
  session.generation = known.find(({ number }) => taken === null || taken.includes(number)) ?? known[0];
  const { generation } = session;
  if (taken !== null && !taken.includes(generation.number)) found.add("policy.generation", `generation ${generation.number} is not taken`);
  const first = generation.number === 1;
  session.registries = first ? new Registries() : new LaterRegistries();
  session.manifest = first ? judgeManifest(parsed, found, limits) : judgeLaterManifest(parsed, generation, found, limits);
  session.nObs = countOf(session.manifest, dataset, "n_obs");
  session.nVars = countOf(session.manifest, dataset, "n_vars");
  session.chunks = session.manifest.chunks.map((entry, index) => new Chunk(session, entry, index));
  const kept = first ? judgeEntries(session.chunks, found) : judgeLaterEntries(session.chunks, generation, found);
  judgeDataset(session.manifest, dataset, found);
  found.stopIfUnsafe(kept);
  let at = head.byteOffset - bytes.byteOffset + head.length;
  const left = { bytes: limits.inflated_bytes, json: limits.total_json_bytes - head.length };
  for (const chunk of session.chunks) {
    found.chunk = chunk;
    const { stored, cut } = frameAt(bytes, at, chunk.entry, generation.stored, found);
    chunk.stored = stored;
    at += 4 + stored.length;
    const done = guarded(() => (cut ? beginning(() => judgeBeginning(session, chunk, left)) : judgeChunk(session, chunk, left)));
    if (!done && (!goOn || found.worst.class !== "safety")) throw new Stop(found.worst);
    if (cut) found.short("frame.chunk-truncated", "the file ends inside this chunk");
    chunk.readable = done;
  }
  found.chunk = null;
  if (at < bytes.length) found.add("frame.trailing", "bytes follow the last frame");
  if (found.left !== null) found.add(...found.left);
  if (first) judgeLinks(session.chunks, session.registries, session, found);
  else judgeLaterLinks(session);
  session.ended = true;
}

/** The payload as far as it may be made, and the fault that lies behind it. */
function unpacked(chunk, left, limits, findings, cut = false) {
  const { codec, kind, uncompressedBytes } = chunk.entry;
  const bounds = [
    [uncompressedBytes ?? LIMITS.INFLATED_BYTES, "chunk.inflated-too-large", "the payload is longer than its entry says"],
  ];
  if (kind === "json") {
    bounds.push([limits.json_bytes, "budget.json-bytes", "a JSON text is beyond the budget"]);
    bounds.push([left.json, "budget.total-json-bytes", TOTAL]);
  }
  bounds.push([left.bytes, "budget.inflated-bytes", "all payloads together are beyond the budget"]);
  const [most, rule, message] = bounds.reduce((least, bound) => (bound[0] < least[0] ? bound : least));
  const tooLarge = { rule, message };
  const judged = rule === "budget.inflated-bytes" ? most + 1 : most; // the byte that passes this budget is judged as well
  if (codec === "none") return { out: chunk.stored.subarray(0, judged), behind: chunk.stored.length <= most ? null : tooLarge };
  const { out, behind } = gunzip(chunk.stored, judged, findings, cut);
  return { out, behind: behind === "too-large" || out.length > most ? tooLarge : behind };
}

/** Judges what there is of a frame that is cut. */
function judgeBeginning(session, chunk, left) {
  const { limits, found } = session;
  const { out, behind } = unpacked(chunk, left, limits, found, true);
  beginning(() => judging(session, chunk)(session, chunk, out, false, left));
  if (behind !== null) found.add(behind.rule, behind.message);
}

function judgeChunk(session, chunk, left) {
  const { limits, found } = session;
  const { out, behind } = unpacked(chunk, left, limits, found);
  left.bytes -= out.length;
  const declared = chunk.entry.uncompressedBytes;
  const size = () => {
    found.atEnd = null;
    if (declared !== undefined && out.length < declared) found.add("chunk.inflated-short", `the payload has ${out.length} bytes, its entry says ${declared}`);
  };
  const judge = judging(session, chunk);
  if (behind !== null) {
    beginning(() => judge(session, chunk, out, false, left));
    found.add(behind.rule, behind.message);
  }
  if (chunk.entry.kind === "json") {
    size();
    judgeJson(session, chunk, out, left);
    return;
  }
  found.atEnd = size; // a binary payload is judged as its bytes come: its size behind what they break
  try {
    chunk.judged = judge(session, chunk, out, true, left);
    found.atEnd?.();
  } finally {
    found.atEnd = null;
  }
}

/** Judges the beginning of a payload whose rest can't be had. */
function beginning(work) {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
}

function judgeJson(session, chunk, payload, left) {
  const parsed = jsonText(payload, session.found, session.limits);
  left.json -= payload.length;
  if (chunk.family === null) return;
  if (session.generation.number > 1) {
    judgeLaterPayload(session, chunk.family, parsed, payload.length);
    return;
  }
  judgePayload(chunk.family, parsed, session.found);
  session.registries.learn(chunk.family, parsed.value);
}

const judging = (session, chunk) => {
  const { generation } = session;
  const own = chunk.entry.kind === "json" ? null : generation.number === 1 ? JUDGES[chunk.family] : LATER[chunk.family] ?? JUDGES[chunk.family];
  return own ?? (() => null);
};

const typed = (session, chunk, payload, whole, left) => judgeTyped(payload, whole, session.found, session.limits, left);

// the same of generations 2 to 5, where it is another
const LATER = {
  "highlights/cells/": (session, chunk, payload, whole) => walkMembers(payload, whole, session.generation, session.nObs, session.found),
  "user-defined/codes/": (session, chunk, payload, whole) => {
    const { registries, generation, found, nObs } = session;
    const field = registries.field(chunk.rest);
    const { width } = codesOf(field, generation);
    if (width === null && generation.encodings[0][1] === null) {
      if (registries.fields === null) found.add("codes.registry-first", "the codes come before the registry that says how wide they are");
      return field === null ? { length: 0, codes: new Set(), late: false } : null;
    }
    const codes = new Set();
    const { length } = walkCodes(payload, whole, generation, width, nObs, found, (code) => codes.add(code));
    const known = field !== null && Array.isArray(field.categories);
    if (known && strays({ codes }, field, generation)) found.add("codes.category", "a code names no category");
    return { length, codes, late: !known };
  },
  "analysis/windows": typed,
  "analysis/docked": typed,
};

// the families of binary payloads; each is told whether the payload is whole
const JUDGES = {
  "highlights/cells/": (session, chunk, payload, whole) => ({ count: judgeCells(payload, whole, session.nObs, session.found) }),
  "user-defined/codes/": (session, chunk, payload, whole) => {
    const { nObs, nVars, registries, found } = session;
    const field = registries.field(chunk.rest);
    const judged = judgeCodes(payload, whole, allowedLengths(registries.named(chunk.rest), nObs, nVars), found);
    if (field !== null) judgeCategories(judged.used, field, found);
    return { ...judged, late: registries.fields === null };
  },
  "analysis/artifacts/bulk-gene/": (session, chunk, payload, whole, left) => {
    const { header } = judgeTable(payload, whole, session.nObs, session.found, session.limits, left);
    if (artifactParts(chunk.rest) === null) session.found.add("table.id", "the id does not end in three percent-encoded parts");
    return { rows: header.rowCount };
  },
};

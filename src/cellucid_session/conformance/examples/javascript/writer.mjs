// Writing a session: content in, bytes out, in the form of spec section 9.
//
// What can't be written so that it is valid is a WriteError, raised before there is a byte; and what was written is read again.

import { fromU32, joined } from "./bytes.mjs";
import { FAMILIES, familyOf } from "./families.mjs";
import { shown, WriteError } from "./findings.mjs";
import { MAGICS } from "./generations.mjs";
import { gzip } from "./gzip.mjs";
import { LIMITS } from "./limits.mjs";
import { fieldsOf, groupsOf } from "./payloads.mjs";
import { readSessionBytes } from "./reader.mjs";
import { encodeTable } from "./table.mjs";
import { HALF, jsonBytes } from "./write_json.mjs";
import { highlights, overlays } from "./write_payloads.mjs";

export { WriteError };

const LABELS = {
  "core/field-overlays": "Field overlays",
  "core/state": "Core state",
  "ui/dockable-layout": "Dockable layout",
  "analysis/windows": "Analysis windows",
  "highlights/meta": "Highlight metadata",
};
const ENTRY_KEYS = ["id", "contributorId", "priority", "kind", "codec", "label", "datasetDependent", "storedBytes", "uncompressedBytes", "dependsOn"];
const CONTENT_KEYS = [
  "fingerprint", "cellNames", "createdAt", "dataSource", "codec", "pages", "activePageId", "activePageName", "fields", "renames", "deletedFields",
  "metaExtra", "overlaysExtra", "state", "layout", "windows", "artifacts", "chunks",
];

/** A chunk that was read, to be written again byte for byte. */
export function passOn(chunk) {
  if (!chunk?.readable) throw new WriteError("a chunk that could not be read can't be passed on");
  return { entry: chunk.entry, stored: chunk.stored, size: chunk.payloadBytes().length, chunk };
}

/** Percent-encodes a part of an artifact's id: all but ASCII letters, digits and `_.-~!*'()`. */
function part(text) {
  if (typeof text !== "string" || HALF.test(text)) throw new WriteError("a part of an artifact's id is no text", "table.id");
  if (text === "" || text === "." || text === "..") throw new WriteError(`${shown(text)} can't be a part of an artifact's id`, "chunk.id-unsafe");
  return encodeURIComponent(text);
}

/** A chunk of a known family. */
function known(id, payload, codec, label = null, lazy = null) {
  const family = familyOf(id);
  const usual = family.priority === "either" ? "eager" : family.priority;
  const entry = {
    id,
    contributorId: family.contributor,
    priority: lazy === true ? "lazy" : usual,
    kind: family.kind,
    codec,
    label: label ?? LABELS[id],
    datasetDependent: family.bound,
  };
  return { entry, payload: family.kind === "json" ? jsonBytes(payload) : payload };
}

function ownChunks(content, codec) {
  const chunks = [];
  const nObs = content.fingerprint.cellCount ?? null;
  if (["fields", "renames", "deletedFields", "overlaysExtra"].some((key) => content[key] !== undefined)) {
    const made = overlays(content);
    chunks.push(known("core/field-overlays", made.overlays, codec));
    for (const { id, label, payload, lazy } of made.codes) chunks.push(known(`user-defined/codes/${clean(id)}`, payload, codec, label, lazy));
  }
  const whole = [["core/state", content.state], ["ui/dockable-layout", content.layout], ["analysis/windows", content.windows]];
  for (const [id, value] of whole) if (value !== undefined) chunks.push(known(id, value, codec));
  if (content.pages !== undefined) {
    const made = highlights(content, nObs);
    chunks.push(known("highlights/meta", made.meta, codec));
    for (const { id, label, payload } of made.members) chunks.push(known(`highlights/cells/${clean(id)}`, payload, codec, label));
  }
  for (const { cacheKey, gene, pageId, cells, values } of content.artifacts ?? []) {
    if (cells.length !== values.length) throw new WriteError("an artifact has as many cells as values", "table.column");
    const id = `analysis/artifacts/bulk-gene/${[cacheKey, gene, pageId].map(part).join("/")}`;
    chunks.push(known(id, encodeTable(cells, values), codec, `Bulk gene cache: ${gene}`));
  }
  return chunks;
}

/** An id of a group or field as it may stand in a chunk's id. */
function clean(id) {
  if (typeof id !== "string" || id.trim() === "") throw new WriteError("a group or field has no id", "chunk.id");
  if (HALF.test(id)) throw new WriteError(`the id ${shown(id)} has half of a surrogate pair`, "json.surrogate");
  if (id !== id.trim()) throw new WriteError(`the id ${shown(id)} has white space around it`, "chunk.id-space");
  return id;
}

function given({ entry, payload, stored: bytes, size, chunk }) {
  if (bytes !== undefined) return { entry, stored: bytes, size, chunk };
  if (payload instanceof Uint8Array) return { entry, payload };
  if (entry.kind !== "json") throw new WriteError(`the payload of ${shown(String(entry.id))} must be a Uint8Array`);
  return { entry, payload: jsonBytes(payload) };
}

/** The ids that a registry names, in its order: from what is written anew, or from a chunk that is passed on. */
function registered(content, chunks, id, made, learn) {
  const passed = chunks.find((one) => one.entry.id === id)?.chunk;
  return [...(made ?? (passed === undefined ? [] : learn(passed.json())))].map((object) => object.id?.trim?.());
}

/** Chunks in the order of section 9.1: eager before lazy, families in the order of their table, in them that of the registry; foreign ones last. */
function inOrder(chunks, content) {
  const groups = content.pages && [...content.pages].flatMap((page) => [...(page.highlightedGroups ?? [])]);
  const places = new Map([
    ["highlights/cells/", registered(content, chunks, "highlights/meta", groups, groupsOf)],
    ["user-defined/codes/", registered(content, chunks, "core/field-overlays", content.fields, fieldsOf)],
  ].map(([name, ids]) => [name, new Map(ids.map((id, index) => [id, index]))]));
  const keys = new Map(chunks.map((chunk) => {
    const id = String(chunk.entry.id);
    const family = familyOf(id);
    const rest = family?.open ? places.get(family.name)?.get(id.slice(family.name.length)) : undefined;
    return [chunk, [chunk.entry.priority === "lazy" ? 1 : 0, family === null ? FAMILIES.length : FAMILIES.indexOf(family), rest ?? Infinity]];
  }));
  const compare = (one, other) => {
    const [a, b] = [keys.get(one), keys.get(other)];
    const at = a.findIndex((part, index) => part !== b[index]);
    return at === -1 ? 0 : a[at] < b[at] ? -1 : 1;
  };
  return chunks.slice().sort(compare);
}

async function stored(chunk) {
  if (chunk.stored !== undefined) return chunk;
  const bytes = chunk.entry.codec === "gzip" ? await gzip(chunk.payload) : chunk.payload;
  return { entry: chunk.entry, stored: bytes, size: chunk.payload.length };
}

/** An entry with its sizes, keys in the order of section 4.1; what the section does not name comes after. */
function entryOf({ entry, stored: bytes, size }) {
  const whole = { ...entry, storedBytes: bytes.length, uncompressedBytes: size };
  if (Array.isArray(whole.dependsOn) && whole.dependsOn.length === 0) delete whole.dependsOn;
  const names = [...ENTRY_KEYS, ...Object.keys(whole).filter((key) => !ENTRY_KEYS.includes(key))];
  return Object.fromEntries(names.filter((name) => whole[name] !== undefined).map((name) => [name, whole[name]]));
}

function fingerprintOf({ sourceType = null, datasetId = null, cellCount, varCount }) {
  const fingerprint = { sourceType, datasetId };
  if (cellCount !== undefined && cellCount !== null) fingerprint.cellCount = cellCount;
  if (varCount !== undefined && varCount !== null) fingerprint.varCount = varCount;
  return fingerprint;
}

/**
 * Writes a session.
 * @param {object} content see README.md
 * @returns {Promise<Uint8Array>} bytes that this package's own reader takes as valid
 * @throws {WriteError} for content that has no valid form
 */
export async function writeSession(content) {
  for (const key of Object.keys(content)) if (!CONTENT_KEYS.includes(key)) throw new WriteError(`nothing is written for the key ${shown(key)}`);
  if (typeof content.fingerprint !== "object" || content.fingerprint === null) throw new WriteError("a session has a fingerprint", "manifest.fingerprint-missing");
  const codec = content.codec ?? "gzip";
  if (codec !== "gzip" && codec !== "none") throw new WriteError("codec is gzip or none", "chunk.codec");
  const fingerprint = fingerprintOf(content.fingerprint);
  const chunks = inOrder([...ownChunks({ ...content, fingerprint }, codec), ...(content.chunks ?? []).map(given)], content);
  const ready = [];
  for (const chunk of chunks) ready.push(await stored(chunk));
  const time = content.createdAt ?? new Date();
  const manifest = jsonBytes({
    createdAt: time instanceof Date ? time.toISOString() : time,
    dataSource: content.dataSource ?? null,
    datasetFingerprint: fingerprint,
    cellNames: content.cellNames, // left out where it is undefined
    summary: null,
    chunks: ready.map(entryOf),
  });
  if (manifest.length > LIMITS.MANIFEST_BYTES) throw new WriteError("the manifest would be too long", "frame.manifest-length");
  const parts = [MAGICS[0], fromU32(manifest.length), manifest];
  for (const chunk of ready) parts.push(fromU32(chunk.stored.length), chunk.stored);
  return held(joined(parts));
}

/** The bytes, when the reader takes them. */
function held(bytes) {
  const far = Number.MAX_SAFE_INTEGER;
  const session = readSessionBytes(bytes, { limits: { file_bytes: far, inflated_bytes: far, json_bytes: far, json_nodes: far, chunks: far } });
  if (session.verdict !== "valid") {
    const [finding] = session.findings;
    throw new WriteError(`this content has no valid form: ${finding.message}${finding.chunk === null ? "" : ` (chunk ${shown(finding.chunk)})`}`, finding.rule);
  }
  return bytes;
}

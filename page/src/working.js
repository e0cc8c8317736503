// What the worker does: judge a session, write one.
//
// Rules of this file: the package judges and writes; here is said only which chunks there are, and in which order, and what
// the page's own words for groups and fields become.

import { FORMAT } from "session/data/format.js";
import { validate } from "session/judge.js";
import { SessionWriter } from "session/write/writer.js";

import { CELLS, CODES, GENERATION, META, OVERLAYS, STATE } from "./families.js";

const { UNASSIGNED_U8, UNASSIGNED_U16, CATEGORIES_U8 } = FORMAT.limits;
const FAR = Number.MAX_SAFE_INTEGER;
const LIMITS = { file_bytes: FAR, inflated_bytes: FAR, json_bytes: FAR, total_json_bytes: FAR, json_nodes: FAR, chunks: FAR };

/** @typedef {{entry: any, stored?: Uint8Array, payload?: any, value?: any}} Given a chunk as it is, or with a payload */
/** @typedef {{id: string, run: () => unknown}} Task */

/** @param {any} question @returns {Promise<any>} */
export async function answer({ judge, options, write }) {
  return write === undefined ? validate(judge, options) : written(write);
}

/** Without members that are undefined, and without some. @param {Record<string, any>} object @param {string[]} leftOut */
const kept = (object, leftOut = []) =>
  Object.fromEntries(Object.entries(object).filter(([key, value]) => value !== undefined && !leftOut.includes(key)));

/** A payload with further keys behind its own. @param {Record<string, any>} payload @param {Record<string, any>} [extra] */
const withExtra = (payload, extra = {}) => ({ ...payload, ...kept(extra, Object.keys(payload)) });

/** Highlights, and what adds the cells of each group. @param {any} content @param {SessionWriter} writer @param {Task[]} tasks */
function highlights({ pages, activePageId, activePageName, metaExtra }, writer, tasks) {
  const made = [...pages].map((page) => ({
    ...kept(page, ["highlightedGroups"]),
    highlightedGroups: [...(page.highlightedGroups ?? [])].map((group) => {
      const { cells = null, ...rest } = group;
      if (cells === null) return kept(rest);
      const positions = [...new Set(cells)];
      if (positions.length) tasks.push({ id: CELLS + group.id, run: () => writer.addCells(group.id, positions, { label: group.label || group.id }) });
      return { ...kept(rest), cellCount: positions.length };
    }),
  }));
  return withExtra(kept({ pages: made, activePageId, activePageName }), metaExtra);
}

/** @param {any} given a field in the page's words @param {SessionWriter} writer @param {Task[]} tasks */
function field(given, writer, tasks) {
  const { codes = null, lazy, ...rest } = given;
  const kind = rest.kind ?? "category";
  if (kind !== "category") return kept({ ...rest, kind });
  const count = rest.categories?.length ?? 0;
  const isWide = count > CATEGORIES_U8;
  const codesType = isWide ? "Uint16Array" : "Uint8Array";
  if (codes === null) return kept({ ...rest, kind, codesLength: rest.codesLength ?? 0, codesType: rest.codesType ?? codesType });
  const marker = isWide ? UNASSIGNED_U16 : UNASSIGNED_U8;
  const wrong = codes.find((/** @type {number} */ code) => code < -1 || code >= count);
  if (wrong !== undefined) throw new RangeError(`${wrong} is no category of the field ${rest.key}`);
  const stored = Uint16Array.from(codes, (code) => (code === -1 ? marker : code));
  if (stored.length) {
    const options = { source: rest.source, codesType, shown: lazy !== true, label: rest.key };
    tasks.push({ id: CODES + rest.id, run: () => writer.addCodes(rest.id, stored, options) });
  }
  return kept({ ...rest, kind, codesLength: stored.length, codesType });
}

/** @param {any} content @param {SessionWriter} writer @param {Task[]} tasks */
function overlays({ renames, deletedFields, fields = [], overlaysExtra }, writer, tasks) {
  const userDefinedFields = [...fields].map((given) => field(given, writer, tasks));
  return withExtra(kept({ renames, deletedFields, userDefinedFields }), overlaysExtra);
}

/** @param {Given} given @param {SessionWriter} writer @returns {Task} */
function task({ entry, stored, payload, value = null }, writer) {
  if (stored === undefined) return { id: entry.id, run: () => writer.add(entry.id, payload, optionsOf(entry)) };
  const session = { chunkMeta: () => entry, readChunkBytes: async () => stored, decodeChunk: async () => value };
  return { id: entry.id, run: () => writer.pass(/** @type {any} */ (session), entry.id) };
}

/** @param {any} entry */
function optionsOf({ id, label, priority, codec, dependsOn, contributorId, kind, datasetDependent }) {
  const known = GENERATION.of(id) !== null;
  return kept({ label, priority, codec, dependsOn, ...(known ? {} : { contributor: contributorId, kind, datasetDependent }) });
}

/** Ids of the items of the registries, in their order. @param {any} meta @param {any} fields @returns {Map<string, number>} */
function places(meta, fields) {
  const groups = (meta?.pages ?? []).flatMap((/** @type {any} */ page) => page.highlightedGroups ?? []);
  const ids = [...groups.map((/** @type {any} */ one) => CELLS + String(one.id).trim()), ...(fields?.userDefinedFields ?? []).map((/** @type {any} */ one) => CODES + String(one.id).trim())];
  return new Map(ids.map((id, place) => [id, place]));
}

/**
 * The bytes of a session, which the package has judged.
 * @param {any} content fingerprint, cellNames, createdAt, dataSource; pages, activePageId, activePageName, metaExtra;
 *   fields, renames, deletedFields, overlaysExtra; state; chunks
 */
async function written(content) {
  const { sourceType, datasetId, cellCount = null, varCount = null } = content.fingerprint;
  const { cellNames = null, createdAt = null, dataSource = null, codec = "gzip" } = content;
  const writer = new SessionWriter({ sourceType, datasetId, cells: cellCount, variables: varCount, cellNames, createdAt, dataSource, codec, limits: LIMITS });
  /** @type {Task[]} */
  const tasks = [];
  const given = /** @type {Given[]} */ (content.chunks ?? []);
  const passed = (/** @type {string} */ id) => given.find(({ entry }) => entry.id === id)?.value ?? null;
  let [meta, fields] = [passed(META), passed(OVERLAYS)];
  if (["fields", "renames", "deletedFields", "overlaysExtra"].some((key) => content[key] !== undefined)) {
    fields = overlays(content, writer, tasks);
    tasks.push({ id: OVERLAYS, run: () => writer.add(OVERLAYS, fields) });
  }
  if (content.state !== undefined) tasks.push({ id: STATE, run: () => writer.add(STATE, content.state) });
  if (content.pages !== undefined) {
    meta = highlights(content, writer, tasks);
    tasks.push({ id: META, run: () => writer.add(META, meta) });
  }
  tasks.push(...given.map((one) => task(one, writer)));
  const order = places(meta, fields);
  const placed = tasks.map((one) => /** @type {[number, Task]} */ ([order.get(one.id) ?? Infinity, one]));
  for (const [, { run }] of placed.sort(([one], [other]) => (one === other ? 0 : one - other))) await run();
  return writer.toBytes();
}

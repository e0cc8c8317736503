// From a person's work to the bytes of a session.
//
// Rules of this file:
// * What was loaded and not touched goes out as the very chunk that came in: also what the page can't show, what belongs
//   to no family that it knows, and cells that were still to be restored.
// * Keys that the page does not know stay in the groups, pages and fields that they were found in.
// * What is written is judged before anybody gets it, so an invalid session never leaves the page.

import { STATE } from "./families.js";
import { passOn, writeSession } from "./format.js";

/**
 * @typedef {import("./work.js").Work} Work
 * @typedef {import("./store.js").Colouring} Colouring
 * @typedef {import("./format.js").Chunk} Chunk
 * @typedef {import("./server.js").Dataset} Dataset
 */

/** @param {Work} work @returns {unknown[]} */
function pagesOf(work) {
  return work.pages.map((page) => ({
    ...page.raw,
    id: page.id,
    name: page.name,
    color: page.color,
    highlightedGroups: page.groups.map((group) => ({
      ...without(group.raw, ["cells"]), // the writer would take it for the cells
      id: group.id,
      label: group.label,
      enabled: group.enabled,
      ...(group.coloured ? { color: group.color } : {}),
      ...(group.chunk ? {} : { cells: group.cells }),
      ...(group.count === null ? {} : { cellCount: group.count }),
    })),
  }));
}

/** @param {Work} work @param {Colouring} colouring @returns {unknown[]} */
function fieldsOf(work, colouring) {
  return work.fields.map((field) => ({
    ...without(field.raw, ["codes", "lazy"]), // the writer would take them for its own
    id: field.id,
    key: field.key,
    ...(field.raw.kind === "continuous" ? {} : { categories: field.categories }),
    isDeleted: field.deleted,
    ...(field.chunk || !field.codes ? {} : { codes: field.codes }),
    lazy: !(colouring.source === "field" && colouring.id === field.id),
  }));
}

/**
 * `core/state` says which field colours the cells; all else in it is passed on.
 * @param {Work} work
 * @param {Colouring} colouring
 * @param {Dataset} dataset
 * @returns {unknown}
 */
function stateOf(work, colouring, dataset) {
  const chunk = work.carried.find((one) => one.id === STATE);
  /** @type {any} */
  const before = chunk ? chunk.json() : {};
  const gene = colouring.source === "gene" ? colouring.name : null;
  const key =
    colouring.source === "obs"
      ? dataset.obs.find((column) => column.id === colouring.id)?.key
      : work.fields.find((field) => colouring.source === "field" && field.id === colouring.id)?.key;
  const activeFields = {
    ...before.activeFields,
    activeFieldKey: key ?? null,
    activeFieldSource: gene !== null ? "var" : key === undefined ? null : "obs",
    activeVarFieldKey: gene,
  };
  return { ...before, activeFields };
}

/** A record without some of its keys. @param {Readonly<Record<string, unknown>>} record @param {string[]} keys */
function without(record, keys) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/**
 * The bytes of the session.
 * @param {Work} work
 * @param {Colouring} colouring
 * @param {boolean} colouringChosen the person chose it, so that it replaces the one that was loaded
 * @param {Dataset} dataset
 * @param {Date} [now]
 * @returns {Promise<Uint8Array>}
 */
export async function save(work, colouring, colouringChosen, dataset, now = new Date()) {
  const chunks = work.carried.filter((chunk) => !(colouringChosen && chunk.id === STATE)).map(passOn);
  for (const page of work.pages) for (const group of page.groups) if (group.chunk) chunks.push(passOn(group.chunk));
  for (const field of work.fields) if (field.chunk) chunks.push(passOn(field.chunk));
  const { sourceType, datasetId } = dataset.fingerprint;
  return writeSession({
    fingerprint: dataset.fingerprint,
    cellNames: dataset.cellNames ?? undefined,
    createdAt: now,
    dataSource: { sourceType, datasetId, userPath: null },
    ...(work.metaChunk ? {} : meta(work)),
    ...(work.overlaysChunk || overlaysEmpty(work) ? {} : overlays(work, colouring)),
    ...(colouringChosen ? { state: stateOf(work, colouring, dataset) } : {}),
    chunks: [...[work.metaChunk, work.overlaysChunk].filter((chunk) => chunk !== null).map(passOn), ...chunks],
  });
}

/** @param {Work} work */
const overlaysEmpty = (work) => work.fields.length === 0 && Object.keys(work.overlaysRaw).length === 0;

/** @param {Work} work */
function meta(work) {
  const page = work.pages.find((one) => one.id === work.activePage) ?? work.pages[0];
  return {
    pages: pagesOf(work),
    activePageId: page.id,
    activePageName: page.name,
    metaExtra: without(work.metaRaw, ["pages", "activePageId", "activePageName"]),
  };
}

/** @param {Work} work @param {Colouring} colouring */
function overlays(work, colouring) {
  return {
    fields: fieldsOf(work, colouring),
    renames: work.overlaysRaw.renames ?? null,
    deletedFields: work.overlaysRaw.deletedFields ?? null,
    overlaysExtra: without(work.overlaysRaw, ["userDefinedFields", "renames", "deletedFields"]),
  };
}

/** A name for the file. @param {Dataset} dataset @param {Date} now @returns {string} */
export function fileName(dataset, now) {
  const stem = dataset.name.normalize("NFC").replace(/[^\p{L}\p{N}_-]+/gu, "_").replace(/^_+|_+$/g, "").slice(0, 60);
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${stem || "session"}-${stamp}.cellucid-session`;
}

// From the bytes of a session to a person's work, as section 7.3 of the specification says.
//
// Rules of this file:
// * The whole file is judged first. From a file that breaks a rule of class safety nothing is restored, and what the
//   person had stays.
// * A position means a cell only in the order of the data set: which cells those are is told by digests of their names.
//   Of the same cells in another order nothing is restored. A session that does not tell is loaded when the person says
//   that it is of this data; one that lies with the data is, with a warning.
// * A session of another data set gives back only what does not depend on the data set, and says so.
// * Eager chunks come first and at once, then lazy ones one by one while the page can be used. A chunk that can't be
//   restored is told, and the rest goes on.
// * However many chunks there are, they are restored in slices of time, each of which is one change of the work; between
//   two of them a person may cancel, and has what was there before.
// * What the page can't show is kept for the next save. What can't be kept either is told.

import { categoryColour, groupColour } from "./colours.js";
import { CELLS, CODES, META, OVERLAYS, PANELS, STATE, TABLES, WINDOWS } from "./families.js";
import { matchFingerprints, readSession } from "./format.js";
import { tooLate } from "./recognise.js";
import { fit, sound } from "./repair.js";
import { counted, shown } from "./text.js";
import { inWordsOf } from "./words.js";
import { emptyWork, restored } from "./work.js";

const TOLD = 5; // findings that are told one by one
const SLICE = 60; // milliseconds of restoring between two changes of the work, or as long as showing the last one took
const LARGE = 8 * 1024 * 1024; // bytes of a session that takes long: some tens of thousands of groups
const LOST = "It breaks a rule of the format, so a saved session must not hold it.";

/** What is kept and not shown, in words. @type {Map<string, string>} */
const KEPT = new Map([
  [STATE, "camera, filters and views"],
  [PANELS, "floating panels"],
  [WINDOWS, "analysis windows"],
  [TABLES, "cached results of analyses"],
]);

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./server.js").Dataset} Dataset
 * @typedef {import("./work.js").Work} Work
 * @typedef {import("./work.js").Page} Page
 * @typedef {import("./work.js").Group} Group
 * @typedef {import("./work.js").Field} Field
 * @typedef {import("./format.js").Session} Session
 * @typedef {import("./format.js").Chunk} Chunk
 */

/**
 * What is asked before a session takes the place of what is there.
 * @typedef {object} Asked
 * @property {() => Promise<boolean>} [mayReplace] may it?
 * @property {(text: string) => Promise<boolean>} [isThisData] is it of this data? The text says why that is not known. Who is not asked says no.
 * @property {(name: string) => Promise<void>} [colourByGene] colour the cells by a gene of this name, if there is one
 * @property {(text: string) => Promise<boolean>} [isWanted] shall one that takes long be loaded? Asked before it is read
 * @property {number} [slice] milliseconds
 */

const yes = async () => true;
const no = async () => false;

/**
 * Whether a session's cells are those that are shown, in their order.
 * @param {Session} session
 * @param {Dataset} dataset
 * @returns {"same" | "order" | "other" | "unknown"}
 */
export function whoseCells({ cellNames: theirs }, { cellNames: ours }) {
  if (!theirs || !ours) return "unknown";
  if (theirs.ordered === ours.ordered) return "same";
  return theirs.unordered === ours.unordered ? "order" : "other";
}

/** Whether the counts agree, as far as both are known; who tells nothing of cells agrees with nobody. @param {Session} session @param {Dataset} dataset */
function sameCounts({ fingerprint: theirs }, { fingerprint: ours }) {
  return (
    matchFingerprints(theirs, ours) ||
    (theirs?.cellCount !== undefined && theirs.cellCount === ours.cellCount && (theirs.varCount ?? ours.varCount) === ours.varCount)
  );
}

/** @param {Session} session @param {Dataset} dataset */
function unsure(session, dataset) {
  const told = matchFingerprints(session.fingerprint, dataset.fingerprint) ? "" : difference(session, dataset);
  return told ? `Its data set goes by another name (${told}), with as many cells.` : "The numbers of cells agree, and that is all that is known.";
}

/** Let the page draw and answer. */
const breath = () => new Promise((resolve) => setTimeout(resolve, 0));

/**
 * @param {Blob | Uint8Array} input
 * @param {string} name of the file, for people
 * @param {Dataset} dataset
 * @param {Store} store
 * @param {Asked} [asked]
 * @returns {Promise<boolean>} whether something was restored
 */
export async function load(input, name, dataset, store, asked = {}) {
  const file = `“${shown(name)}”`;
  const size = input instanceof Blob ? input.size : input.length;
  if (asked.isWanted && size > LARGE && !(await asked.isWanted(`${file} is large (${(size / 1024 / 1024).toFixed(0)} MiB), so that loading it may take a while.`))) {
    store.say("info", `${file} was not loaded. Load State takes it at any time.`);
    return false;
  }
  await breath(); // so that it is seen that it is being read
  let session = await readSession(input);
  const late = tooLate(session.report);
  if (late) {
    store.say("error", `${file} was not loaded: ${late}. What you had is as it was.`);
    return false;
  }
  const cells = whoseCells(session, dataset);
  const matches = session.restorable && cells !== "other" && sameCounts(session, dataset);
  if (matches && (session.nObs === null || session.nVars === null)) {
    const { cellCount, varCount } = dataset.fingerprint;
    session = await readSession(input, { cells: cellCount ?? null, variables: varCount ?? null });
  }
  if (!session.restorable) {
    store.say("error", `${file} was not loaded: ${inWordsOf(session.rule)}. What you had is as it was.`, detail(session));
    return false;
  }
  if (cells === "order") {
    store.say("error", `${file} was not loaded: its cells are those of this data set, and stand in another order, so its groups and labels would come to other cells. Show the data in the order in which it was saved. What you had is as it was.`);
    return false;
  }
  if (!matches) {
    tellFindings(session, store);
    const kept = await keep(session, (chunk) => !chunk.entry.datasetDependent, store);
    store.say("warning", `${file} belongs to another data set (${difference(session, dataset)}). Only what does not depend on the data set was restored${kept.length ? `: ${inWords(kept)}` : "; it has nothing of that kind"}. Your groups and labels are as they were.`);
    if (kept.length) {
      const ids = new Set(kept.map((chunk) => chunk.id));
      store.step({ ...store.work, carried: [...store.work.carried.filter((chunk) => !ids.has(chunk.id)), ...kept] });
    }
    return kept.length > 0;
  }
  if (cells === "unknown" && !(await (asked.isThisData ?? no)(`${file} does not tell which cells it was made from. ${unsure(session, dataset)} If they were others, or stood in another order, its groups and labels come to wrong cells.`))) return false;
  if (!(await (asked.mayReplace ?? yes)())) return false;
  tellFindings(session, store);
  return restore(session, file, dataset, store, asked);
}

/** What the reader says. @param {{message?: string | null, rule?: string | null}} found */
const detail = ({ message, rule }) => `${shown(message ?? "it is no session", 300)} (${rule})`;

/** @param {Session} session @param {Store} store */
function tellFindings(session, store) {
  for (const finding of session.findings.slice(0, TOLD)) {
    const where = finding.chunk === null ? "" : ` in “${shown(finding.chunk)}”`;
    store.say("warning", `The file has a fault${where}: ${inWordsOf(finding.rule)}.`, detail(finding));
  }
  if (session.findings.length > TOLD)
    store.say("warning", `The file has ${counted(session.findings.length - TOLD, "more fault")}; cellucid-validate lists them.`);
}

/** @param {Session} session @param {Dataset} dataset */
function difference(session, dataset) {
  const theirs = session.fingerprint;
  if (!theirs) return "it does not say which";
  const ours = dataset.fingerprint;
  /** @type {["sourceType" | "datasetId" | "cellCount" | "varCount", string][]} */
  const keys = [["cellCount", "cells"], ["varCount", "variables"], ["datasetId", "data set id"], ["sourceType", "type of source"]];
  const parts = keys
    .filter(([key]) => (key.endsWith("Count") ? theirs[key] !== undefined && ours[key] !== undefined : true) && theirs[key] !== ours[key])
    .map(([key, what]) => `${what}: ${shown(String(theirs[key]), 60)} there, ${shown(String(ours[key]), 60)} here`);
  if (parts.length === 0 && whoseCells(session, dataset) === "other") return "its cells have other names";
  return parts.join("; ");
}

/** @param {Chunk[]} chunks */
function inWords(chunks) {
  const words = new Set(chunks.filter(hasMore).map((chunk) => KEPT.get(chunk.family ?? "") ?? `“${shown(chunk.id)}”`));
  return [...words].slice(0, 8).join(", ") + (words.size > 8 ? " and more" : "");
}

/** `core/state` as this page writes it holds nothing that the page can't show. @param {Chunk} chunk */
function hasMore(chunk) {
  return chunk.family !== STATE || Object.keys(/** @type {object} */ (chunk.json()) ?? {}).some((key) => key !== "activeFields");
}

/**
 * The chunks that the page passes on without looking at them. One with a fault is made anew from its payload; where that
 * does not help, it is told.
 * @param {Session} session
 * @param {(chunk: Chunk) => boolean} wanted
 * @param {Store} store
 * @returns {Promise<Chunk[]>}
 */
async function keep(session, wanted, store) {
  const kept = [];
  for (const chunk of session.chunks) {
    if (OWN.has(chunk.family ?? "") || !wanted(chunk)) continue;
    const one = await fit(chunk);
    if (one) kept.push(one);
    else store.say("warning", `“${shown(chunk.id)}” can't be kept. ${LOST}`);
  }
  return kept;
}

const OWN = new Set([META, OVERLAYS, CELLS, CODES]);

/** @param {Session} session @param {string} file @param {Dataset} dataset @param {Store} store @param {Asked} asked @returns {Promise<boolean>} */
async function restore(session, file, dataset, store, asked) {
  const cells = dataset.fingerprint.cellCount ?? 0;
  const before = store.everything();
  const carried = await keep(session, () => true, store);
  store.replace({ ...(await skeleton(session, store)), carried });
  await restoreColouring(session, dataset, store, asked);
  const owned = owners(store.work);
  const members = [];
  for (const chunk of session.chunks) {
    if (chunk.family !== CELLS && chunk.family !== CODES) continue;
    if (owned.has(chunk.id)) members.push(chunk);
    else store.say("warning", `“${shown(chunk.id)}” belongs to nothing in the session and can't be kept.`);
  }
  // a chunk that can't be passed on as it is must be read before the next save
  const isEager = (/** @type {Chunk} */ chunk) => chunk.entry.priority === "eager" || !sound(chunk);
  const lazy = members.filter((chunk) => !isEager(chunk));
  const restoreMany = (/** @type {Chunk[]} */ chunks, /** @type {number} */ until) => {
    /** @type {import("./work.js").Restored} */
    const found = { cells: new Map(), codes: new Map() };
    let [n, bad] = [0, 0];
    do bad += Number(n < chunks.length && !restoreChunk(session, chunks[n], owned.get(chunks[n].id) ?? "", cells, found, store));
    while (++n < chunks.length && performance.now() < until);
    store.restore((work) => restored(work, found));
    return { n, bad };
  };
  restoreMany(members.filter(isEager), Infinity);
  let isCancelled = false;
  let faults = 0;
  for (let n = 0, showing = 0; n < lazy.length; ) {
    store.during(`Restoring ${n + 1} of ${lazy.length}`, () => {
      isCancelled = true;
    });
    const began = performance.now();
    await breath();
    showing = performance.now() - began;
    if (isCancelled) {
      store.during("");
      store.goBack(before);
      store.say("info", `${file} was not loaded: you cancelled it. What you had is as it was.`);
      return false;
    }
    const slice = restoreMany(lazy.slice(n), performance.now() + (asked.slice ?? Math.max(SLICE, showing)));
    n += slice.n;
    faults += slice.bad;
  }
  store.during("");
  store.work = settled(store.work);
  const groups = store.work.pages.reduce((sum, page) => sum + page.groups.length, 0);
  const unseen = inWords(carried);
  const kept = unseen ? ` Kept for the next save, not shown here: ${unseen}.` : "";
  store.say(
    faults ? "warning" : "good",
    `${file} was loaded: ${counted(groups, "group")} on ${counted(store.work.pages.length, "page")}, ${counted(store.work.fields.filter((field) => !field.deleted).length, "field")} of labels.${kept}`,
  );
  return true;
}

/** By the id of its chunk, the id of each group and field of categories. @param {Work} work @returns {Map<string, string>} */
function owners(work) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const add = (/** @type {string} */ id, /** @type {string} */ family) => found.has(family + id.trim()) || found.set(family + id.trim(), id);
  for (const page of work.pages) for (const group of page.groups) add(group.id, CELLS);
  for (const field of work.fields) if (field.raw.kind !== "continuous") add(field.id, CODES);
  return found;
}

/** Nothing is pending any longer. @param {Work} work @returns {Work} */
function settled(work) {
  const pages = work.pages.map((page) => ({ ...page, groups: page.groups.map((group) => ({ ...group, pending: false })) }));
  return { ...work, pages, fields: work.fields.map((field) => ({ ...field, pending: false })) };
}

/** Is there a chunk of cells or codes that can't be passed on? @param {readonly (Group | Field)[]} owners */
const mustBeMade = (owners) => owners.some((owner) => owner.pending && !owner.chunk);

/**
 * What the two registries say, with cells and codes still to come. The writer makes chunks of what a registry lists only
 * when it makes the registry itself anew, so one is passed on only if all of its chunks are.
 * @param {Session} session
 * @param {Store} store
 * @returns {Promise<Work>}
 */
async function skeleton(session, store) {
  const empty = emptyWork();
  const meta = await registry(session, META, store);
  const overlays = await registry(session, OVERLAYS, store);
  const pages = (meta?.value.pages ?? []).map((/** @type {any} */ page) => pageFrom(session, page));
  const fields = (overlays?.value.userDefinedFields ?? []).map((/** @type {any} */ field) => fieldFrom(session, field));
  const active = pages.find((/** @type {Page} */ page) => page.id === session.activePage?.id) ?? pages[0];
  return {
    ...empty,
    pages: pages.length ? pages : empty.pages,
    activePage: (active ?? empty.pages[0]).id,
    fields,
    metaRaw: meta?.value ?? {},
    overlaysRaw: overlays?.value ?? {},
    metaChunk: mustBeMade(pages.flatMap((/** @type {Page} */ page) => page.groups)) ? null : (meta?.chunk ?? null),
    overlaysChunk: mustBeMade(fields) ? null : (overlays?.chunk ?? null),
  };
}

/** A registry, without what is at fault in it. @param {Session} session @param {string} id @param {Store} store @returns {Promise<{chunk: Chunk, value: any} | null>} */
async function registry(session, id, store) {
  const found = session.chunk(id);
  const chunk = found && (await fit(found));
  if (found && !chunk) store.say("warning", `“${id}” does not have the shape that it must have; nothing of it was restored.`);
  return chunk && { chunk, value: chunk.json() };
}

/** @param {Session} session @param {any} raw @returns {Page} */
function pageFrom(session, raw) {
  return {
    id: raw.id,
    name: raw.name?.trim() || "Page",
    color: raw.color ?? null,
    groups: raw.highlightedGroups.map((/** @type {any} */ group, /** @type {number} */ index) => groupFrom(session, group, index)),
    raw,
  };
}

/** @param {Session} session @param {any} raw @param {number} index on its page @returns {Group} */
function groupFrom(session, raw, index) {
  const coloured = typeof raw.color === "string" && /^#[0-9a-f]{6}$/i.test(raw.color);
  const chunk = session.chunk(CELLS + raw.id.trim());
  const count = raw.cellCount ?? null;
  return {
    id: raw.id,
    label: raw.label ?? "Restored selection",
    enabled: raw.enabled ?? true,
    color: coloured ? raw.color : groupColour(index),
    coloured,
    cells: chunk || (count ?? 0) > 0 ? null : new Uint32Array(0),
    count,
    pending: chunk !== null,
    chunk: chunk && sound(chunk) ? chunk : null,
    raw: raw.type === undefined ? { ...raw, type: "combined" } : raw,
  };
}

/** @param {Session} session @param {any} raw @returns {Field} */
function fieldFrom(session, raw) {
  const chunk = session.chunk(CODES + raw.id.trim());
  const isCategory = raw.kind !== "continuous";
  return {
    id: raw.id,
    key: raw.key,
    categories: raw.categories ?? [],
    colors: (raw.categories ?? []).map((/** @type {string} */ _, /** @type {number} */ code) => categoryColour(code)),
    codes: null,
    pending: chunk !== null,
    paintable: isCategory && raw.source !== "var" && !((raw.codesLength ?? 0) > 0),
    deleted: raw.isDeleted === true || raw.isPurged === true,
    chunk: chunk && sound(chunk) ? chunk : null,
    raw,
  };
}

/**
 * @param {Session} session @param {Chunk} chunk
 * @param {string} owner id of its group or field
 * @param {number} cells how many the data set has
 * @param {import("./work.js").Restored} found what it holds comes here
 * @param {Store} store
 * @returns {boolean}
 */
function restoreChunk(session, chunk, owner, cells, found, store) {
  try {
    if (chunk.family === CELLS) found.cells.set(owner, session.cellsOf(owner));
    else {
      const read = session.codesOf(owner);
      const codes = read && read.codes.length === cells ? read.codes : null;
      found.codes.set(owner, codes);
      if (codes === null && !sound(chunk)) throw new Error("it can't be read for this data set.");
    }
    return true;
  } catch (error) {
    const after = sound(chunk) ? "It stays in the session." : LOST;
    const { message, rule } = /** @type {Error & {rule?: string}} */ (error);
    store.say("warning", `“${shown(chunk.id)}” could not be restored: ${inWordsOf(rule ?? chunk.findings[0]?.rule ?? null)}. ${after}`, shown(message, 300));
    return false;
  }
}

/** Colour by the field or gene that the session says is active. @param {Session} session @param {Dataset} dataset @param {Store} store @param {Asked} asked */
async function restoreColouring(session, dataset, store, asked) {
  /** @type {any} */
  let state = null;
  try {
    state = session.chunk(STATE)?.json();
  } catch {
    return;
  }
  const gene = state?.activeFields?.activeVarFieldKey;
  if (state?.activeFields?.activeFieldSource === "var" && typeof gene === "string") return asked.colourByGene?.(gene);
  const key = state?.activeFields?.activeFieldKey;
  if (typeof key !== "string") return;
  const field = store.work.fields.find((one) => one.key === key && !one.deleted);
  const column = dataset.obs.find((one) => one.key === key);
  if (field) store.colour({ source: "field", id: field.id }, false);
  else if (column) store.colour({ source: "obs", id: column.id }, false);
}


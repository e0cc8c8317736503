// What is inside a session that was judged and found valid: groups with the places of their cells, and fields.
//
// Rules of this file: plain values, every text of the file safe; no more than a page can show, and what is left out is
// counted. A group that can't be read says why and keeps no other from being shown.

import { inside } from "../session/judge.js";
import { safe } from "../session/check/safe.js";
import { FORMAT } from "../session/data/format.js";
import { Decoder } from "../session/read/decoder.js";
import { Session } from "../session/read/open.js";

const PLACES = 240; // of a strip
const GROUPS = 300;
const FIELDS = 300;
const CATEGORIES = 12;
const NAME = 80;
const PATIENCE = 20_000; // milliseconds for all strips together

const counted = (number) => number.toLocaleString("en-US");

/** The session of a judge that says it is valid. */
function sessionOf(judge, report, file) {
  const { facts, text } = inside(judge);
  const slice = async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer());
  return new Session(report, text, new Decoder({ slice }, facts, FORMAT.budgets));
}

/** How full each place of a strip is, 0 to 1. */
function partsOf(cells, total) {
  const places = Math.max(1, Math.min(PLACES, total));
  const parts = new Array(places).fill(0);
  let before = -1;
  for (const cell of cells) {
    if (cell !== before) parts[Math.floor((cell * places) / total)] += 1;
    before = cell;
  }
  return parts.map((many, at) => {
    const room = Math.ceil(((at + 1) * total) / places) - Math.ceil((at * total) / places);
    return Math.min(1, many / room);
  });
}

async function groupOf(group, total, late) {
  const made = { label: safe(group.label, NAME), type: safe(group.type, NAME), size: "", parts: null, words: "" };
  if (group.cellCount !== null) made.size = counted(group.cellCount);
  if (late) return { ...made, words: "not drawn: there is too much to draw" };
  try {
    if (!group.hasCells) return { ...made, words: "the session does not say which" };
    const reference = await group.reference();
    if (reference !== null) {
      const { column, category, count, places } = reference;
      made.size = counted(places === null ? count : places.length);
      const all = places === null ? "all" : "some";
      return { ...made, words: `${all} cells of ${safe(String(category), NAME)} in column ${safe(column, NAME)}` };
    }
    const cells = await group.cells();
    made.size = counted(cells.length);
    if (!cells.length) return { ...made, words: "none" };
    made.parts = partsOf(cells, Math.max(total ?? 0, cells[cells.length - 1] + 1));
    made.words = `cells ${counted(cells[0])} to ${counted(cells[cells.length - 1])}`;
    return made;
  } catch (error) {
    return { ...made, words: `can't be read: ${safe(String(error?.message ?? error))}` };
  }
}

function fieldOf({ key, source, kind, categories, deleted, alias }) {
  const names = categories.slice(0, CATEGORIES).map((name) => safe(String(name), NAME));
  const more = categories.length - names.length;
  const told = [
    ...(kind === "category" ? [`${counted(categories.length)}: ${names.join(", ")}${more ? `, and ${counted(more)} more` : ""}`] : []),
    ...(alias === null ? [] : [`another name of ${safe(alias.key, NAME)}`]),
    ...(deleted ? ["deleted"] : []),
  ];
  const of = source === "var" ? "genes" : "cells";
  return { key: safe(key, NAME), source: of, kind: kind === "category" ? "categories" : "numbers", told: told.join("; ") };
}

/** Groups and fields of a valid session. */
export async function insideOf(judge, report, file) {
  const session = sessionOf(judge, report, file);
  const said = session.datasetFingerprint.cellCount;
  const total = Number.isSafeInteger(said) && said > 0 ? said : null;
  const until = performance.now() + PATIENCE;
  const pages = [];
  let room = GROUPS;
  for (const { name, groups } of session.pages) {
    const made = [];
    for (const group of groups.slice(0, room)) made.push(await groupOf(group, total, performance.now() > until));
    room -= made.length;
    if (made.length) pages.push({ name: safe(name, NAME), groups: made });
  }
  const { groups, fields } = session;
  const left = [];
  if (groups.length > GROUPS) left.push(`${counted(groups.length - GROUPS)} more groups`);
  if (fields.length > FIELDS) left.push(`${counted(fields.length - FIELDS)} more fields`);
  return {
    pages,
    fields: fields.slice(0, FIELDS).map(fieldOf),
    cells: total,
    left: left.length ? `Not shown: ${left.join(", ")}.` : "",
  };
}

// `node write_scenario.mjs SCENARIO OUT [SCENARIO OUT]...`: writes the sessions that scenarios of the conformance suite
// describe, with `SessionWriter` of the JavaScript package. Exit status: 0 when every OUT is written, 2 otherwise.

import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { SessionWriter } from "../../js/session/index.js";

const CATEGORIES_U8 = 255; // more categories have wide codes
const NAMES = { cellCount: "cells", varCount: "variables" }; // keys of a fingerprint that the writer calls otherwise
const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f32: Float32Array, f64: Float64Array };

const optionsOf = (fingerprint) => Object.fromEntries(Object.entries(fingerprint).map(([key, value]) => [NAMES[key] ?? key, value]));

function addFields(writer, overlays) {
  const fields = overlays.userDefinedFields.map(({ codes, shown, ...about }) => {
    if (about.kind !== "category") return { about };
    const wide = about.categories.length > CATEGORIES_U8;
    const type = wide ? Uint16Array : Uint8Array;
    const marked = type.from(codes, (code) => code ?? (wide ? 65535 : 255));
    return { about: { ...about, codesLength: codes.length, codesType: type.name }, codes: marked, shown };
  });
  writer.add("core/field-overlays", { ...overlays, userDefinedFields: fields.map(({ about }) => about) });
  for (const { about, codes, shown } of fields) {
    const { id, source, key: label, codesType } = about;
    if (codes?.length) writer.addCodes(id, codes, { source, codesType, shown, label });
  }
}

function addHighlights(writer, { pages, activePage }) {
  const groupOf = ({ cells, more, ...about }) => ({ ...about, ...more, cellCount: new Set(cells).size });
  const written = pages.map(({ id, name, color, groups }) => ({
    id,
    name,
    ...(color === null ? {} : { color }),
    highlightedGroups: groups.map(groupOf),
  }));
  const active = pages.find(({ id }) => id === activePage);
  writer.add("highlights/meta", { pages: written, ...(active ? { activePageId: active.id, activePageName: active.name } : {}) });
  for (const { id, cells, label } of pages.flatMap(({ groups }) => groups)) writer.addCells(id, cells, { label });
}

function earliest({ dataset, createdAt, dataSource, fieldOverlays, highlights }) {
  const writer = new SessionWriter({ ...optionsOf(dataset), createdAt, dataSource });
  if (fieldOverlays !== null) addFields(writer, fieldOverlays);
  if (highlights !== null) addHighlights(writer, highlights);
  return writer;
}

/** A value with its arrays in the places that refer to them. */
function withArrays(value, arrays) {
  if (Array.isArray(value)) return value.map((each) => withArrays(each, arrays));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0][0] === "$typed") return arrays[entries[0][1]];
  return Object.fromEntries(entries.map(([key, each]) => [key, withArrays(each, arrays)]));
}

function later({ generation, manifest, renames, deletedFields, fields, pages, activePageId, state, typed, artifacts }) {
  const { datasetFingerprint, createdAt, source, requires } = manifest;
  const writer = new SessionWriter({ ...optionsOf(datasetFingerprint), generation, createdAt, source, requires });
  writer.add("core/field-overlays", { renames, deletedFields, userDefinedFields: fields.map(({ registry }) => registry) });
  for (const { registry, codes, shown } of fields) if (codes?.length) writer.addCodes(registry.id, codes, { shown });
  const registryOf = ({ id, name, color, groups }) => ({ id, name, color, highlightedGroups: groups.map(({ registry }) => registry) });
  writer.add("highlights/meta", { pages: pages.map(registryOf), activePageId });
  for (const { registry, cells, of } of pages.flatMap(({ groups }) => groups)) writer.addCells(registry.id, cells, { of });
  for (const [id, value] of Object.entries(state)) writer.add(id, value);
  for (const [id, { json, arrays }] of Object.entries(typed)) {
    writer.add(id, withArrays(json, arrays.map(([dtype, items]) => ARRAYS[dtype].from(items))));
  }
  for (const { id, cells, values } of artifacts) writer.addTable(...id, cells, values);
  return writer;
}

async function write(from, to) {
  const scenario = JSON.parse(readFileSync(from, "utf8"));
  const bytes = await ("generation" in scenario ? later : earliest)(scenario).toBytes();
  const beside = `${to}.part`;
  try {
    writeFileSync(beside, bytes, { flag: "wx" });
    renameSync(beside, to);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

try {
  const words = process.argv.slice(2);
  if (words.length === 0 || words.length % 2) throw new TypeError("usage: node write_scenario.mjs SCENARIO OUT [SCENARIO OUT]...");
  for (let at = 0; at < words.length; at += 2) await write(words[at], words[at + 1]);
} catch (error) {
  process.stderr.write(`write_scenario.mjs: ${error.message}\n`);
  process.exitCode = 2;
}

import assert from "node:assert/strict";
import { test } from "node:test";

import { categoryColour } from "../src/colours.js";
import { copyField, mergeCategory, removeCategory } from "../src/correct.js";
import * as W from "../src/work.js";

const CODES = Int32Array.of(0, 1, 2, 2, -1, 1);
const made = () => copyField(W.emptyWork(), "leiden", ["a", "b", "c"], ["#111111", "#222222", "#333333"], CODES);
const look = (work) => {
  const { key, categories, colors, codes, chunk } = work.fields.at(-1);
  return { key, categories: [...categories], colors: [...colors], codes: [...codes], chunk };
};

test("a copy has the labels and colours of the column, and another name each time", () => {
  const work = made();
  assert.deepEqual(look(work), { key: "leiden corrected", categories: ["a", "b", "c"], colors: ["#111111", "#222222", "#333333"], codes: [...CODES], chunk: null });
  assert.notEqual(work.fields[0].codes, CODES, "what is painted does not change the column");
  assert.equal(look(copyField(work, "leiden", ["a"], ["#111111"], CODES)).key, "leiden corrected 1");
});

test("what can't be copied whole is not copied", () => {
  for (const names of [["a", "a"], ["a", " "], [`${"x".repeat(119)}…`]])
    assert.throws(() => copyField(W.emptyWork(), "k", names, names.map(() => "#111111"), CODES), W.Refusal);
});

test("merging and deleting move the codes of all later categories, and no colour", () => {
  const work = made();
  const { id } = work.fields[0];
  const merged = look(mergeCategory(work, id, 0, 2));
  assert.deepEqual([merged.categories, merged.colors, merged.codes], [["b", "c"], ["#222222", "#333333"], [1, 0, 1, 1, -1, 0]]);
  const other = look(mergeCategory(work, id, 2, 0));
  assert.deepEqual([other.categories, other.codes], [["a", "b"], [0, 1, 0, 0, -1, 1]]);
  const removed = look(removeCategory(work, id, 1));
  assert.deepEqual([removed.categories, removed.colors, removed.codes], [["a", "c"], ["#111111", "#333333"], [0, -1, 1, 1, -1, -1]]);
  assert.deepEqual(look(work).codes, [...CODES], "the work before stays as it was");
  assert.throws(() => mergeCategory(work, id, 1, 1), W.Refusal);
});

test("a category that comes after one went gets a colour that no other has", () => {
  let work = W.addField(W.emptyWork(), "cell type", 4);
  const { id } = work.fields[0];
  for (const name of ["a", "b", "c"]) work = W.addCategory(work, id, name);
  work = W.addCategory(removeCategory(work, id, 1), id, "d");
  assert.deepEqual(work.fields[0].colors, [categoryColour(0), categoryColour(2), categoryColour(1)]);
});

test("a group keeps its colour when another goes, and a new one gets a colour that is free", () => {
  let work = W.emptyWork();
  for (let n = 0; n < 3; n++) work = W.addGroup(work, Uint32Array.of(n));
  const [first, second, third] = W.pageOf(work).groups.map((group) => group.color);
  assert.equal(new Set([first, second, third]).size, 3);
  work = W.addGroup(W.removeGroup(work, W.pageOf(work).groups[0].id), Uint32Array.of(9));
  assert.deepEqual(W.pageOf(work).groups.map((group) => group.color), [second, third, first]);
});

test("categories beyond the twentieth are told apart", () => {
  const colours = Array.from({ length: 300 }, (_, index) => categoryColour(index));
  assert.equal(new Set(colours).size, 300);
  assert.ok(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour)));
  const far = (a, b) => Math.hypot(...[1, 3, 5].map((at) => Number.parseInt(a.slice(at, at + 2), 16) - Number.parseInt(b.slice(at, at + 2), 16)));
  for (let index = 20; index < 300; index++) for (let back = 1; back < 6; back++) assert.ok(far(colours[index], colours[index - back]) > 30, `${index}`);
});

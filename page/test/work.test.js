import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../src/store.js";
import * as W from "../src/work.js";

const CELLS = 10;
const cells = (...list) => Uint32Array.from(list);

test("a group is made on the page that is shown, with a name and an id that no other has", () => {
  let work = W.addPage(W.addGroup(W.emptyWork(), cells(1, 2)));
  work = W.addGroup(W.addGroup(work, cells(3)), cells(4));
  assert.deepEqual(work.pages.map((page) => page.groups.map((group) => [group.id, group.label])), [
    [["highlight_1", "Group 1"]],
    [["highlight_2", "Group 2"], ["highlight_3", "Group 3"]],
  ]);
});

test("an id with white space around it is taken", () => {
  const work = W.emptyWork();
  const loaded = { ...W.addGroup(work, cells(1)).pages[0].groups[0], id: " highlight_1 " };
  const with_ = { ...work, pages: [{ ...work.pages[0], groups: [loaded] }] };
  assert.equal(W.addGroup(with_, cells(2)).pages[0].groups[1].id, "highlight_2");
});

test("cells are added to a group and taken out, and the loaded chunk no longer counts", () => {
  let work = W.addGroup(W.emptyWork(), cells(1, 2));
  work = { ...work, pages: [{ ...work.pages[0], groups: [{ ...work.pages[0].groups[0], chunk: {} }] }] };
  work = W.changeGroup(work, "highlight_1", cells(2, 5), "add");
  assert.deepEqual([...W.groupOf(work, "highlight_1").cells], [1, 2, 5]);
  assert.equal(W.groupOf(work, "highlight_1").chunk, null);
  work = W.changeGroup(work, "highlight_1", cells(1), "remove");
  assert.deepEqual([...W.groupOf(work, "highlight_1").cells], [2, 5]);
  assert.equal(W.groupOf(work, "highlight_1").count, 2);
});

test("a group whose cells are not there is not changed, and says why", () => {
  const work = W.addGroup(W.emptyWork(), cells(1));
  const group = work.pages[0].groups[0];
  const lacking = (more) => ({ ...work, pages: [{ ...work.pages[0], groups: [{ ...group, cells: null, ...more }] }] });
  assert.throws(() => W.changeGroup(lacking({}), group.id, cells(2), "add"), W.Refusal);
  assert.throws(() => W.changeGroup(lacking({ pending: true }), group.id, cells(2), "add"), /still being restored/);
});

test("an operation leaves the work before it as it was", () => {
  const before = W.addField(W.emptyWork(), "type", CELLS, 1);
  const id = before.fields[0].id;
  W.paint(W.addCategory(before, id, "T"), id, 0, cells(3), CELLS);
  assert.deepEqual(before.fields[0].categories, []);
  assert.equal(before.fields[0].codes[3], -1);
});

test("cells are labelled, and labels taken away", () => {
  let work = W.addField(W.emptyWork(), "type", CELLS, 1);
  const id = work.fields[0].id;
  work = W.addCategory(W.addCategory(work, id, "T"), id, "B");
  work = W.paint(W.paint(work, id, 1, cells(0, 4), CELLS), id, -1, cells(4), CELLS);
  assert.deepEqual([...work.fields[0].codes], [1, -1, -1, -1, -1, -1, -1, -1, -1, -1]);
});

test("a category too many for eight bits has the codes written anew", () => {
  let work = W.addField(W.emptyWork(), "type", CELLS, 1);
  const field = { ...work.fields[0], categories: Array.from({ length: 254 }, (_, i) => `c${i}`), chunk: {} };
  work = W.addCategory({ ...work, fields: [field] }, field.id, "c254");
  assert.notEqual(work.fields[0].chunk, null);
  assert.equal(W.addCategory(work, field.id, "c255").fields[0].chunk, null);
});

const REFUSED = {
  "a blank name of a group": (work) => W.renameGroup(W.addGroup(work, cells(1)), "highlight_1", " \u00a0 "),
  "a blank name of a page": (work) => W.renamePage(work, "page_1", ""),
  "a field of a name that is there": (work) => W.addField(W.addField(work, "a", CELLS, 1), " a ", CELLS, 2),
  "a category of a name that is there": (work) => {
    const made = W.addField(work, "a", CELLS, 1);
    return W.addCategory(W.addCategory(made, made.fields[0].id, "x"), made.fields[0].id, "x");
  },
  "the last page": (work) => W.removePage(work, "page_1"),
  "a group that is gone": (work) => W.removeGroup(work, "highlight_9"),
};
for (const [sentence, operation] of Object.entries(REFUSED))
  test(`refused: ${sentence}`, () => assert.throws(() => operation(W.emptyWork()), W.Refusal));

test("half of a surrogate pair in a name is replaced, since no session can hold it", () => {
  const work = W.renamePage(W.emptyWork(), "page_1", "a\ud800");
  assert.equal(work.pages[0].name, "a\ufffd");
});

test("a deleted field is kept, and its name is free again", () => {
  let work = W.addField(W.emptyWork(), "a", CELLS, 1);
  work = W.removeField(work, work.fields[0].id);
  assert.equal(work.fields[0].deleted, true);
  assert.equal(W.addField(work, "a", CELLS, 1).fields.length, 2);
});

test("a step is undone, and what was restored since stays", () => {
  const store = new Store();
  const made = W.addGroup(store.work, cells(1));
  const group = { ...made.pages[0].groups[0], cells: null, pending: true };
  store.replace({ ...made, pages: [{ ...made.pages[0], groups: [group] }] });
  store.step(W.addPage(store.work));
  store.restore((work) => W.restored(work, { cells: new Map([[group.id, cells(1, 2, 3)]]), codes: new Map() }));
  assert.equal(store.unsaved, true);
  store.undo();
  assert.equal(store.work.pages.length, 1);
  assert.deepEqual([...store.work.pages[0].groups[0].cells], [1, 2, 3]);
  assert.equal(store.canUndo, false);
});

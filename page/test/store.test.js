import assert from "node:assert/strict";
import { test } from "node:test";

import { Store } from "../src/store.js";
import * as W from "../src/work.js";

const cells = (...numbers) => Uint32Array.from(numbers);
const state = (store) => [store.work, [...store.selection]];

test("every step is undone and done again, selections and deletions too", () => {
  const store = new Store();
  const seen = [state(store)];
  const steps = [
    () => store.select(cells(1, 2)),
    () => store.step(W.addGroup(store.work, store.selection)),
    () => store.select(cells(5)),
    () => store.step(W.addPage(store.work)),
    () => store.step(W.removePage(store.work, "page_1")),
    () => store.step(W.addField(store.work, "f", 9)),
    () => store.step(W.addCategory(store.work, store.work.fields[0].id, "c")),
    () => store.step(W.paint(store.work, store.work.fields[0].id, 0, store.selection, 9)),
    () => store.step(W.removeField(store.work, store.work.fields[0].id)),
    () => store.select(cells()),
  ];
  for (const step of steps) {
    step();
    seen.push(state(store));
  }
  for (const before of seen.slice(0, -1).reverse()) {
    store.undo();
    assert.deepEqual(state(store), before);
  }
  assert.equal(store.canUndo, false);
  for (const after of seen.slice(1)) {
    store.redo();
    assert.deepEqual(state(store), after);
  }
  assert.equal(store.canRedo, false);
});

test("a new step ends what could be done again, and a selection that is the same is none", () => {
  const store = new Store();
  store.select(cells(1));
  store.select(cells(2));
  store.undo();
  store.select(cells(1));
  assert.equal(store.canRedo, true);
  store.select(cells(3));
  assert.equal(store.canRedo, false);
});

test("a session that took the place of work is undone, and not while it loads", () => {
  const store = new Store();
  store.step(W.addGroup(store.work, cells(1)));
  const mine = store.work;
  store.during("Reading…");
  store.replace(W.emptyWork());
  store.undo();
  assert.notEqual(store.work, mine);
  store.during("");
  store.undo();
  assert.equal(store.work, mine);
  assert.equal(store.unsaved, true);
});

test("only what would be saved otherwise is unsaved", () => {
  const store = new Store();
  store.select(cells(1));
  store.undo();
  store.redo();
  assert.deepEqual([store.unsaved, store.edition], [false, 0]);
  store.step(W.addGroup(store.work, store.selection));
  store.undo();
  assert.deepEqual([store.unsaved, store.edition], [true, 2]);
});

test("a field that is not there colours no cell, and does again when it comes back", () => {
  const store = new Store();
  store.step(W.addField(store.work, "f", 9));
  const field = { source: "field", id: store.work.fields[0].id };
  store.colour(field, true);
  assert.deepEqual(store.colouring, field);
  const before = store.everything();
  store.step(W.removeField(store.work, field.id));
  assert.deepEqual(store.colouring, { source: "none" });
  store.undo();
  assert.deepEqual(store.colouring, field);
  store.undo();
  assert.deepEqual(store.colouring, { source: "none" });
  store.replace(W.emptyWork());
  assert.deepEqual(store.colouring, { source: "none" });
  store.goBack(before);
  assert.deepEqual(store.colouring, field);
});

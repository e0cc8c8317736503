import assert from "node:assert/strict";
import { test } from "node:test";

import { Painting } from "../src/painting.js";
import { Store } from "../src/store.js";
import * as W from "../src/work.js";

/** What is sent to the plot, by name. */
function plotted() {
  /** @type {Record<string, any[]>} */
  const sent = { colour: [], mark: [], select: [] };
  const scatter = Object.fromEntries(Object.entries(sent).map(([name, list]) => [name, (/** @type {any} */ value) => list.push(value)]));
  const store = new Store();
  const app = { store, scatter, dataset: { obs: [] }, cells: 10, values: null };
  return { sent, store, painting: new Painting(/** @type {any} */ (app)) };
}

const group = (/** @type {number} */ cell) => (/** @type {W.Work} */ work) => W.addGroup(work, Uint32Array.of(cell), `cell ${cell}`);

test("groups of a session that comes in bit by bit are sent once, when all are here", () => {
  const { sent, store, painting } = plotted();
  painting.paint();
  assert.equal(sent.mark.length, 1);
  for (let cell = 0; cell < 5; cell++) {
    store.during("Restoring", () => {});
    store.restore(group(cell));
    painting.paint();
  }
  assert.equal(sent.mark.length, 1);
  store.during("");
  painting.paint();
  assert.equal(sent.mark.length, 2);
  assert.equal(sent.mark[1].length, 5);
});

test("a step of a person is sent at once, and what did not change is not", () => {
  const { sent, store, painting } = plotted();
  painting.paint();
  store.step(group(3)(store.work));
  painting.paint();
  painting.paint();
  assert.deepEqual(Object.values(sent).map((list) => list.length), [1, 2, 1]);
  store.select(Uint32Array.of(1));
  painting.paint();
  assert.deepEqual(Object.values(sent).map((list) => list.length), [1, 2, 2]);
});

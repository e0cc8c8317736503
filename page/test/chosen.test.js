import assert from "node:assert/strict";
import { test } from "node:test";

import { grown, shrunk } from "../src/neighbours.js";
import { cellsWithin, combined, others } from "../src/sets.js";

const of = (...cells) => Uint32Array.from(cells);

test("cells that are chosen are new, added, taken out, or all that is kept", () => {
  const [a, b] = [of(1, 2, 5), of(2, 3, 5, 9)];
  const results = ["new", "add", "remove", "keep"].map((how) => [...combined(a, b, how)]);
  assert.deepEqual(results, [[2, 3, 5, 9], [1, 2, 3, 5, 9], [1], [2, 5]]);
});

test("all other cells", () => {
  assert.deepEqual([...others(of(0, 2), 4)], [1, 3]);
  assert.deepEqual([...others(of(), 2)], [0, 1]);
  assert.deepEqual([...others(of(0, 1), 2)], []);
});

test("a range has its ends, and no cell without a value", () => {
  const values = Float32Array.of(1, NaN, 2, 3, -5);
  assert.deepEqual([...cellsWithin(values, 1, 2)], [0, 2]);
  assert.deepEqual([...cellsWithin(values, -Infinity, Infinity)], [0, 2, 3, 4]);
});

// 0 - 1 - 2 - 3 - 4, each edge noted down once, and 5 alone
const graph = { starts: of(0, 1, 2, 3, 4, 4, 4), neighbours: of(1, 2, 3, 4) };

test("a selection grows by its neighbours and shrinks by its border, and edges count both ways", () => {
  assert.deepEqual([...grown(of(2), graph)], [1, 2, 3]);
  assert.deepEqual([...grown(of(), graph)], []);
  assert.deepEqual([...grown(of(5), graph)], [5]);
  assert.deepEqual([...shrunk(of(1, 2, 3), graph)], [2]);
  assert.deepEqual([...shrunk(of(0, 1, 2, 3, 4), graph)], [0, 1, 2, 3, 4]);
  assert.deepEqual([...shrunk(of(5), graph)], [5]);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { NONE, cellsWith, minus, union } from "../src/sets.js";

/** Numbers that look random and are the same in every run. */
function* numbers(seed) {
  for (let state = seed; ; ) yield (state = (state * 1103515245 + 12345) % 2147483648);
}

function someSet(source, size, below) {
  const cells = new Set();
  for (let i = 0; i < size; i++) cells.add(source.next().value % below);
  return Uint32Array.from([...cells].sort((a, b) => a - b));
}

test("union and difference are those of sets", () => {
  const source = numbers(7);
  for (let round = 0; round < 200; round++) {
    const a = someSet(source, round % 17, 40);
    const b = someSet(source, round % 23, 40);
    const inB = new Set(b);
    assert.deepEqual([...union(a, b)], [...new Set([...a, ...b])].sort((x, y) => x - y));
    assert.deepEqual([...minus(a, b)], [...a].filter((cell) => !inB.has(cell)));
  }
});

test("nothing is changed in place", () => {
  const a = Uint32Array.of(1, 2);
  union(a, Uint32Array.of(3));
  minus(a, Uint32Array.of(1));
  assert.deepEqual([...a], [1, 2]);
  assert.equal(minus(NONE, a).length, 0);
});

test("the cells of a category are those with its code", () => {
  assert.deepEqual([...cellsWith(Int32Array.of(0, -1, 1, 0), 0)], [0, 3]);
  assert.equal(cellsWith(Int32Array.of(0, 1), 5).length, 0);
});

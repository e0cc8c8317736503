import assert from "node:assert/strict";
import { test } from "node:test";

import { boundsOf, fit, pointsInside } from "../src/geometry.js";

const SQUARE = [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 4 }, { x: 0, y: 4 }];

test("a lasso holds the points inside and no others", () => {
  const places = Float32Array.of(1, 1, 5, 1, 3.9, 3.9, -0.1, 2, 2, 4.1);
  assert.deepEqual([...pointsInside(places, SQUARE)], [0, 2]);
});

test("a cell without a place is in no lasso", () => {
  assert.deepEqual([...pointsInside(Float32Array.of(NaN, 1, 1, NaN, NaN, NaN, 2, 2), SQUARE)], [3]);
});

test("the direction in which a lasso is drawn does not matter", () => {
  const places = Float32Array.from({ length: 400 }, (_, i) => Math.sin(i) * 6);
  assert.deepEqual(pointsInside(places, SQUARE), pointsInside(places, SQUARE.toReversed()));
});

test("what a lasso encloses twice is outside", () => {
  const twice = [...SQUARE, ...SQUARE.map(({ x, y }) => ({ x: 1 + x / 2, y: 1 + y / 2 })), { x: 1, y: 1 }, { x: 0, y: 0 }];
  assert.deepEqual([...pointsInside(Float32Array.of(2, 2, 3.5, 2), twice)], [1]);
});

test("a line of two corners holds nothing", () => {
  assert.equal(pointsInside(Float32Array.of(1, 1), SQUARE.slice(0, 2)).length, 0);
});

test("a concave lasso leaves its bay out", () => {
  const bay = [{ x: 0, y: 0 }, { x: 6, y: 0 }, { x: 6, y: 6 }, { x: 3, y: 1 }, { x: 0, y: 6 }];
  assert.deepEqual([...pointsInside(Float32Array.of(3, 3, 1, 3, 5, 3, 3, 0.5), bay)], [1, 2, 3]);
});

test("bounds leave out what has no place, and are null where nothing has one", () => {
  assert.deepEqual(boundsOf(Float32Array.of(NaN, 0, 1, 2, -3, 5, Infinity, 0)), { minX: -3, minY: 2, maxX: 1, maxY: 5 });
  assert.equal(boundsOf(Float32Array.of(NaN, NaN)), null);
});

test("the fit shows all bounds with room around", () => {
  const whole = fit({ minX: -10, minY: 0, maxX: 10, maxY: 5 }, 200, 100);
  assert.deepEqual(whole, { scale: 9, x: 0, y: 2.5 });
});

test("one point alone, or no point, still has a fit", () => {
  assert.deepEqual(fit({ minX: 3, minY: 4, maxX: 3, maxY: 4 }, 200, 100), { scale: 1, x: 3, y: 4 });
  assert.deepEqual(fit(null, 200, 100), { scale: 1, x: 0, y: 0 });
});

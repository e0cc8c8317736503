import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera } from "../src/camera.js";
import { gathered } from "../src/marks.js";

function seen() {
  const camera = new Camera();
  camera.size(400, 200);
  camera.data({ minX: 10, minY: -5, maxX: 20, maxY: 5 });
  return camera;
}
const near = (one, other) => assert.ok(Math.hypot(one.x - other.x, one.y - other.y) < 1e-9, `${JSON.stringify(one)} ${JSON.stringify(other)}`);

test("all of the data is in view, and up is up", () => {
  const camera = seen();
  near(camera.at({ x: 200, y: 100 }), { x: 15, y: 0 });
  assert.equal(camera.scale, 18);
  near(camera.pixel({ x: 15, y: 5 }), { x: 200, y: 10 });
});

test("a pixel and its place are each other's", () => {
  const camera = seen();
  camera.move(33, -21);
  camera.zoom(3.7, { x: 10, y: 190 });
  const pixel = { x: 123, y: 45 };
  near(camera.pixel(camera.at(pixel)), pixel);
});

test("what is under the pointer stays there when it zooms, and follows it when it drags", () => {
  const camera = seen();
  const pixel = { x: 50, y: 60 };
  const place = camera.at(pixel);
  camera.zoom(5, pixel);
  near(camera.at(pixel), place);
  camera.move(7, 9);
  near(camera.at({ x: 57, y: 69 }), place);
});

test("the view follows the size of its place until somebody moves it", () => {
  const camera = seen();
  camera.size(200, 200);
  assert.equal(camera.scale, 18);
  camera.size(800, 400);
  assert.equal(camera.scale, 36);
  camera.move(1, 0);
  camera.size(100, 100);
  assert.equal(camera.scale, 36);
});

test("zooming has an end on both sides", () => {
  const camera = seen();
  for (let n = 0; n < 100; n++) camera.zoom(4);
  const most = camera.scale;
  camera.zoom(4);
  assert.equal(camera.scale, most);
  for (let n = 0; n < 200; n++) camera.zoom(0.25);
  assert.ok(camera.scale > 0 && camera.scale < 18);
});

test("a cell has one halo, of its last group, in the order of the groups", () => {
  const mark = (colour, ...cells) => ({ colour: [colour, 0, 0], cells: Uint32Array.from(cells) });
  const [cells, colours] = gathered([mark(1, 4, 5, 6), mark(2, 5, 5, 99), mark(3, 0)], 10);
  assert.deepEqual([...cells], [4, 6, 5, 0]);
  assert.deepEqual([...colours].filter((_, at) => at % 4 === 0), [1, 1, 2, 3]);
  assert.deepEqual(gathered([], 10)[0].length, 0);
});

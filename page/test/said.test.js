import assert from "node:assert/strict";
import { test } from "node:test";

import { Said, saidOf } from "../src/said.js";
import { Refused, Unreachable } from "../src/server.js";

test("what was written for people is said, and what a browser says stands behind", () => {
  assert.deepEqual(saidOf(new Refused(422, "The server found the session invalid.")), ["The server found the session invalid", ""]);
  assert.deepEqual(saidOf(new Said("no", { cause: new TypeError("x is undefined") })), ["no", "x is undefined"]);
  assert.deepEqual(saidOf(new Unreachable("the server can't be reached", { cause: "502" })), ["the server can't be reached", "502"]);
  for (const raw of [new TypeError("x is undefined"), new RangeError("Invalid typed array length: 3"), "text", null, undefined]) {
    const [said, behind] = saidOf(raw);
    assert.match(said, /^something unexpected/);
    assert.equal(behind, raw instanceof Error ? raw.message : String(raw ?? ""));
  }
});

test("what the package says of a session is for people, from the worker too", () => {
  for (const name of ["SessionError", "UsageError", "ReadError"]) {
    assert.deepEqual(saidOf(Object.assign(new Error("this would be no valid session: why"), { name })), ["this would be no valid session: why", ""]);
  }
});

test("a file that is gone is told as that", () => {
  const [said, behind] = saidOf(new DOMException("The requested file could not be read", "NotReadableError"));
  assert.match(said, /changed, moved or removed/);
  assert.match(behind, /could not be read/);
});

test("neither can show more than a page takes, nor act on what shows it", () => {
  assert.ok(saidOf(new Error("a".repeat(5000)))[1].length < 500);
  assert.ok(!saidOf(new Said("\u202eabc"))[0].includes("\u202e"));
});

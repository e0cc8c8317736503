import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { inWordsOf } from "../src/words.js";

test("every rule that a session can break has words of its own, none of them its id", () => {
  const text = readFileSync(new URL("../../src/cellucid_session/conformance/examples/javascript/rules.mjs", import.meta.url), "utf-8");
  const rules = [...new Set(text.match(/"[a-z]+\.[a-z0-9-]+"/g))].map((one) => one.slice(1, -1));
  assert.ok(rules.length > 100, `${rules.length}`);
  const other = new Set(["snapshots", "input", "tool"]); // of what is no session
  for (const rule of rules) {
    const words = inWordsOf(rule);
    assert.equal(words === inWordsOf(null), other.has(rule.split(".")[0]), rule);
    assert.ok(!words.includes(rule));
  }
});

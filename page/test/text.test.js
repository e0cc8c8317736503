import assert from "node:assert/strict";
import { test } from "node:test";

import { counted, number, shown } from "../src/text.js";

const SHOWN = {
  "plain words stay": ["T cells, CD4+", "T cells, CD4+"],
  "letters of all scripts stay": ["Zellen ä 細胞 خلايا", "Zellen ä 細胞 خلايا"],
  "markup is text": ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  "what changes direction is shown as an escape": ["a\u202eb", "a\\u202eb"],
  "what draws nothing is shown as an escape": ["a\u200bb\ufeff\u2800", "a\\u200bb\\ufeff\\u2800"],
  "joiners are shown as escapes": ["a\u200db\ufe0f", "a\\u200db\\ufe0f"],
  "variation selectors of all planes are shown as escapes": ["a\u{e0100}", "a\\U000e0100"],
  "control characters are shown as escapes": ["a\u0000\u001b[31m\n", "a\\x00\\x1b[31m\\x0a"],
  "a backslash is doubled, so that no escape can be forged": ["\\u202e", "\\\\u202e"],
  "tag characters are shown as escapes": ["\u{e0041}", "\\U000e0041"],
  "other spaces are shown as escapes": ["a\u00a0b\u3000", "a\\u00a0b\\u3000"],
};

for (const [sentence, [text, expected]] of Object.entries(SHOWN)) test(sentence, () => assert.equal(shown(text), expected));

test("no more than four marks sit on one character", () => {
  assert.equal(shown(`e${"\u0301".repeat(6)}`), `e${"\u0301".repeat(4)}\\u0301\\u0301`);
});

test("a long text is cut and says so", () => {
  assert.equal(shown("x".repeat(150), 100), `${"x".repeat(100)}… (50 more)`);
  assert.ok(shown("\u202e".repeat(1e6), 100).length < 150);
});

test("half of a surrogate pair is shown as an escape", () => assert.equal(shown("a\ud800"), "a\\ud800"));

test("counts have their noun", () => {
  assert.equal(counted(1, "cell"), "1 cell");
  assert.equal(counted(1234567, "cell"), "1,234,567 cells");
  assert.equal(number(0.123456), "0.1235");
});

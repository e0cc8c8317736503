// One JSON text as spec/json-text.md has it: RFC 8259 within I-JSON, with one fault named for each text that is none.
//
// The layers are asked in the order of that page: mark, emptiness, UTF-8, nodes, depth, then a parser from left to right.
// Objects are made without a prototype, so that "__proto__" and "constructor" are keys like any others.
// A whole number that is not written as digits is told by `odd`: container -> set of keys (or indices) where such a one stands.

import { LIMITS } from "./limits.mjs";

/** Why a text is no JSON text: the rule, and the byte where the fault begins. */
export class JsonFault extends Error {
  constructor(rule, offset, message) {
    super(`${message} at byte ${offset} of the text`);
    this.rule = rule;
    this.offset = offset;
  }
}

const QUOTE = 0x22, BACKSLASH = 0x5c;
const SHORT = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = [["true", true], ["false", false], ["null", null]];
const NON_FINITE = ["NaN", "Infinity", "-Infinity"];

/**
 * Parses one JSON text.
 * @param {Uint8Array} bytes
 * @param {{json_bytes: number, json_nodes: number}} limits
 * @returns {{value: any, odd: Map<object, Set<string|number>>}}
 * @throws {JsonFault}
 */
export function parseJson(bytes, limits) {
  if (bytes.length > limits.json_bytes) {
    throw new JsonFault("budget.json-bytes", 0, `a JSON text of ${bytes.length} bytes is beyond the budget of ${limits.json_bytes}`);
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new JsonFault("json.bom", 0, "a byte order mark");
  }
  if (bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)) {
    throw new JsonFault("json.empty", 0, "an empty JSON text");
  }
  const text = decode(bytes);
  const deep = measure(bytes, limits);
  if (deep !== -1) throw new JsonFault("json.depth", deep, `deeper than ${LIMITS.JSON_DEPTH} levels`);
  return new Parser(text).whole();
}

function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new JsonFault("json.utf8", firstIllFormed(bytes), "bytes that are no UTF-8");
  }
}

/** Where the first ill-formed sequence starts: a text that is cut there can still be decoded. */
function firstIllFormed(bytes) {
  for (let at = 0; at < bytes.length; ) {
    const size = sequence(bytes, at);
    if (size === 0) return at;
    at += size;
  }
  return bytes.length;
}

function sequence(bytes, at) {
  const first = bytes[at];
  if (first < 0x80) return 1;
  const size = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (size === 0 || at + size > bytes.length) return 0;
  for (let index = 1; index < size; index += 1) if ((bytes[at + index] & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1];
  const wrong = (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f);
  return wrong ? 0 : size;
}

/** Counts nodes and finds the first bracket that goes too deep (-1: none does), before anything is built. */
function measure(bytes, limits) {
  let nodes = 1, depth = 0, deep = -1, inside = false, slashes = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === BACKSLASH) {
      slashes += 1;
      continue;
    }
    if (byte === QUOTE && slashes % 2 === 0) inside = !inside;
    slashes = 0;
    if (inside) continue;
    if (byte === 0x2c) nodes += 1;
    else if (byte === 0x7b || byte === 0x5b) {
      nodes += 1;
      depth += 1;
      if (depth > LIMITS.JSON_DEPTH && deep === -1) deep = at;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  if (nodes > limits.json_nodes) {
    throw new JsonFault("budget.json-nodes", 0, `a JSON text of ${nodes} nodes is beyond the budget of ${limits.json_nodes}`);
  }
  return deep;
}

class Parser {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.odd = new Map();
  }

  fault(rule, at, message) {
    return new JsonFault(rule, new TextEncoder().encode(this.text.slice(0, at)).length, message);
  }

  syntax(at = this.at) {
    return this.fault("json.syntax", at, at < this.text.length ? "no JSON" : "the JSON text ends too early");
  }

  space() {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return unit;
      this.at += 1;
    }
  }

  whole() {
    const root = [];
    root.push(this.value(root, 0));
    this.space();
    if (this.at < this.text.length) throw this.syntax();
    return { value: root[0], odd: this.odd };
  }

  value(holder, key) {
    const unit = this.space();
    if (unit === QUOTE) return this.string();
    if (unit === 0x7b) return this.object();
    if (unit === 0x5b) return this.array();
    if (unit >= 0x30 && unit <= 0x39) return this.number(holder, key);
    for (const word of NON_FINITE) {
      if (this.text.startsWith(word, this.at)) throw this.fault("json.non-finite", this.at, `the word ${word}`);
    }
    if (unit === 0x2d) return this.number(holder, key);
    for (const [word, value] of WORDS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
      if (word.charCodeAt(0) === unit) throw this.syntax(this.at + alike(word, this.text, this.at));
    }
    throw this.syntax();
  }

  object() {
    const object = Object.create(null);
    this.at += 1;
    if (this.space() === 0x7d) {
      this.at += 1;
      return object;
    }
    for (;;) {
      if (this.space() !== QUOTE) throw this.syntax();
      const start = this.at;
      const key = this.string();
      if (key in object) throw this.fault("json.duplicate-key", start, "a key that stood in this object before");
      if (this.space() !== 0x3a) throw this.syntax();
      this.at += 1;
      object[key] = this.value(object, key);
      const unit = this.space();
      this.at += 1;
      if (unit === 0x7d) return object;
      if (unit !== 0x2c) throw this.syntax(this.at - 1);
    }
  }

  array() {
    const array = [];
    this.at += 1;
    if (this.space() === 0x5d) {
      this.at += 1;
      return array;
    }
    for (;;) {
      array.push(this.value(array, array.length));
      const unit = this.space();
      this.at += 1;
      if (unit === 0x5d) return array;
      if (unit !== 0x2c) throw this.syntax(this.at - 1);
    }
  }

  string() {
    const text = this.text;
    let done = "", start = this.at + 1;
    for (let at = start; ; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) {
        this.at = at + 1;
        return done === "" ? text.slice(start, at) : done + text.slice(start, at);
      }
      if (unit === BACKSLASH) {
        done += text.slice(start, at);
        this.at = at;
        done += this.escape();
        start = this.at;
        at = this.at - 1;
      } else if (!(unit >= 0x20)) throw this.syntax(Math.min(at, text.length));
    }
  }

  /** The character of the escape at `at`, and of the one behind it where the two are halves of one. */
  escape() {
    const letter = this.text[this.at + 1];
    if (letter !== "u") {
      if (!Object.hasOwn(SHORT, letter ?? "")) throw this.syntax(Math.min(this.at + 1, this.text.length));
      this.at += 2;
      return SHORT[letter];
    }
    const first = this.hex(this.at);
    if (first < 0xd800 || first > 0xdfff) {
      this.at += 6;
      return String.fromCharCode(first);
    }
    const pair = /^\\u[dD][c-fC-F][0-9a-fA-F]{2}/.test(this.text.slice(this.at + 6, this.at + 12));
    if (first > 0xdbff || !pair) throw this.fault("json.surrogate", this.at, "half of a surrogate pair");
    const second = this.hex(this.at + 6);
    this.at += 12;
    return String.fromCharCode(first, second);
  }

  hex(at) {
    let value = 0;
    for (let index = at + 2; index < at + 6; index += 1) {
      const digit = "0123456789abcdef".indexOf((this.text[index] ?? "no").toLowerCase());
      if (digit === -1) throw this.syntax(Math.min(index, this.text.length));
      value = value * 16 + digit;
    }
    return value;
  }

  number(holder, key) {
    const start = this.at;
    if (this.text.charCodeAt(this.at) === 0x2d) this.at += 1;
    if (this.text.charCodeAt(this.at) === 0x30) this.at += 1;
    else this.digits();
    const whole = this.at;
    if (this.text.charCodeAt(this.at) === 0x2e) {
      this.at += 1;
      this.digits();
    }
    const unit = this.text.charCodeAt(this.at);
    if (unit === 0x65 || unit === 0x45) {
      this.at += 1;
      const sign = this.text.charCodeAt(this.at);
      if (sign === 0x2b || sign === 0x2d) this.at += 1;
      this.digits();
    }
    const value = Number(this.text.slice(start, this.at));
    const plain = this.at === whole;
    if (plain && Math.abs(value) > LIMITS.SAFE_INTEGER) throw this.fault("json.integer-range", start, "an integer that a double can't hold");
    if (!Number.isFinite(value)) throw this.fault("json.number-overflow", start, "a number beyond every double");
    if (Number.isInteger(value) && (!plain || Object.is(value, -0))) {
      if (!this.odd.has(holder)) this.odd.set(holder, new Set());
      this.odd.get(holder).add(key);
    }
    return value;
  }

  digits() {
    const start = this.at;
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (!(unit >= 0x30 && unit <= 0x39)) break;
      this.at += 1;
    }
    if (this.at === start) throw this.syntax();
  }
}

/** How many characters of a word the text has at a place. */
function alike(word, text, at) {
  let count = 0;
  while (count < word.length && text[at + count] === word[count]) count += 1;
  return count;
}

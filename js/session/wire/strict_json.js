// One JSON text, read in one way only: RFC 8259 within I-JSON (RFC 7493), or a fault with the guilty bytes.
//
// Rules of this file: the order of faults is that of the spec (json-text.md). Objects are Maps, so that no key means
// anything to JavaScript and keys keep their order; an integer that is written with a fraction or an exponent, and -0, is a
// `Real`, so that nothing that the text says is lost.

import { FORMAT } from "../data/format.js";
import { Fault } from "./source.js";

const { SAFE_INTEGER, JSON_DEPTH } = FORMAT.limits;

/** A whole number in the form of a fraction: 208.0, 2.08e2, -0. */
export class Real {
  constructor(value) {
    this.value = value;
  }
}

const UTF8 = () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const WHITE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Bytes as a text, or null where they are no UTF-8. */
export function utf8(bytes) {
  try {
    return UTF8().decode(bytes);
  } catch {
    return null;
  }
}

/** The first byte of the first ill-formed sequence. */
function illFormed(data) {
  for (let at = 0; at < data.length; ) {
    const byte = data[at];
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const size = byte >= 0xc2 && byte <= 0xdf ? 2 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 0;
    if (!size || at + size > data.length) return at;
    const second = data[at + 1];
    const low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    const high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) return at;
    for (let place = 2; place < size; place += 1) if ((data[at + place] & 0xc0) !== 0x80) return at;
    at += size;
  }
  return -1;
}

/** Nodes, and the bracket that first goes deeper than `depth` (-1: none), by the definition of the spec. */
function measure(data, depth) {
  let nodes = 1;
  let level = 0;
  let deep = -1;
  let inside = false;
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at];
    if (byte === 0x5c) {
      if (data[at + 1] === 0x5c || data[at + 1] === 0x22) at += 1;
    } else if (byte === 0x22) {
      inside = !inside;
    } else if (inside) {
      continue;
    } else if (byte === 0x5b || byte === 0x7b) {
      nodes += 1;
      level += 1;
      if (level > depth && deep < 0) deep = at;
    } else if (byte === 0x5d || byte === 0x7d) {
      level -= 1;
    } else if (byte === 0x2c) {
      nodes += 1;
    }
  }
  return { nodes, deep };
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** Read one JSON text. Throws the first Fault in the order of the spec, at offsets into `data`. */
export function parse(data, nodes = FORMAT.budgets.json_nodes, depth = JSON_DEPTH) {
  if (data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf) {
    throw new Fault("json.bom", 0, 3, "the text begins with a byte order mark");
  }
  if (data.every((byte) => WHITE.has(byte))) {
    throw new Fault("json.empty", 0, data.length, data.length ? "nothing but white space" : "no byte");
  }
  const text = utf8(data);
  if (text === null) {
    const at = illFormed(data);
    const marked = (data[0] === 0xff && data[1] === 0xfe) || (data[0] === 0xfe && data[1] === 0xff);
    const other = marked || data.subarray(0, 4).includes(0);
    const hint = other ? "; the text begins like UTF-16 or UTF-32" : "";
    throw new Fault("json.utf8", at, at + 1, `byte ${data[at].toString(16).padStart(2, "0")}${hint}`);
  }
  const counted = measure(data, depth);
  if (counted.nodes > nodes) {
    const detail = `${grouped(counted.nodes)} nodes, the budget is ${grouped(nodes)}`;
    throw new Fault("budget.json-nodes", 0, data.length, detail);
  }
  if (counted.deep >= 0) throw new Fault("json.depth", counted.deep, counted.deep + 1, `more than ${depth} levels`);
  return new Reader(text).whole();
}

const bytesOf = (text) => new TextEncoder().encode(text).length;

const NUMBER = /-?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:(?<=[0-9])[eE][+-]?[0-9]*)?)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const HEX = /[0-9a-fA-F]{0,4}/y;
const NON_FINITE = ["NaN", "Infinity", "-Infinity"];
const WORDS = new Map([
  ["t", ["true", true]],
  ["f", ["false", false]],
  ["n", ["null", null]],
]);
const ESCAPES = new Map(Object.entries({ '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" }));

function match(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text)[0];
}

/** Reads from left to right; offsets count UTF-16 units, those of a Fault bytes. The depth is known to be bounded. */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  whole() {
    this.skip();
    const value = this.value();
    this.skip();
    if (this.at < this.text.length) throw this.syntax("the end of the text");
    return value;
  }

  skip() {
    while (WHITE.has(this.text.charCodeAt(this.at))) this.at += 1;
  }

  /** A Fault at units of the text, which it names by their bytes. */
  fault(rule, first, last, detail) {
    const start = bytesOf(this.text.slice(0, first));
    return new Fault(rule, start, start + bytesOf(this.text.slice(first, last)), detail);
  }

  syntax(wanted, at = this.at) {
    const { text } = this;
    if (at >= text.length) {
      return this.fault("json.syntax", text.length, text.length, `the text ends where ${wanted} is needed`);
    }
    const code = text.codePointAt(at);
    const hint = at < 4 && !code ? "; is this UTF-16 or UTF-32?" : "";
    const name = code.toString(16).toUpperCase().padStart(4, "0");
    return this.fault("json.syntax", at, at + (code > 0xffff ? 2 : 1), `U+${name} where ${wanted} is needed${hint}`);
  }

  value() {
    const { text, at } = this;
    const first = text[at];
    if (first === '"') return this.string();
    if (first === "{") return this.object();
    if (first === "[") return this.array();
    const word = WORDS.get(first);
    if (word !== undefined) return this.word(...word);
    for (const name of NON_FINITE) {
      if (text.startsWith(name, at)) throw this.fault("json.non-finite", at, at + name.length, `the word ${name}`);
    }
    return this.number();
  }

  word(name, value) {
    for (let place = 1; place < name.length; place += 1) {
      if (this.text[this.at + place] !== name[place]) throw this.syntax(`the word ${name}`, this.at + place);
    }
    this.at += name.length;
    return value;
  }

  number() {
    const { at } = this;
    const literal = match(NUMBER, this.text, at);
    const end = at + literal.length;
    const last = literal.charCodeAt(literal.length - 1);
    if (!(last >= 0x30 && last <= 0x39)) throw this.syntax(end === at ? "a value" : "a digit", end);
    const value = Number(literal);
    this.at = end;
    if (/[.eE]/.test(literal)) {
      if (Number.isFinite(value)) return Number.isInteger(value) ? new Real(value) : value;
      throw this.fault("json.number-overflow", at, end, `a number beyond every double, of ${end - at} characters`);
    }
    if (Math.abs(value) > SAFE_INTEGER) {
      throw this.fault("json.integer-range", at, end, `an integer beyond 2^53-1, of ${end - at} characters`);
    }
    return literal === "-0" ? new Real(value) : value;
  }

  string() {
    const { text } = this;
    this.at += 1;
    let said = match(PLAIN, text, this.at);
    this.at += said.length;
    if (text[this.at] !== '"') {
      const parts = [said];
      while (text[this.at] !== '"') {
        if (text[this.at] !== "\\") throw this.syntax("a character of a string");
        parts.push(this.escape());
        const plain = match(PLAIN, text, this.at);
        parts.push(plain);
        this.at += plain.length;
      }
      said = parts.join("");
    }
    this.at += 1;
    return said;
  }

  escape() {
    const { text, at } = this;
    const letter = text[at + 1];
    if (letter !== "u") {
      const said = ESCAPES.get(letter);
      if (said === undefined) throw this.syntax("an escape", at + 1);
      this.at += 2;
      return said;
    }
    const digits = match(HEX, text, at + 2);
    if (digits.length < 4) throw this.syntax("a hex digit", at + 2 + digits.length);
    const code = Number.parseInt(digits, 16);
    this.at += 6;
    if (code < 0xd800 || code > 0xdfff) return String.fromCharCode(code);
    const other = text.startsWith("\\u", this.at) ? match(HEX, text, this.at + 2) : "";
    const second = other.length === 4 ? Number.parseInt(other, 16) : 0;
    if (code > 0xdbff || second < 0xdc00 || second > 0xdfff) {
      throw this.fault("json.surrogate", at, at + 6, "half of a surrogate pair");
    }
    this.at += 6;
    return String.fromCharCode(code, second);
  }

  object() {
    const made = new Map();
    const { text } = this;
    this.at += 1;
    this.skip();
    if (text[this.at] === "}") {
      this.at += 1;
      return made;
    }
    for (;;) {
      const start = this.at;
      if (text[start] !== '"') throw this.syntax("a key");
      const key = this.string();
      if (made.has(key)) throw this.fault("json.duplicate-key", start, this.at, "the object has this key already");
      this.skip();
      if (text[this.at] !== ":") throw this.syntax("a colon");
      this.at += 1;
      this.skip();
      made.set(key, this.value());
      this.skip();
      const after = text[this.at];
      if (after !== "," && after !== "}") throw this.syntax("a comma or the end of the object");
      this.at += 1;
      if (after === "}") return made;
      this.skip();
    }
  }

  array() {
    const made = [];
    const { text } = this;
    this.at += 1;
    this.skip();
    if (text[this.at] === "]") {
      this.at += 1;
      return made;
    }
    for (;;) {
      made.push(this.value());
      this.skip();
      const after = text[this.at];
      if (after !== "," && after !== "]") throw this.syntax("a comma or the end of the array");
      this.at += 1;
      if (after === "]") return made;
      this.skip();
    }
  }
}

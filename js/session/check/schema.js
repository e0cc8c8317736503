// Checks a JSON value by a schema: an interpreter of the nodes in data/format.js (spec: schema-subset.md).
//
// Rules of this file:
// * Three ways to walk, as the generator for Python has them: REPORT tells each failure and goes on; TEST says whether a
//   value is valid; REMARK knows that it is, and tells what is remarked on in valid values.
// * A value that fails `type` is not looked at further by the same node.
// * A value is what strict_json makes: Map, Array, string, number, Real, boolean, null.

import { FORMAT } from "../data/format.js";
import { Real } from "../wire/strict_json.js";
import { charactersOf } from "./unicode.js";

const { nodes: NODES, roots: ROOTS } = FORMAT.schemas;
const REPORT = 0;
const TEST = 1;
const REMARK = 2;
const NAMES = {
  object: "an object",
  array: "an array",
  string: "a string",
  number: "a number",
  integer: "an integer",
  boolean: "a boolean",
  null: "null",
};

const isNumber = (value) => typeof value === "number" || value instanceof Real;
const isWhole = (value) => value instanceof Real || (typeof value === "number" && Number.isInteger(value));
const HAS = {
  object: (value) => value instanceof Map,
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === "string",
  number: isNumber,
  integer: isWhole,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
};

/** What a value is called in JSON. */
function kind(value) {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "a number" : "a fraction";
  if (value instanceof Real) return "a number";
  if (value instanceof Map) return "an object";
  return Array.isArray(value) ? "an array" : typeof value === "string" ? "a string" : "a boolean";
}

const number = (value) => (value instanceof Real ? value.value : value);

/** Equality of JSON between a value and one of a schema, which is plain. */
function same(value, wanted) {
  if (wanted === null || typeof wanted !== "object") return number(value) === wanted;
  if (Array.isArray(wanted)) {
    return Array.isArray(value) && value.length === wanted.length && wanted.every((each, at) => same(value[at], each));
  }
  const keys = Object.keys(wanted);
  return (
    value instanceof Map && value.size === keys.length && keys.every((key) => value.has(key) && same(value.get(key), wanted[key]))
  );
}

const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
/** keyword -> [whether it fails, what to say] */
const LIMITS = {
  string: {
    minLength: (value, least) => charactersOf(value) < least && `at least ${many(least, "character")}, found ${charactersOf(value)}`,
    maxLength: (value, most) => charactersOf(value) > most && `at most ${many(most, "character")}, found ${charactersOf(value)}`,
  },
  number: {
    minimum: (value, least) => number(value) < least && `at least ${least}`,
    maximum: (value, most) => number(value) > most && `at most ${most}`,
    exclusiveMinimum: (value, least) => number(value) <= least && `more than ${least}`,
    exclusiveMaximum: (value, most) => number(value) >= most && `less than ${most}`,
  },
  array: {
    minItems: (value, least) => value.length < least && `at least ${many(least, "item")}, found ${value.length}`,
    maxItems: (value, most) => value.length > most && `at most ${many(most, "item")}, found ${value.length}`,
  },
  object: {
    minProperties: (value, least) => value.size < least && `at least ${many(least, "key")}, found ${value.size}`,
    maxProperties: (value, most) => value.size > most && `at most ${many(most, "key")}, found ${value.size}`,
  },
};

const patterns = new Map();

/** A pattern of a schema; all of them are known to match in linear time. */
function pattern(text) {
  if (!patterns.has(text)) patterns.set(text, new RegExp(text, "u"));
  return patterns.get(text);
}

class Check {
  constructor(found) {
    this.found = found;
  }

  /** Tell a failure; in TEST it is the answer. */
  fail(node, keyword, at, detail, key) {
    if (at.mode === REMARK) return true;
    if (at.mode === TEST) return false;
    let rule = node["x-rule"] ?? at.rule;
    if (rule !== null && typeof rule === "object") rule = rule[keyword];
    if (rule !== null && typeof rule === "object") rule = rule[key];
    this.found(rule, at.path, detail, at.atKey);
    return true;
  }

  holds(schema, value) {
    return this.value({}, "", schema, value, { mode: TEST, path: null, atKey: false, rule: null, advice: false });
  }

  /** A subschema; one that is `false` fails under the rule of its applicator. Returns false in TEST for what is not valid. */
  value(outer, keyword, schema, value, at, detail = "nothing is allowed here") {
    if (schema === true) return true;
    if (schema === false) return this.fail(outer, keyword, at, detail);
    const node = NODES[schema];
    const { type } = node;
    if (type !== undefined && at.mode !== REMARK) {
      const types = typeof type === "string" ? [type] : type;
      if (!types.some((name) => HAS[name](value))) {
        const names = Object.keys(NAMES).filter((name) => types.includes(name));
        const wanted = names.map((name) => NAMES[name]).join(" or ");
        return this.fail(node, "type", at, `expected ${wanted}, found ${kind(value)}`);
      }
    }
    return this.enumerated(node, value, at) && this.grouped(node, value, at) && this.inPlace(node, value, at);
  }

  enumerated(node, value, at) {
    if ("const" in node && !same(value, node.const) && !this.fail(node, "const", at, node.said.const)) return false;
    return !("enum" in node) || node.enum.some((each) => same(value, each)) || this.fail(node, "enum", at, node.said.enum);
  }

  grouped(node, value, at) {
    if (typeof value === "string") return this.string(node, value, at);
    if (isNumber(value)) return this.number(node, value, at);
    if (Array.isArray(value)) return this.array(node, value, at);
    return value instanceof Map ? this.object(node, value, at) : true;
  }

  limits(group, node, value, at) {
    for (const [keyword, fails] of Object.entries(LIMITS[group])) {
      if (!(keyword in node)) continue;
      const detail = fails(value, node[keyword]);
      if (detail !== false && !this.fail(node, keyword, at, `expected ${detail}`)) return false;
    }
    return true;
  }

  string(node, value, at) {
    if (!this.limits("string", node, value, at)) return false;
    if (!("pattern" in node) || pattern(node.pattern).test(value)) return true;
    return this.fail(node, "pattern", at, node.said.pattern);
  }

  number(node, value, at) {
    const { type } = node;
    if ((type === "integer" || (Array.isArray(type) && type.includes("integer"))) && at.mode !== TEST && !at.advice) {
      if (value instanceof Real || !Number.isInteger(value)) {
        this.found("json.integer-form", at.path, "an integer is written without fraction and exponent", at.atKey);
      }
    }
    return this.limits("number", node, value, at);
  }

  array(node, value, at) {
    if (!this.limits("array", node, value, at)) return false;
    const prefix = node.prefixItems ?? [];
    for (let place = 0; place < Math.min(prefix.length, value.length); place += 1) {
      const inner = into(at, place);
      if (!this.value(node, "prefixItems", prefix[place], value[place], inner, "no item is allowed here")) return false;
    }
    if (node.items === undefined || node.items === true) return true;
    for (let place = prefix.length; place < value.length; place += 1) {
      const inner = into(at, place);
      if (!this.value(node, "items", node.items, value[place], inner, "no further item is allowed")) return false;
    }
    return true;
  }

  object(node, value, at) {
    if (!this.limits("object", node, value, at)) return false;
    const members = node.properties ?? [];
    const required = new Map(node.required ?? []);
    for (const [key, each] of members) {
      if (!value.has(key)) {
        if (required.has(key) && !this.fail(node, "required", at, required.get(key), key)) return false;
        continue;
      }
      const inner = into(at, key, each === false);
      if (!this.value(node, "properties", each, value.get(key), inner, "the key is not allowed")) return false;
    }
    for (const [key, detail] of required) {
      if (!value.has(key) && !members.some(([name]) => name === key)) {
        if (!this.fail(node, "required", at, detail, key)) return false;
      }
    }
    if ("propertyNames" in node) {
      for (const key of value.keys()) {
        if (!this.value(node, "propertyNames", node.propertyNames, key, into(at, key, true), "no key is allowed")) return false;
      }
    }
    return this.others(node, value, at, members);
  }

  /** patternProperties, additionalProperties and x-unknown: one loop over the keys. */
  others(node, value, at, members) {
    const matched = node.patternProperties ?? [];
    const extra = node.additionalProperties ?? true;
    const unknown = at.mode === TEST ? undefined : node["x-unknown"];
    if (!matched.length && extra === true && unknown === undefined) return true;
    const known = knownKeys(node, members);
    for (const [key, item] of value) {
      let other = !known.has(key);
      for (const [text, each] of matched) {
        if (!pattern(text).test(key)) continue;
        other = false;
        const inner = into(at, key, each === false);
        if (!this.value(node, "patternProperties", each, item, inner, "no key may match this pattern")) return false;
      }
      if (!other) continue;
      const inner = into(at, key, extra === false);
      if (!this.value(node, "additionalProperties", extra, item, inner, "the schema does not know this key")) return false;
      if (unknown !== undefined) this.found(unknown, inner.path, "the schema does not name this key", true);
    }
    return true;
  }

  /** The keywords that hold further schemas for the same value. */
  inPlace(node, value, at) {
    if ("ref" in node) {
      let lent = node["x-rule"] ?? at.rule;
      if (lent !== null && typeof lent === "object") lent = lent.$ref ?? at.rule;
      if (!this.value(node, "$ref", node.ref, value, { ...at, rule: lent })) return false;
    }
    for (const each of node.allOf ?? []) if (!this.value(node, "allOf", each, value, at)) return false;
    for (const keyword of ["anyOf", "oneOf"]) {
      if (!(keyword in node)) continue;
      const fitting = node[keyword].filter((each) => this.holds(each, value));
      const some = keyword === "anyOf" ? fitting.length > 0 : fitting.length === 1;
      const tell = at.mode !== TEST && (keyword === "anyOf" || some || at.mode === REMARK);
      if (tell) for (const each of fitting) this.value(node, keyword, each, value, { ...at, mode: REMARK });
      const count = node[keyword].length;
      const detail = keyword === "anyOf" ? `expected one of ${count} forms, found none` : `expected exactly one of ${count} forms`;
      if (!some && !this.fail(node, keyword, at, detail)) return false;
    }
    if ("not" in node && at.mode !== REMARK && this.holds(node.not, value)) {
      if (!this.fail(node, "not", at, "expected something else than this")) return false;
    }
    if ("if" in node) {
      const so = this.holds(node.if, value);
      if (so && at.mode !== TEST) this.value(node, "if", node.if, value, { ...at, mode: REMARK });
      const next = so ? "then" : "else";
      if (!this.value(node, next, node[next] ?? true, value, at)) return false;
    }
    if ("x-advice" in node && at.mode !== TEST) {
      this.value(node, "x-advice", node["x-advice"], value, { ...at, mode: REPORT, advice: true, rule: null });
    }
    return true;
  }
}

const keys = new WeakMap();

function knownKeys(node, members) {
  if (!keys.has(node)) keys.set(node, new Set(members.map(([name]) => name)));
  return keys.get(node);
}

/** The place of a value within another; a key that is itself at fault is told as one. */
function into(at, step, atKey = false) {
  return { ...at, path: at.path === null ? null : [...at.path, step], atKey };
}

/** Check a value by the schema of a name; found(rule, path, detail, atKey) is told each failure and each remark. */
export function check(name, value, found) {
  if (!Object.hasOwn(ROOTS, name)) throw new Error(`there is no schema ${name}`);
  const at = { mode: REPORT, path: [], atKey: false, rule: null, advice: false };
  new Check(found).value({}, "", ROOTS[name], value, at);
}

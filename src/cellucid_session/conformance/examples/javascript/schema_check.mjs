// The subset of JSON Schema that spec/schema-subset.md describes, as far as the schemas of the format use it.
//
// A keyword that is not known is an error of the program, never passed over. A failure names the rule that `x-rule` gives
// it. Numbers that stand where an integer is due, and are not written as digits, are remarked on (json.integer-form).
// Of failures of one rule only the first hundred are kept: a text may have millions.

import { shown } from "./findings.mjs";
import { SCHEMAS } from "./schemas.mjs";

const KEPT = 100;

const TYPES = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
};

export const isObject = TYPES.object;

/** A pointer (RFC 6901) from the chain of keys that the checker carries. */
function pointerOf(path) {
  const keys = [];
  for (let link = path; link !== null; link = link.up) keys.push(String(link.key).replaceAll("~", "~0").replaceAll("/", "~1"));
  return keys.reverse().map((key) => `/${key}`).join("");
}

/** Whether a text has at least this many code points. */
function hasCharacters(least, text) {
  let size = 0;
  for (const _ of text) {
    size += 1;
    if (size >= least) break;
  }
  return size >= least;
}

// keyword -> argument -> value -> true when it holds; each speaks of values of one type and lets others pass
const ASSERTIONS = {
  const: (wanted) => (value) => value === wanted,
  enum: (wanted) => (value) => wanted.includes(value),
  minItems: (least) => (value) => !Array.isArray(value) || value.length >= least,
  maxItems: (most) => (value) => !Array.isArray(value) || value.length <= most,
  minLength: (least) => (value) => typeof value !== "string" || hasCharacters(least, value),
  maxLength: (most) => (value) => typeof value !== "string" || !hasCharacters(most + 1, value),
  exclusiveMinimum: (least) => (value) => typeof value !== "number" || value > least,
  minimum: (least) => (value) => typeof value !== "number" || value >= least,
  maximum: (most) => (value) => typeof value !== "number" || value <= most,
  pattern: (pattern) => {
    const compiled = new RegExp(pattern, "u");
    return (value) => typeof value !== "string" || compiled.test(value);
  },
};

// keywords that hold one subschema, a list of them, or one for each name
const ONE = ["additionalProperties", "propertyNames", "items", "not", "if", "then", "else"];
const LISTS = ["prefixItems", "allOf", "anyOf"];
const NAMED = ["properties", "$defs"];
const OTHERS = ["$ref", "type", "required", "x-rule"];

/** A schema made ready: assertions as functions, references resolved when they are followed. */
function prepared(schema) {
  if (schema === false) return null; // nothing holds
  const ready = { asserts: [], types: schema.type === undefined ? null : [schema.type].flat(), rules: schema["x-rule"], required: schema.required ?? [] };
  for (const [keyword, argument] of Object.entries(schema)) {
    if (Object.hasOwn(ASSERTIONS, keyword)) ready.asserts.push([keyword, ASSERTIONS[keyword](argument)]);
    else if (ONE.includes(keyword)) ready[keyword] = prepared(argument);
    else if (LISTS.includes(keyword)) ready[keyword] = argument.map(prepared);
    else if (NAMED.includes(keyword)) ready[keyword] = new Map(Object.entries(argument).map(([name, part]) => [name, prepared(part)]));
    else if (!OTHERS.includes(keyword)) throw new Error(`a schema has the unknown keyword ${keyword}`);
  }
  if (schema.$ref !== undefined) ready.$ref = schema.$ref.slice("#/$defs/".length);
  return ready;
}

const READY = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [name, prepared(schema)]));

class Check {
  constructor(root, odd) {
    this.root = root;
    this.odd = odd;
    this.failed = 0;
    this.found = [];
    this.counts = new Map();
    this.forms = new Set(); // pointers of integers that are not written as digits
  }

  /** Judges a value by a schema; `lent` is the rule that a reference lends. Returns whether it holds. */
  run(schema, value, path, holder, lent) {
    const before = this.failed;
    const rules = schema.rules ?? lent;
    if (schema.$ref !== undefined) this.run(this.root.$defs.get(schema.$ref), value, path, holder, typeof rules === "object" ? rules.$ref : rules);
    if (schema.types !== null && !this.typed(schema.types, value, path, holder, rules)) return false;
    for (const [keyword, holds] of schema.asserts) if (!holds(value)) this.fail(rules, keyword, path, "is not as it must be");
    if (isObject(value)) this.object(schema, value, path, rules);
    else if (Array.isArray(value)) this.array(schema, value, path);
    this.combined(schema, value, path, holder, rules);
    return this.failed === before;
  }

  fail(rules, keyword, path, message, key = null) {
    this.failed += 1;
    let rule = typeof rules === "object" ? rules[keyword] : rules;
    if (typeof rule === "object") rule = rule[key];
    const count = (this.counts.get(rule) ?? 0) + 1;
    this.counts.set(rule, count);
    if (count > KEPT) return;
    const pointer = pointerOf(path);
    this.found.push({ rule, pointer, message: `${pointer === "" ? "the whole" : `the value at ${shown(pointer, 120)}`} ${message}` });
  }

  typed(types, value, path, holder, rules) {
    if (!types.some((type) => TYPES[type](value))) {
      this.fail(rules, "type", path, `is not of the type ${types.join(" or ")}`);
      return false;
    }
    if (typeof value === "number" && types.includes("integer") && path !== null && this.forms.size < KEPT && this.odd.get(holder)?.has(path.key)) {
      this.forms.add(pointerOf(path));
    }
    return true;
  }

  object(schema, value, path, rules) {
    for (const key of schema.required) if (!Object.hasOwn(value, key)) this.fail(rules, "required", path, `has no key ${key}`, key);
    const { properties, additionalProperties } = schema;
    if (properties !== undefined) {
      for (const [key, part] of properties) if (Object.hasOwn(value, key)) this.run(part, value[key], { up: path, key }, value, undefined);
    }
    if (schema.propertyNames !== undefined) {
      for (const key of Object.keys(value)) this.run(schema.propertyNames, key, { up: path, key }, value, undefined);
    }
    if (additionalProperties === undefined) return;
    for (const key of Object.keys(value)) {
      if (properties?.has(key)) continue;
      if (additionalProperties === null) this.fail(rules, "additionalProperties", { up: path, key }, "must not be there");
      else this.run(additionalProperties, value[key], { up: path, key }, value, undefined);
    }
  }

  array({ prefixItems = [], items }, value, path) {
    if (prefixItems.length === 0 && items === undefined) return;
    value.forEach((item, key) => {
      const part = key < prefixItems.length ? prefixItems[key] : items;
      if (part !== undefined) this.run(part, item, { up: path, key }, value, undefined);
    });
  }

  combined(schema, value, path, holder, rules) {
    for (const part of schema.allOf ?? []) this.run(part, value, path, holder, undefined);
    if (schema.anyOf !== undefined && !schema.anyOf.some((part) => this.holds(part, value, path, holder))) {
      this.fail(rules, "anyOf", path, "is none of what it may be");
    }
    if (schema.not !== undefined && this.holds(schema.not, value, path, holder)) this.fail(rules, "not", path, "is what it must not be");
    if (schema.if === undefined) return;
    const branch = this.holds(schema.if, value, path, holder) ? schema.then : schema.else;
    if (branch !== undefined) this.run(branch, value, path, holder, undefined);
  }

  /** Whether a value holds, without a word about it. */
  holds(schema, value, path, holder) {
    return new Check(this.root, this.odd).run(schema, value, path, holder, "aside");
  }
}

/**
 * What is wrong with a value: failures of the schema of that name in SCHEMAS, then remarks on the form of integers.
 * @param {string} name
 * @param {{value: any, odd: Map}} parsed what parseJson gave
 * @returns {{rule: string, pointer: string, message: string}[]}
 */
export function failures(name, { value, odd }) {
  const root = READY.get(name);
  const check = new Check(root, odd);
  check.run(root, value, null, null, undefined);
  const message = (pointer) => `the integer at ${shown(pointer, 120)} is not written as digits`;
  return [...check.found, ...[...check.forms].map((pointer) => ({ rule: "json.integer-form", pointer, message: message(pointer) }))];
}

// The judgement of a state-snapshots.json: which sessions lie beside a data set, and which one opens.
//
// Rules of this file: an entry is data; it is taken apart as text and never opened, and no URL parser is asked. Spec: 8.

import { Fault } from "../wire/source.js";
import { parse } from "../wire/strict_json.js";
import { place } from "./collector.js";
import { truthy } from "./outline.js";
import { safe } from "./safe.js";
import { check } from "./schema.js";
import { textFindings } from "./text.js";
import { isComposed } from "./unicode.js";

const LIST_KEYS = ["states", "files", "snapshots"];
const TARGET_KEYS = ["url", "path", "href", "file", "filename", "name"];
const SUFFIX = ".cellucid-session";
const REMOTE = /^https?:\/\/[^/?#\\\u0000- @]+(?:[/?#][^\\\u0000- ]*)?$/i;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const ENCODED = /%(?:2e|2f|5c|00|25)/i;

/** Why a target is refused, or "". */
function refused(text, bare) {
  if (!text) return "the entry is empty";
  if (CONTROL.test(text)) return "the entry has a control character";
  if (SCHEME.test(text)) {
    return REMOTE.test(text) ? "" : "the entry is a URL other than plain http(s), or a drive letter";
  }
  if (text.includes("\\")) return "the entry has a backslash";
  if (ENCODED.test(bare)) return "the entry has an encoded dot, slash, backslash, percent sign or NUL";
  if (bare.startsWith("/")) return "the entry is an absolute path";
  let depth = 0;
  for (const segment of bare.split("/")) {
    depth += segment === ".." ? -1 : Number(segment !== "" && segment !== ".");
    if (depth < 0) return "the entry climbs out of the folder";
  }
  return "";
}

function target(path, said) {
  const text = said.trim();
  const [bare] = text.split(/[?#]/, 1);
  const why = refused(text, bare);
  const remote = !why && SCHEME.test(text);
  const kept = [];
  if (!why && !remote) {
    for (const segment of bare.split("/")) {
      if (segment === "..") kept.pop();
      else if (segment !== "" && segment !== ".") kept.push(segment);
    }
  }
  const plain = !why && !remote;
  const key = plain ? kept.join("/") : text;
  const opens = bare.slice(bare.lastIndexOf("/") + 1).toLowerCase().endsWith(SUFFIX);
  return { path, text, why, remote, key, whole: plain ? key + text.slice(bare.length) : key, opens };
}

/** The targets of a parsed list, in order; entries of a wrong type are left out. */
function targets(value) {
  let base = [];
  let list = value;
  if (value instanceof Map) {
    const there = LIST_KEYS.filter((key) => value.has(key));
    if (!there.every((key) => Array.isArray(value.get(key)))) return [];
    base = [there[0] ?? LIST_KEYS[0]];
    list = value.get(base[0]);
  }
  const found = [];
  (Array.isArray(list) ? list : []).forEach((entry, index) => {
    if (typeof entry === "string") {
      found.push(target([...base, index], entry));
    } else if (entry instanceof Map) {
      const key = TARGET_KEYS.find((each) => truthy(entry.get(each) ?? null)) ?? "";
      if (typeof entry.get(key) === "string") found.push(target([...base, index, key], entry.get(key)));
    }
  });
  return found;
}

export class SnapshotsJudge {
  constructor(collector, limits) {
    Object.assign(this, { collector, limits, targets: [], complete: false, over: false, consumed: 0, parts: [] });
    this.generation = null;
    const one = limits.json_bytes <= limits.total_json_bytes;
    this.most = one ? [limits.json_bytes, "budget.json-bytes"] : [limits.total_json_bytes, "budget.total-json-bytes"];
  }

  releases() {
    return [];
  }

  summary() {
    const named = this.targets.filter(({ opens }) => opens);
    const first = new Map();
    for (const each of named) if (!first.has(each.whole)) first.set(each.whole, each);
    const opening = [...first.values()];
    const last = opening.at(-1);
    return {
      entries: this.targets.length,
      sessions: opening.length,
      opens: last === undefined ? null : safe(last.text),
    };
  }

  feed(piece) {
    const [budget, rule] = this.most;
    if (this.consumed + piece.length > budget) {
      this.collector.add(rule, `the text is longer than ${budget} bytes`, { span: [budget, budget + 1] });
      this.consumed = budget;
      this.over = true;
      return;
    }
    this.parts.push(piece);
    this.consumed += piece.length;
  }

  end() {
    if (this.over) return;
    this.over = true;
    const data = new Uint8Array(this.consumed);
    let to = 0;
    for (const part of this.parts) {
      data.set(part, to);
      to += part.length;
    }
    const { collector } = this;
    let value;
    try {
      value = parse(data, this.limits.json_nodes);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      collector.add(fault.rule, fault.detail, { span: [fault.start, fault.end] });
      return;
    }
    check("state-snapshots", value, (rule, path, detail, atKey) => collector.add(rule, detail, { path, atKey }));
    this.targets = targets(value);
    this.entries();
    for (const [rule, path, atKey, detail] of textFindings(value, (each) => collector.enough(each))) {
      collector.add(rule, detail, { path, atKey });
    }
    place(collector.since(0), data, 0, null);
    this.complete = true;
  }

  entries() {
    const seen = new Set();
    for (const { path, text, why, remote, key } of this.targets) {
      const tell = (rule, detail) => this.collector.add(rule, detail, { path });
      if (why) {
        tell("snapshots.target", why);
        continue;
      }
      if (remote) tell("snapshots.remote", "the entry is fetched from another place");
      if (/[?#]/.test(text)) tell("snapshots.query", "the entry has a query or a fragment");
      if (!isComposed(text)) tell("snapshots.unicode", "the entry is not in Unicode's composed form (NFC)");
      if (seen.has(key)) tell("snapshots.duplicate", "an entry before points there already");
      seen.add(key);
    }
    if (!this.targets.some(({ opens }) => opens)) {
      this.collector.add("snapshots.none", `no entry ends in ${SUFFIX}`, { path: [] });
    }
  }
}

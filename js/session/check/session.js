// The judgement of one session file, as its bytes come.
//
// Rules of this file:
// * A finding of class safety ends the judgement at the byte that proves it, unless the caller wants to hear more; what
//   breaks the framing or the manifest always ends it.
// * What is judged when is the order of spec 2.1, and follows from the bytes alone.
// * `complete` becomes true in one place only: when framing, every chunk and the links have been judged.

import { FORMAT } from "../data/format.js";
import { little, oneMagic, within } from "../wire/fixed.js";
import { gunzip, stored } from "../wire/gunzip.js";
import { Fault, Pump, Source, passOn, take } from "../wire/source.js";
import { parse } from "../wire/strict_json.js";
import { place } from "./collector.js";
import { Entry, Facts, GENERATIONS, whole, where } from "./facts.js";
import { frames } from "./grammar.js";
import { LINK_RULES } from "./links.js";
import { ENTRY_RULES, MANIFEST_RULES } from "./outline.js";
import { Enough, Place, askTwins, reader } from "./payloads.js";
import { check } from "./schema.js";
import { textFindings } from "./text.js";

const CODECS = { gzip: gunzip, none: stored };
const { head: HEAD, recognition: SIGNED, limits: L } = FORMAT;
const WORDS = Object.fromEntries(HEAD.fields.map(([name, what, word]) => [name, { what, word }]));

/** Nothing further needs to be read. */
class Halt extends Error {}

const count = (value) => {
  const said = whole(value);
  return said !== null && said >= 0 && said <= L.SAFE_INTEGER ? said : null;
};

function* session(source, on) {
  const { magic, manifest_length: length, manifest } = WORDS;
  const found = yield* oneMagic(source, SIGNED, magic.word.wrong, HEAD.laterRule, magic.word.short, magic.what);
  const at = source.position;
  const size = yield* little(source, length.word.of.width, length.word.of.short, length.what);
  within(size, length.word.low, HEAD.most[found], length.word.rule, at, source.position, length.what);
  const start = source.position;
  if (size > on.mostJson) {
    yield* passOn(source, size, manifest.word.short, manifest.what, () => {});
    on.manifestTooLong(size, start);
  }
  const text = yield* take(source, size, manifest.word.short, manifest.what);
  const generation = on.manifest(text.slice(), start, found);
  yield* frames(generation.frame, source, on, on.facts.entries.length, HEAD.trailing);
}

const LOOK = {
  "manifest-key": (value, words) => value instanceof Map && words.some((word) => value.has(word)),
  "fingerprint-key": (value, words) =>
    value instanceof Map && LOOK["manifest-key"](value.get("datasetFingerprint"), words),
  "chunk-id": (value, words) => {
    const chunks = value instanceof Map ? value.get("chunks") : null;
    return Array.isArray(chunks) && chunks.some((chunk) => chunk instanceof Map && words.includes(chunk.get("id")));
  },
};

/** The generations that a file may be of, the one that it is judged as first. */
function candidates(magic, length, manifest) {
  for (const [sign, words, above, numbers] of SIGNED.signs[magic]) {
    if (sign === "manifest-length" ? length > above : LOOK[sign](manifest, words)) return numbers;
  }
  return [SIGNED.otherwise[magic]];
}

export class SessionJudge {
  constructor(collector, limits, dataset, earlyExit, taken) {
    Object.assign(this, { collector, limits, earlyExit, taken });
    this.facts = new Facts(dataset);
    this.generation = null;
    this.complete = false;
    this.over = false;
    this.mostJson = Math.min(limits.json_bytes, limits.total_json_bytes);
    this.source = new Source((rule, start, end, detail) => this.note(rule, start, end, detail));
    this.pump = new Pump(this.source, session(this.source, this));
    this.text = new Uint8Array(0);
    this.start = 0;
    this.codec = null;
    this.payload = null;
    this.produced = 0;
    this.judged = 0;
  }

  get consumed() {
    return this.complete ? this.source.position : this.judged;
  }

  releases() {
    const every = [this.facts.generation, ...this.facts.twins].sort((a, b) => a.number - b.number);
    return [...new Set(every.flatMap(({ releases }) => releases))];
  }

  summary() {
    return this.facts.summary();
  }

  feed(piece) {
    this.run(() => this.pump.feed(piece));
  }

  end() {
    this.run(() => this.pump.end());
    if (this.pump.done && !this.over) {
      this.links();
      this.complete = true;
    }
    this.locate();
    this.over = true;
  }

  run(step) {
    if (this.over) return;
    try {
      step();
    } catch (fault) {
      this.over = true;
      if (fault instanceof Halt) return;
      if (!(fault instanceof Fault)) throw fault;
      this.judged = fault.end;
      this.note(fault.rule, fault.start, fault.end, fault.detail);
    }
  }

  note(rule, start, end, detail) {
    this.collector.add(rule, detail, { span: [start, end] });
  }

  manifestTooLong(length, start) {
    const end = start + length;
    this.judged = end;
    const { json_bytes: one, total_json_bytes: all } = this.limits;
    const [most, rule] = length <= one ? [all, "budget.total-json-bytes"] : [one, "budget.json-bytes"];
    this.collector.add(rule, `the manifest has ${length} bytes, the budget is ${most}`, { span: [start, end] });
    throw new Halt();
  }

  manifest(data, start, magic) {
    const { collector, facts, limits } = this;
    this.judged = start + data.length;
    this.text = data;
    this.start = start;
    this.generation = SIGNED.otherwise[magic];
    facts.jsonBytes = data.length;
    let value;
    try {
      value = parse(data, limits.json_nodes);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      throw new Fault(fault.rule, fault.start + start, fault.end + start, fault.detail);
    }
    this.recognise(magic, data.length, value);
    const { generation } = facts;
    const found = (rule, path, detail, atKey) => collector.add(rule, detail, { path, atKey });
    check(generation.schema("manifest"), value, found);
    if (collector.safety) {
      this.locate();
      throw new Halt();
    }
    const chunks = value.get("chunks");
    if (chunks.length > limits.chunks) {
      const detail = `the manifest has ${chunks.length} chunks, the budget is ${limits.chunks}`;
      collector.add("budget.chunks", detail, { span: [start, start + data.length] });
      throw new Halt();
    }
    askTwins(facts, "manifest", value);
    const add = (rule, detail, named) => collector.add(rule, detail, named);
    for (const name of generation.manifestRules) MANIFEST_RULES[name](value, add);
    facts.entries = chunks.map((raw, index) => new Entry(index, raw, generation.of(raw.get("id"))));
    for (const name of generation.entryRules) ENTRY_RULES[name](facts.entries, add, generation);
    this.required(value.get("requires"));
    this.dataset(value.get("datasetFingerprint"));
    const elsewhere = (path) => path.length === 3 && path[0] === "chunks" && path[2] === "id";
    for (const [rule, path, atKey, detail] of textFindings(value, (each) => collector.enough(each), elsewhere)) {
      collector.add(rule, detail, { path, atKey });
    }
    this.locate();
    this.safety();
    return generation;
  }

  /** Decide the generation; policy.generation: the policy takes it. */
  recognise(magic, length, value) {
    const numbers = candidates(magic, length, value);
    const { taken, facts } = this;
    const fitting = taken === null ? numbers : numbers.filter((number) => taken.includes(number));
    [facts.generation, ...facts.twins] = (fitting.length ? fitting : numbers).map((number) => GENERATIONS.get(number));
    this.generation = facts.generation.number;
    if (fitting.length) return;
    const them = [...taken].sort((a, b) => a - b).join(", ") || "none";
    const detail = `the file is of generation ${numbers[0]}, the policy takes ${them}`;
    this.collector.add("policy.generation", detail, { span: [0, this.start] });
    this.safety();
  }

  required(said) {
    if (!(said instanceof Map)) return;
    this.facts.requires = {};
    for (const source of ["obs", "var"]) {
      const names = said.get(source);
      if (Array.isArray(names)) this.facts.requires[source] = new Set(names.filter((name) => typeof name === "string"));
    }
  }

  /** dataset.*: the caller's data set is the one that the fingerprint names. Sets the bounds. */
  dataset(fingerprint) {
    const { facts, collector } = this;
    const known = fingerprint instanceof Map ? fingerprint : new Map();
    const { cells = null, variables = null, id = null } = facts.dataset;
    for (const [key, rule, value] of [
      ["cellCount", "dataset.cell-count", cells],
      ["varCount", "dataset.var-count", variables],
    ]) {
      const said = count(known.get(key));
      if (value === null || said === null || said === value) continue;
      const detail = `the session says ${said}, the data set has ${value}`;
      collector.add(rule, detail, { path: ["datasetFingerprint", key] });
    }
    if (id !== null && known.get("datasetId") !== id) {
      const detail = "the session was made for another data set, or does not say for which";
      collector.add("dataset.id", detail, { path: ["datasetFingerprint", "datasetId"] });
    }
    facts.cells ??= count(known.get("cellCount"));
    facts.variables ??= count(known.get("varCount"));
  }

  headerSize() {}

  frame(index, length, lengthStart, start) {
    const entry = this.facts.entries[index];
    this.entry = entry;
    entry.frame = [start, start + length];
    this.judged = start;
    if (entry.stored !== null && entry.stored !== length) {
      const detail = `storedBytes is ${entry.stored}, the frame holds ${length}`;
      const span = [lengthStart, start];
      this.collector.add("chunk.stored-bytes-mismatch", detail, { chunk: entry.id, path: where(index, "storedBytes"), span });
      this.safety();
    }
    this.at = new Place(this.collector, entry, [start, start + length], entry.codec === "none");
    const source = new Source((...said) => this.codecNote(...said), start);
    const most = this.facts.generation.inflatedBytes;
    const cap = entry.inflated === null ? most : Math.min(entry.inflated, most);
    const reading = CODECS[entry.codec](source, length, cap, (piece) => this.inflated(piece));
    this.codec = new Pump(source, reading);
    this.payload = reader(this.at, this.facts, this.limits);
    this.produced = 0;
  }

  stored(piece) {
    if (this.codec !== null) this.codecStep(() => this.codec.feed(piece));
  }

  frameEnd() {
    if (this.codec !== null) this.codecStep(() => this.codec.end());
    const { entry } = this;
    if (this.codec !== null && entry.inflated !== null && this.produced < entry.inflated) {
      const detail = `uncompressedBytes is ${entry.inflated}, the payload has ${this.produced}`;
      this.collector.add("chunk.inflated-short", detail, { chunk: entry.id, path: entry.path("uncompressedBytes") });
    }
    if (this.payload !== null && this.codec !== null) this.payloadStep(() => this.payload.end());
    [, this.judged] = this.at.stored;
    this.facts.inflatedBytes += this.produced;
  }

  codecStep(step) {
    try {
      step();
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      this.codec = null;
      this.payload = null;
      this.codecNote(fault.rule, fault.start, fault.end, fault.detail);
      this.safety();
    }
  }

  codecNote(rule, start, end, detail) {
    this.collector.add(rule, detail, { chunk: this.entry.id, span: [start, end] });
  }

  /** Payload bytes, in order. The byte that passes the budget is judged as well: what it breaks goes before it. */
  inflated(piece) {
    const most = this.limits.inflated_bytes;
    const left = most - this.facts.inflatedBytes - this.produced;
    this.produced += piece.length;
    if (this.payload !== null) {
      this.payloadStep(() => this.payload.feed(piece.length <= left ? piece : piece.subarray(0, left + 1)));
    }
    if (piece.length <= left) return;
    const detail = `the payloads are longer than ${most} bytes together`;
    this.collector.add("budget.inflated-bytes", detail, { chunk: this.entry.id, span: this.at.stored });
    throw new Halt();
  }

  payloadStep(step) {
    try {
      step();
    } catch (fault) {
      if (!(fault instanceof Fault || fault instanceof Enough)) throw fault;
      this.payload = null;
      if (fault instanceof Fault) this.at.note(fault.rule, fault.start, fault.end, fault.detail);
    }
    this.safety();
  }

  /** End here when something refuses the file for safety, or a budget is gone. */
  safety() {
    if (this.earlyExit && (this.collector.safety || this.collector.budget)) throw new Halt();
  }

  /** Run the rules between chunks and give their findings a place. */
  links() {
    const { facts, collector } = this;
    const marks = new Map();
    const add = (rule, detail, { entry = null, key = "id", span = null, registry = null, path = [] }) => {
      if (entry !== null) {
        collector.add(rule, detail, { chunk: entry.id, path: span === null ? entry.path(key) : null, span });
        return;
      }
      const mark = collector.mark();
      collector.add(rule, detail, { chunk: registry, path });
      marks.set(registry, [...(marks.get(registry) ?? []), ...collector.since(mark)]);
    };
    for (const name of facts.generation.links) LINK_RULES[name](facts, add);
    for (const [registry, pendings] of marks) {
      const [data, span, base] = facts.registries.get(registry);
      place(
        pendings.filter(({ dropped }) => !dropped),
        data,
        base,
        span,
      );
    }
  }

  /** Give what waits for a place in the manifest its bytes. */
  locate() {
    place(this.collector.since(0), this.text, this.start, null);
  }
}

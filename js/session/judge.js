// Bytes in, a report out: the push Judge, and `validate` for whole inputs and streams.
//
// Rules of this file: bad input never throws; whatever breaks on the way gives the verdict `error`, never `valid`. How the
// bytes are cut makes no difference. Only `valid` means yes.

import { Collector } from "./check/collector.js";
import { SessionJudge } from "./check/session.js";
import { SnapshotsJudge } from "./check/snapshots.js";
import { safe } from "./check/safe.js";
import { FORMAT } from "./data/format.js";
import { Sha256 } from "./wire/sha256.js";

const KINDS = ["session", "state-snapshots"];
const LEVELS = ["error", "warning", "note"];
export const VERSION = FORMAT.version;

/** What a Judge has found out beside its report; for the rest of the package. */
export let inside;

/** What options there are, and what is known of a data set: a name that is misspelt must not pass for none. */
const OPTIONS = ["kind", "limits", "dataset", "levels", "generations", "earlyExit"];
const FACTS = ["cells", "variables", "id"];

/** An object with no other names than these. Throws TypeError, RangeError. */
function named(what, value, names) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError(`${what} must be an object`);
  const other = Object.keys(value).find((name) => !names.includes(name));
  if (other !== undefined) throw new RangeError(`${what} has no ${safe(other, 80)}; there are: ${names.join(", ")}`);
}

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

/** The options of a judgement, held at the door. Throws TypeError, RangeError. */
function held(options) {
  named("options", options, OPTIONS);
  const { kind = "session", limits = {}, dataset = {}, levels = {}, generations = null, earlyExit = true } = options;
  if (!KINDS.includes(kind)) throw new RangeError(`no kind is called that; there are: ${KINDS.join(", ")}`);
  named("limits", limits, Object.keys(FORMAT.budgets));
  named("dataset", dataset, FACTS);
  if (typeof earlyExit !== "boolean") throw new TypeError("earlyExit must be true or false");
  for (const [name, value] of Object.entries(limits)) {
    if (!isCount(value)) throw new RangeError(`limit ${name} must be an integer of at least 0`);
  }
  for (const name of ["cells", "variables"]) {
    const value = dataset[name] ?? null;
    if (value !== null && !isCount(value)) throw new RangeError(`dataset.${name} must be a number of rows`);
  }
  if (dataset.id != null && typeof dataset.id !== "string") throw new TypeError("dataset.id must be a text");
  for (const [rule, level] of Object.entries(levels)) {
    if (!Object.hasOwn(FORMAT.rules, rule) || FORMAT.rules[rule][0] !== "advice") {
      throw new RangeError(`no advice is called ${rule}`);
    }
    if (![...LEVELS, "off"].includes(level)) throw new RangeError(`no level is called ${level}`);
  }
  if (generations !== null && !(Array.isArray(generations) && generations.every(isCount))) {
    throw new TypeError("generations must be a list of numbers");
  }
  return { kind, limits: { ...FORMAT.budgets, ...limits }, dataset, levels, generations, earlyExit };
}

/** Judges one input that is written in pieces of any size. */
export class Judge {
  #options;
  #collector;
  #judge;
  #hash = new Sha256();
  #fed = 0;
  #given = 0; // of these, what was judged
  #report = null;
  #broken = false;
  #failed = false;
  #ended = true;

  static {
    inside = (judge) => judge.#judge;
  }

  constructor(options = {}) {
    this.#options = held(options);
    const { kind, limits, dataset, levels, generations, earlyExit } = this.#options;
    this.#collector = new Collector(limits.findings, levels);
    const judge = kind === "session" ? SessionJudge : SnapshotsJudge;
    this.#judge = new judge(this.#collector, limits, dataset, earlyExit, generations);
  }

  /** Whether the verdict is settled and is not `valid`. */
  get hopeless() {
    return this.#judge.over && !this.#judge.complete;
  }

  /** Judge a piece. Returns whether more is wanted. */
  write(bytes) {
    if (this.#report !== null) throw new Error("the judgement is closed");
    if (!(bytes instanceof Uint8Array)) throw new TypeError("a piece must be a Uint8Array");
    const { limits, earlyExit } = this.#options;
    if (!this.#ended) return false;
    const room = limits.file_bytes - this.#fed;
    this.#hash.update(bytes);
    this.#fed += bytes.length;
    // a copy: the slice of a Buffer is no copy, and its owner may fill it again
    const piece = new Uint8Array(bytes.subarray(0, room < bytes.length ? room + 1 : bytes.length));
    this.#given += piece.length;
    this.#guarded(() => {
      if (!this.#judge.over) this.#judge.feed(piece);
    });
    const wanted = !(this.#judge.over && earlyExit);
    if (this.#fed > limits.file_bytes && wanted) {
      this.fail("budget.file-bytes", `the input has more than ${limits.file_bytes} bytes`);
    }
    this.#ended = wanted && this.#fed <= limits.file_bytes;
    return this.#ended;
  }

  /** Say that the input can't be read on; the answer is then no. */
  fail(rule, message) {
    this.#failed = true;
    this.#ended = false;
    this.#collector.add(rule, message);
  }

  /** Say that the input is over, and get the report. */
  end() {
    if (this.#report !== null) return this.#report;
    const { kind, earlyExit } = this.#options;
    const judge = this.#judge;
    if (this.#failed) judge.over = true;
    this.#guarded(() => judge.end());
    let findings = [];
    this.#guarded(() => {
      findings = this.#collector.findings(earlyExit ? null : this.#given);
    });
    const verdict = this.#broken ? "error" : this.#collector.verdict(judge.complete);
    const size = earlyExit ? judge.consumed : this.#given;
    const reached = findings.map(({ span }) => span?.end ?? 0);
    const whole = this.#ended && (judge.consumed === this.#fed || !earlyExit);
    const hidden = this.#collector.hidden();
    const levels = Object.fromEntries(LEVELS.filter((level) => hidden.get(level)).map((level) => [level, hidden.get(level)]));
    this.#report = {
      path: "",
      kind,
      verdict,
      generation: judge.generation,
      releases: verdict === "valid" ? judge.releases() : [],
      bytes: reached.reduce((most, each) => Math.max(most, each), size),
      sha256: whole ? this.#hash.hex() : null,
      findings,
      suppressed: this.#collector.suppressed,
      ...(Object.keys(levels).length ? { suppressed_levels: levels } : {}),
      summary: summaryOf(judge.summary()),
    };
    return this.#report;
  }

  #guarded(step) {
    try {
      step();
    } catch (error) {
      this.#broken = true;
      this.#judge.over = true;
      this.#collector.add("tool.internal", safe(`${error?.name}: ${error?.message}`));
    }
  }
}

const summaryOf = (summary) => {
  const { opens, sessions, ...counts } = summary;
  return counts;
};

/** The pieces of a source: Uint8Array, ArrayBuffer, Blob, ReadableStream, or an async iterable of Uint8Array. */
export async function* piecesOf(source) {
  if (source instanceof Uint8Array || source instanceof ArrayBuffer) {
    const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
    for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
  } else if (typeof Blob !== "undefined" && source instanceof Blob) {
    for (let at = 0; at < source.size; at += 1 << 20) {
      yield new Uint8Array(await source.slice(at, at + (1 << 20)).arrayBuffer());
    }
  } else if (typeof source?.getReader === "function") {
    const reader = source.getReader();
    let over = false;
    try {
      for (;;) {
        const { done, value } = await reader.read();
        over = done;
        if (done) return;
        yield value;
      }
    } finally {
      if (!over) await reader.cancel().catch(() => {});
    }
  } else if (typeof source?.[Symbol.asyncIterator] === "function") {
    yield* source;
  } else {
    throw new TypeError("a source is a Uint8Array, an ArrayBuffer, a Blob, a ReadableStream or an async iterable");
  }
}

/** Judge one session, or one state-snapshots.json. Only the verdict `valid` of the report means yes. */
export async function validate(source, options = {}) {
  return judgeAll(new Judge(options), source);
}

/** Give a whole source to a judge. also: gets the pieces that were judged. */
export async function judgeAll(judge, source, also = () => {}) {
  try {
    for await (const piece of piecesOf(source)) {
      const wanted = judge.write(piece);
      also(piece);
      if (!wanted) break;
    }
  } catch (error) {
    if (error instanceof TypeError && /^a (source|piece) /.test(error.message)) throw error;
    judge.fail("input.unreadable", safe(`the input can't be read on: ${error?.message ?? error}`));
  }
  return judge.end();
}

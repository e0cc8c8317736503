// Gathers findings, within a budget, and says what they amount to.
//
// Rules of this file: the verdict depends on what was found, never on how much of it is kept; the first error decides, and
// what runs out after it changes nothing; an error displaces advice from a full shelf.

import { FORMAT } from "../data/format.js";
import { locate } from "../wire/json_locate.js";
import { safe, safePointer } from "./safe.js";

const REFUSES = ["safety", "conformance", "advice"];
const UNANSWERED = { budget: "inconclusive", tool: "error" };
const FOREIGN = "chunk.foreign";
const EXCERPT_BYTES = 16;
const { rules: RULES } = FORMAT;

export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

export class Collector {
  /** cap: how many findings are kept. levels: rule of class advice -> the level that it has instead. */
  constructor(cap, levels = {}) {
    this.levels = new Map(
      Object.entries(RULES).map(([rule, [cls, level]]) => [
        rule,
        cls === "advice" && Object.hasOwn(levels, rule) ? levels[rule] : level,
      ]),
    );
    this.settled = false;
    this.kept = [];
    this.left = cap;
    this.advice = [];
    this.all = 0;
    this.seen = new Map();
    this.classes = new Map();
    this.unanswered = null;
    this.more = new Map();
    this.uncounted = false;
    this.hopeless = new Set();
  }

  add(rule, detail = "", { chunk = null, path = null, atKey = false, span = null, inflated = null } = {}) {
    if (this.hopeless.has(rule)) {
      this.more.set(rule, (this.more.get(rule) ?? 0) + 1);
      this.uncounted = true;
      return;
    }
    const level = this.levels.get(rule);
    if (level === undefined) throw new Error(`there is no rule ${rule}`);
    if (level === "off") return;
    this.count(rule, level, 1);
    if (this.left > 0) {
      this.left -= 1;
    } else if (level === "error" && this.advice.length) {
      this.advice.pop().dropped = true;
    } else {
      if (rule !== FOREIGN) this.despair();
      return;
    }
    const pending = { rule, detail, chunk, path, atKey, span, inflated, level, excerpt: null, dropped: false };
    this.kept.push(pending);
    if (level !== "error") this.advice.push(pending);
  }

  /** The shelf is full: of most rules it is enough to count from now on. */
  despair() {
    this.hopeless = new Set();
    for (const [rule, level] of this.levels) {
      const keeps = level === "error" && this.advice.length;
      if (rule !== FOREIGN && !keeps && !(RULES[rule][0] in UNANSWERED)) this.hopeless.add(rule);
    }
  }

  count(rule, level, many) {
    this.all += many;
    this.seen.set(level, (this.seen.get(level) ?? 0) + many);
    if (level !== "error") return;
    const [cls] = RULES[rule];
    if (cls in UNANSWERED) {
      const everywhere = cls === "tool" && rule !== "input.unreadable";
      if (everywhere || (this.unanswered === null && !this.refusing)) this.unanswered = UNANSWERED[cls];
    }
    this.classes.set(cls, (this.classes.get(cls) ?? 0) + many);
  }

  counted() {
    if (this.uncounted) {
      this.uncounted = false;
      for (const [rule, many] of [...this.more]) {
        this.more.set(rule, 0);
        const level = this.levels.get(rule);
        if (many && level !== "off") this.count(rule, level, many);
      }
    }
    return this.classes;
  }

  get refusing() {
    const counted = this.counted();
    return REFUSES.reduce((sum, cls) => sum + (counted.get(cls) ?? 0), 0);
  }

  get safety() {
    return this.counted().get("safety") ?? 0;
  }

  get budget() {
    return this.counted().get("budget") ?? 0;
  }

  /** Whether another finding of a rule would change neither the verdict nor what is kept. */
  enough(rule) {
    return this.levels.get(rule) === "off" || (this.hopeless.has(rule) && this.more.has(rule));
  }

  mark() {
    return this.kept.length;
  }

  /** What was kept after `mark` and still waits for the place of its path. */
  since(mark) {
    return this.kept
      .slice(mark)
      .filter(({ path, dropped, span, inflated }) => path !== null && !dropped && span === null && inflated === null);
  }

  verdict(complete) {
    if (this.unanswered !== null) return this.unanswered;
    if (this.refusing) return "invalid";
    return complete ? "valid" : "error";
  }

  /** The kept findings as the report has them, in the order of the file. size: of an input that was read to its end. */
  findings(size = null) {
    const kept = this.kept.filter(({ dropped }) => !dropped);
    for (const pending of kept) {
      if (size !== null && pending.span !== null && pending.span[1] > size) {
        pending.span = [Math.min(pending.span[0], size), size];
      }
    }
    const key = ({ span, inflated }) => [
      span?.[0] ?? Infinity,
      inflated?.[0] ?? -1,
      span?.[1] ?? Infinity,
      inflated?.[1] ?? -1,
    ];
    const keyed = kept.map((pending) => [key(pending), pending]);
    keyed.sort(([a], [b]) => {
      const at = a.findIndex((part, place) => part !== b[place]);
      return at < 0 ? 0 : a[at] < b[at] ? -1 : 1;
    });
    return keyed.map(([, pending]) => shown(pending));
  }

  hidden() {
    this.counted();
    const left = new Map(this.seen);
    for (const { dropped, level } of this.kept) if (!dropped) left.set(level, left.get(level) - 1);
    return left;
  }

  get suppressed() {
    this.counted();
    return this.all - this.kept.filter(({ dropped }) => !dropped).length;
  }
}

const spanOf = (span) => (span === null ? null : { start: span[0], end: span[1] });

function shown({ rule, detail, chunk, path, span, inflated, level, excerpt }) {
  const [cls, , remedy] = RULES[rule];
  return {
    rule,
    class: cls,
    level,
    message: detail,
    chunk: chunk === null ? null : safe(chunk),
    pointer: path === null ? null : safePointer(path),
    span: spanOf(span),
    inflated_span: spanOf(inflated),
    excerpt,
    remedy: FORMAT.remedies[remedy],
  };
}

/** Give findings their bytes: look all their paths up in one walk over the text. */
export function place(pendings, data, base, span) {
  if (!pendings.length) return;
  const spots = locate(
    data,
    pendings.map(({ path, atKey }) => [path, atKey]),
  );
  pendings.forEach((pending, at) => {
    const [start, end] = spots[at];
    pending.excerpt = hexOf(data.subarray(start, Math.min(end, start + EXCERPT_BYTES)));
    if (span === null) {
      pending.span = [start + (base ?? 0), end + (base ?? 0)];
    } else {
      pending.inflated = [start, end];
      pending.span = base === null ? span : [start + base, end + base];
    }
  });
}

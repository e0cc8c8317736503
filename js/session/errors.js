// What is thrown beside TypeError and RangeError.
//
// Rules of this file: an error about a file says the rule, the place and what to do; texts of the file are safe to show.

import { FORMAT } from "./data/format.js";
import { safe } from "./check/safe.js";

/** Where a finding is, in words. */
function place({ chunk, pointer, span }) {
  const parts = [];
  if (chunk !== null) parts.push(`chunk ${chunk}`);
  if (pointer !== null) parts.push(pointer);
  if (span !== null) parts.push(`bytes ${span.start} to ${span.end}`);
  return parts.length ? ` (${parts.join(", ")})` : "";
}

function told(report) {
  const worst = report.findings.find(({ level }) => level === "error");
  if (worst === undefined) return `the verdict is ${report.verdict}`;
  const more = report.findings.filter(({ level }) => level === "error").length - 1;
  const others = more ? ` And ${more} more: report.findings.` : "";
  return `${worst.message}${place(worst)} [${worst.rule}]. What to do: ${worst.remedy || "see the rule."}${others}`;
}

/** A session that is not given out. `report` is its judgement; `rule` the rule of the first error. */
export class SessionError extends Error {
  constructor(report, before = "the session was not opened") {
    super(`${before}: ${told(report)}`);
    this.name = "SessionError";
    this.report = report;
    this.rule = report.findings.find(({ level }) => level === "error")?.rule ?? null;
  }
}

/** A session that can't be read on since it was opened: `rule` and `chunk` say what and where. */
export class ReadError extends Error {
  constructor(rule, detail, chunk) {
    const remedy = FORMAT.remedies[FORMAT.rules[rule][2]];
    super(`the session can't be read: ${safe(detail)} (chunk ${safe(chunk)}) [${rule}]${remedy ? `. What to do: ${remedy}` : ""}`);
    this.name = "ReadError";
    this.rule = rule;
    this.chunk = chunk;
  }
}

/** Something was asked for in a way that can't be done; the message says what can. `rule`: that a file would break. */
export class UsageError extends Error {
  constructor(message, rule = null) {
    super(rule === null ? message : `${message} [${rule}]`);
    this.name = "UsageError";
    this.rule = rule;
  }
}

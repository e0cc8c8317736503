// What was found in a file, and when reading stops.
//
// A finding of class safety or budget ends the judgement (spec sections 1.2 and 2.1), by throwing Stop; one of class
// conformance is kept and reading goes on. More findings than the budget allows are counted, and the verdict is as if all
// had been kept.

import { RULES } from "./rules.mjs";

/** Thrown where reading must not go on; its finding has been kept already. */
export class Stop extends Error {
  constructor(finding) {
    super(finding.message);
    this.finding = finding;
  }
}

/** What a caller gets who asks for content that can't be given. */
export class SessionError extends Error {
  constructor(message, rule = null) {
    super(message);
    this.name = "SessionError";
    this.rule = rule;
  }
}

export class Findings {
  constructor(most) {
    this.most = most;
    this.list = [];
    this.count = 0;
    this.worst = null;
    this.chunk = null;
    this.atEnd = null; // says what the end of the payload that is judged proves first
    this.left = null; // the rule and the message of a file that was left before its end, which then proves nothing
  }

  /** What only the end of the file proves; ends the judgement, as does a file that was left. */
  short(rule, message) {
    this.add(...(this.left ?? [rule, message]));
  }

  /** Keeps a finding, whatever its class. */
  keep(rule, message, pointer = null) {
    const finding = { rule, class: RULES[rule], message, chunk: this.chunk?.id ?? null, pointer };
    this.count += 1;
    if (this.list.length < this.most) this.list.push(finding);
    if (this.chunk !== null && this.chunk.findings.length < this.most) this.chunk.findings.push(finding);
    const rank = { safety: 3, conformance: 2, budget: 1 };
    if (this.worst === null || rank[finding.class] > rank[this.worst.class]) this.worst = finding;
    return finding;
  }

  /** Keeps a finding; one that is more than conformance ends the judgement here. */
  add(rule, message, pointer = null) {
    const finding = this.keep(rule, message, pointer);
    if (finding.class !== "conformance") throw new Stop(finding);
  }

  /** Ends the judgement when one of these findings is of class safety. */
  stopIfUnsafe(found) {
    const unsafe = found.find((finding) => finding.class === "safety");
    if (unsafe !== undefined) throw new Stop(unsafe);
  }

  get verdict() {
    if (this.worst === null) return "valid";
    return this.worst.class === "budget" ? "inconclusive" : "invalid";
  }
}

/** A text of a file as it may stand in a message: one line, ASCII, not long. */
export function shown(text, most = 60) {
  const cut = text.length > most ? `${text.slice(0, most)}...` : text;
  return JSON.stringify(cut).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

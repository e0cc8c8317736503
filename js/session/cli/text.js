// The text report: what a person at a terminal wants to know, and nothing a file could put there.
//
// Rules of this file: as report/text.py: a line with the verdict, the findings of one rule together, 80 columns, lines that
// continue something are indented.

import { charactersOf } from "../check/unicode.js";
import { safe } from "../check/safe.js";
import { TEXTS } from "../data/texts.js";
import { shownPath } from "./paths.js";

const COLUMNS = 80;
const SHOWN_OF_A_RULE = 3;
const VERDICTS = { valid: "valid", invalid: "INVALID", inconclusive: "INCONCLUSIVE", error: "ERROR" };
const LEVELS = ["error", "warning", "note"];

export const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function filled(text, indent, first = indent) {
  const lines = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ")) {
    if (!empty && charactersOf(line) + 1 + charactersOf(word) > COLUMNS) {
      lines.push(line);
      line = indent + word;
    } else {
      line = empty ? line + word : `${line} ${word}`;
    }
    empty = false;
  }
  return [...lines, line];
}

function bytes({ start, end }, of, excerpt) {
  const place = end - start <= 1 ? `byte ${start} ${of}` : `bytes ${start}-${end} ${of}`;
  if (!excerpt) return place;
  return `${place} (${excerpt}${end - start > excerpt.replaceAll(" ", "").length / 2 ? " ..." : ""})`;
}

/** Where a finding lies, in words; "" when it lies nowhere in particular. */
export function where({ span, inflated_span: inside, chunk, pointer, excerpt }) {
  const parts = [];
  if (span !== null) parts.push(bytes(span, "of the file", inside === null ? excerpt : null));
  if (inside !== null) parts.push(bytes(inside, "of the inflated chunk", excerpt));
  if (chunk !== null) parts.push(`chunk ${chunk}`);
  if (pointer !== null) parts.push(`at ${safe(pointer) || "the root"}`);
  return parts.join(", ");
}

function ruleLines(findings) {
  const { rule, level, remedy } = findings[0];
  const lines = [`  ${level} ${rule}${findings.length > 1 ? ` (${findings.length} times)` : ""}`];
  lines.push(...filled(TEXTS[rule][0], "    "));
  for (const finding of findings.slice(0, SHOWN_OF_A_RULE)) {
    lines.push(...filled(finding.message || "found here", "      ", "    - "));
    const place = where(finding);
    if (place) lines.push(...filled(place, "      "));
  }
  if (findings.length > SHOWN_OF_A_RULE) lines.push(`    - and ${findings.length - SHOWN_OF_A_RULE} more`);
  if (remedy) lines.push(...filled(remedy, "            ", "    remedy: "));
  return lines;
}

/** The lines on one input, each ended; "" for a valid one when quiet. */
function one(report, quiet) {
  if (quiet && report.verdict === "valid") return "";
  const told = [];
  for (const level of LEVELS) {
    const number = report.findings.filter((each) => each.level === level).length;
    if (number) told.push(count(number, level));
  }
  if (report.suppressed) {
    const hidden = report.suppressed_levels ?? {};
    const of = LEVELS.filter((level) => hidden[level]).map((level) => count(hidden[level], level));
    told.push(`${report.suppressed} more not shown${of.length ? `: ${of.join(", ")}` : ""}`);
  }
  const lines = [`${shownPath(report.path)}: ${VERDICTS[report.verdict]}${told.length ? ` (${told.join(", ")})` : ""}`];
  for (const level of quiet ? ["error"] : LEVELS) {
    const groups = new Map();
    for (const finding of report.findings.filter((each) => each.level === level)) {
      if (!groups.has(finding.rule)) groups.set(finding.rule, []);
      groups.get(finding.rule).push(finding);
    }
    for (const findings of groups.values()) lines.push(...ruleLines(findings));
  }
  return lines.map((line) => `${line}\n`).join("");
}

export function textOf(reports, { quiet }) {
  let out = reports.map((report) => one(report, quiet)).join("");
  if (quiet || reports.length < 2) return out;
  const told = Object.keys(VERDICTS)
    .map((verdict) => [reports.filter((report) => report.verdict === verdict).length, verdict])
    .filter(([times]) => times)
    .map(([times, verdict]) => `${times} ${verdict}`);
  return `${out}${count(reports.length, "input")}: ${told.join(", ")}\n`;
}

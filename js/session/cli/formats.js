// How results are written: text, JSON, JSON Lines, SARIF; the same values under the same names as cellucid-validate's.

import { createHash } from "node:crypto";
import { FORMAT } from "../data/format.js";
import { TEXTS } from "../data/texts.js";
import { TOOL, json, jsonl } from "./envelope.js";
import { asciiJson, uriOf } from "./paths.js";
import { textOf, where } from "./text.js";

const SARIF_RESULTS = 25_000; // that a code host takes of a run
const ORDER = ["error", "warning", "note"];

/** A text without links and placeholders: their brackets and braces are escapes. */
const plain = (text) => text.replace(/[[\]{}]/g, (char) => `\\x${char.charCodeAt(0).toString(16)}`);

const location = (path) => ({ uri: uriOf(path), ...(path.startsWith("/") ? { uriBaseId: "ROOT" } : {}) });

function sarifRule(rule, remedy) {
  const [sentence, why] = TEXTS[rule];
  const [cls, level] = FORMAT.rules[rule];
  return {
    id: rule,
    name: rule.split(/[.-]/).map((word) => word[0].toUpperCase() + word.slice(1)).join(""),
    shortDescription: { text: sentence },
    fullDescription: { text: `${sentence} ${why}`.trim() },
    help: { text: [sentence, why, remedy].filter(Boolean).join("\n\n") },
    defaultConfiguration: { level },
    properties: {
      tags: [...new Set([cls, cls === "safety" ? "security" : cls])],
      "problem.severity": level === "note" ? "recommendation" : level,
      precision: "very-high",
    },
  };
}

const sarifArtifact = ({ path, sha256, bytes, verdict, kind, suppressed }) => ({
  location: location(path),
  length: sha256 === null ? -1 : bytes,
  roles: ["analysisTarget"],
  ...(sha256 === null ? {} : { hashes: { "sha-256": sha256 } }),
  properties: { verdict, kind, suppressed },
});

function sarifResult(report, finding, index, artifact, seen) {
  const { rule, level, span, chunk, pointer } = finding;
  const name = createHash("sha256").update(`[${[rule, report.path, chunk, pointer].map((part) => asciiJson(part)).join(", ")}]`).digest("hex");
  seen.set(name, (seen.get(name) ?? 0) + 1);
  const region = { startLine: 1, ...(span ? { byteOffset: span.start, byteLength: span.end - span.start } : {}) };
  return {
    ruleId: rule,
    ruleIndex: index,
    level,
    message: { text: [TEXTS[rule][0], plain(finding.message), plain(where(finding))].filter(Boolean).join("\n") },
    locations: [{ physicalLocation: { artifactLocation: { ...location(report.path), index: artifact }, region } }],
    partialFingerprints: {
      "cellucidSession/v1": `${name}:${seen.get(name)}`,
      primaryLocationLineHash: `${name.slice(0, 16)}:${seen.get(name)}`,
    },
    properties: { class: finding.class, verdict: report.verdict, excerpt: finding.excerpt },
  };
}

function sarif(reports) {
  const found = reports.flatMap((report) => report.findings.map((finding) => [report, finding]));
  const ranked = ORDER.flatMap((level) => found.filter(([, finding]) => finding.level === level));
  const kept = new Set(ranked.slice(0, SARIF_RESULTS));
  const shown = found.filter((each) => kept.has(each));
  const remedies = new Map(shown.map(([, finding]) => [finding.rule, finding.remedy]));
  const rules = Object.keys(FORMAT.rules).filter((rule) => remedies.has(rule));
  const artifacts = [...new Map(reports.map(sarifArtifact).map((each) => [asciiJson(each), each])).values()];
  const places = new Map(artifacts.map((each, at) => [asciiJson(each), at]));
  const seen = new Map();
  const left = found.length - shown.length + reports.reduce((sum, report) => sum + report.suppressed, 0);
  const notice = { level: "warning", message: { text: `${left} findings are not shown` } };
  const run = {
    tool: { driver: { name: TOOL, semanticVersion: FORMAT.version, rules: rules.map((rule) => sarifRule(rule, remedies.get(rule))) } },
    automationDetails: { id: `${TOOL}/upload/` },
    invocations: [
      {
        executionSuccessful: reports.every((report) => report.verdict !== "error"),
        ...(left ? { toolExecutionNotifications: [notice] } : {}),
      },
    ],
    originalUriBaseIds: { ROOT: { uri: "file:///" } },
    artifacts,
    results: shown.map(([report, finding]) =>
      sarifResult(report, finding, rules.indexOf(finding.rule), places.get(asciiJson(sarifArtifact(report))), seen),
    ),
    properties: { policy: { name: "upload", sha256: null } },
  };
  return `${asciiJson({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, 2)}\n`;
}

export const FORMATS = { text: textOf, json, jsonl, sarif };

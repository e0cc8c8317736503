// The manifest: spec section 3, and the data set's fingerprint, section 7.4.

import { failures, isObject } from "./schema_check.mjs";
import { JsonFault, parseJson } from "./strict_json.mjs";

/** One JSON text of the file, or the end of the judgement. */
export function jsonText(bytes, findings, limits) {
  try {
    return parseJson(bytes, limits);
  } catch (error) {
    if (error instanceof JsonFault) findings.add(error.rule, error.message);
    throw error;
  }
}

/** Judges a manifest that has been parsed; its value, when nothing of class safety was found. */
export function judgeManifest(parsed, findings, limits) {
  const { value } = parsed;
  const kept = failures("manifest", parsed).map(({ rule, message, pointer }) => findings.keep(rule, message, pointer));
  findings.stopIfUnsafe(kept);
  if (value.chunks.length > limits.chunks) {
    findings.add("budget.chunks", `${value.chunks.length} chunks are beyond the budget of ${limits.chunks}`);
  }
  if (!kept.some(({ rule }) => rule === "manifest.created-at") && value.createdAt !== undefined && !isRealTime(value.createdAt)) {
    findings.add("manifest.created-at", "createdAt is no time that there is", "/createdAt");
  }
  return value;
}

const PARTS = /^(\d{4})-(\d\d)-(\d\d).\d\d:(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|([+-])\d\d:(\d\d))$/;

/** Whether a text of the form of RFC 3339 names a day that the calendar has, and a leap second where one can be. */
export function isRealTime(text) {
  const parts = PARTS.exec(text);
  if (parts === null) return false;
  const [year, month, day, minute, second] = parts.slice(1, 6).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (day > days[month - 1]) return false;
  const offset = Number(parts[7] ?? 0) * (parts[6] === "-" ? -1 : 1);
  return second < 60 || (minute - offset + 60) % 60 === 59;
}

/** Whether a value is a fingerprint as section 3 has it. */
export function isFingerprint(value) {
  const word = (text) => text === null || typeof text === "string";
  const count = (number) => number === undefined || (Number.isSafeInteger(number) && number >= 0);
  return isObject(value) && word(value.sourceType) && word(value.datasetId) && count(value.cellCount) && count(value.varCount);
}

const DIGEST = /^[0-9a-f]{64}$/;

/** Whether a value tells the names of the cells, as section 3 has it. */
export function isCellNames(value) {
  return isObject(value) && [value.ordered, value.unordered].every((digest) => typeof digest === "string" && DIGEST.test(digest));
}

const same = (one, other) => one === undefined || other === undefined || one === other;

/** Whether two fingerprints match: spec section 7.4. */
export function matchFingerprints(one, other) {
  return (
    isFingerprint(one) && isFingerprint(other) && one.sourceType === other.sourceType && one.datasetId === other.datasetId &&
    same(one.cellCount, other.cellCount) && same(one.varCount, other.varCount)
  );
}

const FACTS = [
  ["n_obs", "cellCount", "dataset.cell-count"],
  ["n_vars", "varCount", "dataset.var-count"],
];

/** Holds the fingerprint against what the caller knows of the data set. */
export function judgeDataset(manifest, dataset, findings) {
  const fingerprint = isObject(manifest.datasetFingerprint) ? manifest.datasetFingerprint : {};
  for (const [fact, key, rule] of FACTS) {
    const given = fingerprint[key];
    if (dataset[fact] !== undefined && Number.isSafeInteger(given) && given >= 0 && given !== dataset[fact]) {
      findings.add(rule, `${key} is ${given}, the data set has ${dataset[fact]}`, `/datasetFingerprint/${key}`);
    }
  }
  if (dataset.dataset_id !== undefined && fingerprint.datasetId !== dataset.dataset_id) {
    findings.add("dataset.id", "datasetId is not that of the data set", "/datasetFingerprint");
  }
}

/** Number of cells or variables: the caller's, else the fingerprint's, else null. */
export function countOf(manifest, dataset, fact) {
  if (dataset[fact] !== undefined) return dataset[fact];
  const [, key] = FACTS.find(([name]) => name === fact);
  const given = isObject(manifest.datasetFingerprint) ? manifest.datasetFingerprint[key] : undefined;
  return Number.isSafeInteger(given) && given >= 0 ? given : null;
}

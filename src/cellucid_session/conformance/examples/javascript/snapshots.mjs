// state-snapshots.json: spec section 8.

import { Findings, shown, Stop } from "./findings.mjs";
import { budgets, TOTAL } from "./limits.mjs";
import { jsonText } from "./manifest.mjs";
import { failures, isObject } from "./schema_check.mjs";

const LISTS = ["states", "files", "snapshots"];
const NAMES = ["url", "path", "href", "file", "filename", "name"];
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\\]/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const HIDDEN = /%(?:2e|2f|5c|00|25)/i;
const URL_FORM = /^https?:\/\/([^/?#]*)/i;

const bare = (target) => target.split(/[?#]/, 1)[0];

/** The text of an entry; null where there is none. */
function textOf(entry) {
  if (typeof entry === "string") return entry;
  if (!isObject(entry)) return null;
  const first = NAMES.map((name) => entry[name] ?? "").find((value) => value !== "");
  return typeof first === "string" ? first : null;
}

/** The segments of a path that stays inside the folder, resolved; null for one that leaves it. */
function inside(path) {
  const way = [];
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") way.push(segment);
    else if (way.pop() === undefined) return null;
  }
  return way;
}

/** Why a target is none, or null. */
function fault(target) {
  if (CONTROL.test(target)) return "has a backslash or a control character";
  if (SCHEME.test(target)) {
    const form = URL_FORM.exec(target);
    if (form === null) return "has a scheme other than http and https, or a drive letter";
    if (target.includes(" ")) return "is a URL with a space";
    return form[1] === "" || form[1].includes("@") ? "is a URL without a host, or with a user or password" : null;
  }
  if (target === "") return "is empty";
  if (target.startsWith("/")) return "is an absolute path";
  if (HIDDEN.test(bare(target))) return "has an escape that hides a part of a path";
  return inside(bare(target)) === null ? "leads out of the folder" : null;
}

/**
 * Judges a state-snapshots.json.
 * @param {Uint8Array} bytes
 * @param {{limits?: object, exists?: (path: string) => boolean}} options `exists`: whether a path beneath the folder is a regular
 *   file; without it, it is not asked
 */
export function readSnapshots(bytes, { limits = {}, exists = null } = {}) {
  const allowed = budgets(limits);
  const findings = new Findings(allowed.findings);
  const result = { entries: [], opens: null };
  try {
    if (bytes.length > Math.min(allowed.json_bytes, allowed.total_json_bytes, allowed.file_bytes)) beyond(allowed, findings);
    judge(bytes, allowed, exists, findings, result);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    result.opens = null;
  }
  const { verdict, worst, list } = findings;
  return { verdict, rule: worst?.rule ?? null, message: worst?.message ?? null, findings: list, ...result };
}

/** A list is one text, judged at its end: what it is too large for, the smallest budget first. */
function beyond({ json_bytes, total_json_bytes, file_bytes }, findings) {
  if (file_bytes < Math.min(json_bytes, total_json_bytes)) findings.add("budget.file-bytes", `more than the ${file_bytes} bytes that are allowed`);
  if (total_json_bytes < json_bytes) findings.add("budget.total-json-bytes", TOTAL);
  findings.add("budget.json-bytes", `more than the ${json_bytes} bytes that a JSON text may have`);
}

function judge(bytes, limits, exists, findings, result) {
  const parsed = jsonText(bytes, findings, limits);
  for (const { rule, message, pointer } of failures("state-snapshots", parsed)) findings.keep(rule, message, pointer);
  const { value } = parsed;
  if (findings.list.some(({ rule }) => rule === "snapshots.root")) findings.stopIfUnsafe(findings.list);
  const entries = Array.isArray(value) ? value : value[LISTS.find((name) => Object.hasOwn(value, name))];
  const targets = entries.map((entry) => textOf(entry)?.trim() ?? null);
  result.entries = targets;
  targets.forEach((target, index) => {
    const wrong = target === null ? null : fault(target);
    if (wrong !== null) findings.keep("snapshots.target", `entry ${index}, ${shown(target)}, ${wrong}`);
  });
  findings.stopIfUnsafe(findings.list);
  const names = new Map(); // what is told apart -> the target as it stands
  for (const target of targets) {
    const path = SCHEME.test(target) ? null : inside(bare(target)).join("/");
    if (path !== null && exists !== null && !exists(path)) findings.add("snapshots.missing", `${shown(target)} does not lie beside the list`);
    const query = target.slice(bare(target).length);
    const key = path === null ? target : path + query;
    if (!names.has(key) && /\.cellucid-session$/i.test(bare(target).split("/").at(-1))) names.set(key, target);
  }
  result.opens = [...names.values()].at(-1) ?? null;
}

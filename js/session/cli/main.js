#!/usr/bin/env node
// `cellucid-session validate FILE…`: the judge as a command, with the exit codes of cellucid-validate.
//
// Rules of this file: 0 only when every input is valid and the result was delivered whole. Results go to standard output,
// everything else to standard error. No traceback ever.

import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { Judge, VERSION } from "../judge.js";
import { safe } from "../check/safe.js";
import { FORMAT } from "../data/format.js";
import { FORMATS } from "./formats.js";

const [GOOD, BAD, USAGE, UNDECIDED, INTERNAL, NO_INPUT] = [0, 1, 2, 3, 4, 5];
const FIRST = [INTERNAL, NO_INPUT, UNDECIDED, BAD, GOOD]; // several inputs: the first of these that applies
const PIECE = 1 << 20;
const PROGRAM = "cellucid-session";

class UsageError extends Error {}

const HELP = `usage: cellucid-session validate [OPTIONS] FILE...

Judge .cellucid-session files and state-snapshots.json: is every byte as the
format says? FILE is a file, or - for standard input.

options:
  --format FORMAT    how results are written (${Object.keys(FORMATS).join(", ")})
  --kind KIND        session or state-snapshots, instead of by file name
  --fail-on LEVEL    exit 1 from this level on (error, warning)
  --limit NAME=VALUE replace one limit
  --generation N     take sessions of this generation only
  --n-obs N          number of cells of the data set
  --n-vars N         number of variables of the data set
  --expected-dataset-id ID
                     the data set id that the session must carry
  --no-early-exit    read on after the verdict is proven
  -q, --quiet        tell errors only
  --version          print the version
  -h, --help         print this help

exit code:
0  every input is valid
1  at least one is invalid (or warned about, with --fail-on warning)
2  wrong usage
3  at least one is inconclusive: a limit was reached
4  internal error, or the result could not be written
5  an input could not be read

limits: ${Object.keys(FORMAT.budgets).join(", ")}
`;

function oneOf(words) {
  return (value, name) => {
    if (!words.includes(value)) throw new UsageError(`${name} takes one of: ${words.join(", ")}`);
    return value;
  };
}

function number(value, name) {
  const told = Number(value);
  if (!/^[0-9]{1,16}$/.test(value) || !Number.isSafeInteger(told)) throw new UsageError(`${name} takes a number`);
  return told;
}

/** Option -> how its value is read (null: it has none) and where it goes. */
const OPTIONS = {
  "--format": [oneOf(Object.keys(FORMATS)), (asked, value) => (asked.format = value)],
  "--kind": [oneOf(["session", "state-snapshots"]), (asked, value) => (asked.kind = value)],
  "--fail-on": [oneOf(["error", "warning"]), (asked, value) => (asked.failOn = value)],
  "--limit": [(value) => value, setLimit],
  "--generation": [number, (asked, value) => (asked.options.generations ??= []).push(value)],
  "--n-obs": [number, (asked, value) => (asked.options.dataset.cells = value)],
  "--n-vars": [number, (asked, value) => (asked.options.dataset.variables = value)],
  "--expected-dataset-id": [(value) => value, (asked, value) => (asked.options.dataset.id = value)],
  "--no-early-exit": [null, (asked) => (asked.options.earlyExit = false)],
  "--quiet": [null, (asked) => (asked.quiet = true)],
  "--help": [null, (asked) => (asked.answer = HELP)],
  "--version": [null, (asked) => (asked.answer = `${PROGRAM} ${VERSION}\n`)],
};
const SHORT = { "-q": "--quiet", "-h": "--help" };

function setLimit(asked, value) {
  const at = value.indexOf("=");
  const name = value.slice(0, at);
  if (at < 0 || !Object.hasOwn(FORMAT.budgets, name)) {
    throw new UsageError(`--limit takes NAME=VALUE, and NAME is one of: ${Object.keys(FORMAT.budgets).join(", ")}`);
  }
  asked.options.limits[name] = number(value.slice(at + 1), `--limit ${name}`);
}

function parse(words) {
  const asked = { format: "text", kind: null, failOn: "error", quiet: false, answer: null, paths: [] };
  asked.options = { limits: {}, dataset: {}, earlyExit: true };
  const rest = [...words];
  let only = false;
  while (rest.length) {
    const word = rest.shift();
    if (only || word === "-" || !word.startsWith("-")) asked.paths.push(word);
    else if (word === "--") only = true;
    else {
      const equals = word.startsWith("--") ? word.indexOf("=") : -1;
      const given = equals < 0 ? word : word.slice(0, equals);
      const name = Object.hasOwn(SHORT, given) ? SHORT[given] : given;
      if (!Object.hasOwn(OPTIONS, name)) throw new UsageError(`no option is called ${safe(name)}; --help lists them`);
      const [read, put] = OPTIONS[name];
      if (read === null && equals >= 0) throw new UsageError(`${name} takes no value`);
      if (read !== null && equals < 0 && !rest.length) throw new UsageError(`${name} takes a value`);
      put(asked, read === null ? true : read(equals < 0 ? rest.shift() : word.slice(equals + 1), name));
    }
  }
  if (asked.answer !== null) return asked;
  const [command, ...paths] = asked.paths;
  if (command !== "validate") throw new UsageError("the command is validate; --help says how");
  if (!paths.length) throw new UsageError("there is nothing to judge; --help says how");
  if (paths.filter((path) => path === "-").length > 1) throw new UsageError("standard input can be judged once only");
  return { ...asked, paths };
}

/** What a step gives, tried again while a pipe that does not wait has nothing, or no room. */
function patiently(step) {
  for (;;) {
    try {
      return step();
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Judge one file, or standard input. What can't be read has a report that says so. */
function judged(path, { kind, options }) {
  const known = kind ?? (basename(path) === "state-snapshots.json" ? "state-snapshots" : "session");
  const judge = new Judge({ ...options, kind: known });
  let file = null;
  try {
    file = path === "-" ? 0 : openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (path !== "-" && !fstatSync(file).isFile()) throw Object.assign(new Error(), { said: "it is not a regular file" });
    const piece = new Uint8Array(PIECE);
    for (;;) {
      const size = patiently(() => readSync(file, piece, 0, PIECE, null));
      if (!size || !judge.write(piece.subarray(0, size))) break;
    }
  } catch (error) {
    judge.fail("input.unreadable", `the input can't be read: ${error.said ?? safe(String(error.code ?? error.name))}`);
  } finally {
    if (file) closeSync(file);
  }
  return { ...judge.end(), path };
}

function codeOf(report, failOn) {
  if (report.verdict === "valid") {
    const warned = report.suppressed || report.findings.some((each) => each.level === "warning");
    return failOn === "warning" && warned ? BAD : GOOD;
  }
  if (report.verdict === "inconclusive") return UNDECIDED;
  if (report.verdict !== "error") return BAD;
  return report.findings.some((each) => each.rule.startsWith("input.")) ? NO_INPUT : INTERNAL;
}

/** Write all of a text. Raises what the system says. */
function say(text) {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length) bytes = bytes.subarray(patiently(() => writeSync(1, bytes)));
}

function main(words) {
  try {
    const asked = parse(words);
    if (asked.answer !== null) {
      say(asked.answer);
      return GOOD;
    }
    const reports = asked.paths.map((path) => judged(path, asked));
    say(FORMATS[asked.format](reports, asked));
    return FIRST.find((code) => reports.some((report) => codeOf(report, asked.failOn) === code)) ?? INTERNAL;
  } catch (error) {
    const usage = error instanceof UsageError;
    const what = usage ? error.message : `internal error, or the result can't be written: ${safe(String(error?.message))}`;
    try {
      writeSync(2, `${PROGRAM}: ${what}\n`);
    } catch {
      // nobody listens
    }
    if (error?.code === "EPIPE") return 141;
    return usage ? USAGE : INTERNAL;
  }
}

process.exitCode = main(process.argv.slice(2));

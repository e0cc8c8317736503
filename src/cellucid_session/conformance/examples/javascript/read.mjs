// `node read.mjs [OPTIONS] FILE...`: judges sessions, and lists of snapshots (files whose name ends in `.json`). See README.md.
//
// A line of JSON for each file. Exit status: 0 takes all of them, 1 refuses one, 3 a budget ran out for one, 2 no answer (no
// such file, wrong arguments, the program failed).

import { closeSync, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { dirname, join } from "node:path";
import { budgets } from "./limits.mjs";
import { readSessionBytes } from "./reader.mjs";
import { readSnapshots } from "./snapshots.mjs";

/** The bytes of a file, one more than the budget at most. */
function bytesOf(file, most) {
  const handle = openSync(file);
  try {
    const bytes = new Uint8Array(Math.min(fstatSync(handle).size, most + 1));
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(handle, bytes, at, bytes.length - at, null);
      if (read === 0) throw new Error(`${file} changed while it was read`);
      at += read;
    }
    return bytes;
  } finally {
    closeSync(handle);
  }
}

/** Whether a path is a regular file beneath a folder, through no symbolic link. */
function liesBeneath(folder, path) {
  const segments = path.split("/");
  let place = folder;
  return segments.every((segment, index) => {
    place = join(place, segment);
    const found = lstatSync(place, { throwIfNoEntry: false });
    return index < segments.length - 1 ? found?.isDirectory() : found?.isFile();
  });
}

function answer(file, { limits, dataset, checkFiles, generations }) {
  const bytes = bytesOf(file, budgets(limits).file_bytes);
  const exists = checkFiles ? (path) => liesBeneath(dirname(file), path) : null;
  if (file.endsWith(".json")) {
    const { verdict, rule, message, findings, opens } = readSnapshots(bytes, { limits, exists });
    return { verdict, rule, message, findings, opens };
  }
  const { verdict, rule, message, findings } = readSessionBytes(bytes, { limits, dataset, generations });
  return { verdict, rule, message, findings };
}

/** One line of JSON in ASCII: what a file says must not move the cursor, nor end the line. */
function line(value) {
  return `${JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
}

// option -> what its value does to the question
const OPTIONS = {
  "--generation": (question, value) => {
    question.generations = [...(question.generations ?? []), Number(value)];
  },
  "--limit": ({ limits }, value) => {
    const [name, number] = value.split("=");
    limits[name] = Number(number);
  },
  "--n-obs": ({ dataset }, value) => (dataset.n_obs = Number(value)),
  "--n-vars": ({ dataset }, value) => (dataset.n_vars = Number(value)),
  "--expected-dataset-id": ({ dataset }, value) => (dataset.dataset_id = value),
};

function asked(words) {
  const question = { limits: {}, dataset: {}, checkFiles: false, generations: null };
  const rest = [...words];
  while (rest[0]?.startsWith("--")) {
    const option = rest.shift();
    if (option === "--check-files") question.checkFiles = true;
    else if (!Object.hasOwn(OPTIONS, option) || rest.length === 0) throw new TypeError(`${option} is no option, or lacks its value`);
    else OPTIONS[option](question, rest.shift());
  }
  if (rest.length === 0) throw new TypeError("usage: node read.mjs [OPTIONS] FILE...");
  return [question, rest];
}

const STATUS = { valid: 0, invalid: 1, inconclusive: 3, error: 2 };
const WORST = [2, 1, 3, 0];

function main(words) {
  const [question, files] = asked(words);
  const statuses = files.map((file) => {
    let said;
    try {
      said = answer(file, question);
    } catch (error) {
      said = { verdict: "error", rule: null, message: error.message, findings: [] };
    }
    process.stdout.write(line({ file, ...said }));
    return STATUS[said.verdict];
  });
  return WORST.find((status) => statuses.includes(status));
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`read.mjs: ${error.message}\n`);
  process.exitCode = 2;
}

// Judges the vectors with changed copies of the JavaScript package, each in a thread of its own, in one process.
//
//     node js_mutate.mjs FOLDER
//
// FOLDER holds cases.json ([{ id, options, size }]), cases.bin (the inputs, back to back), and mutants.json
// ([{ package, module }], addresses). Prints a line of JSON for each mutant, as it is done: { mutant, seen }; the first
// mutant is the package as it is. `seen` is the first vector whose report is another, or ""; a mutant that does not
// load stops everything, for it would show nothing.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

const PATIENCE = 10_000; // milliseconds for one input: a reader without a guard may go on for ever
const PIECE = 997;

async function judgeAll() {
  const { address, cases, data, wanted, done } = workerData;
  const { Judge } = await import(`${address}/judge.js`);
  parentPort.postMessage({ loaded: true });
  const reports = [];
  let start = 0;
  for (const [at, { id, options, size }] of cases.entries()) {
    const bytes = new Uint8Array(data, start, size);
    start += size;
    const judge = new Judge(options);
    for (let from = 0; from < size; from += PIECE) if (!judge.write(bytes.slice(from, Math.min(size, from + PIECE)))) break;
    const said = JSON.stringify(judge.end());
    if (wanted === null) reports.push(said);
    else if (said !== wanted[at]) return { seen: id };
    Atomics.store(done, 0, at + 1);
  }
  return { seen: "", reports };
}

/** What one mutant shows; it is stopped when it stands still. */
function tried(address, cases, data, wanted) {
  return new Promise((resolve, reject) => {
    const done = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { address, cases, data, wanted, done },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    let loaded = false;
    let before = -1;
    const end = (said) => {
      clearInterval(clock);
      worker.terminate();
      resolve(said);
    };
    const clock = setInterval(() => {
      const now = Atomics.load(done, 0);
      if (now === before && loaded) end({ seen: `${cases[now].id} (it goes on for ever)` });
      before = now;
    }, PATIENCE);
    worker.on("message", (said) => (said.loaded ? (loaded = true) : end(said)));
    worker.on("error", (error) => {
      if (loaded) return end({ seen: `${cases[Atomics.load(done, 0)].id} (${error.message})` });
      clearInterval(clock);
      return reject(error);
    });
  });
}

async function main(folder) {
  const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const bytes = readFileSync(join(folder, "cases.bin"));
  const data = new SharedArrayBuffer(bytes.length);
  new Uint8Array(data).set(bytes);
  const cases = read("cases.json");
  let wanted = null;
  for (const [mutant, path] of read("mutants.json").entries()) {
    const said = await tried(pathToFileURL(path).href, cases, data, wanted);
    if (wanted === null) {
      wanted = said.reports;
      process.stdout.write(`${JSON.stringify({ mutant, reports: wanted })}\n`);
    } else {
      process.stdout.write(`${JSON.stringify({ mutant, seen: said.seen })}\n`);
    }
  }
}

if (isMainThread) await main(process.argv[2]);
else parentPort.postMessage(await judgeAll());

// Judges a file away from the page, in pieces, and says how far it is.
//
// Rules of this file: a file is read once, a piece at a time; what goes to the page is plain values, and every text of the
// file in them is safe to show. The page ends a worker to cancel it.

import { Judge } from "../session/judge.js";
import { safe } from "../session/check/safe.js";
import { json } from "../session/cli/envelope.js";
import { where } from "../session/cli/text.js";
import { TEXTS } from "../session/data/texts.js";
import { insideOf } from "./inside.js";

const PIECE = 1 << 20;
const EVERY = 100; // milliseconds between two words of progress
const LIST = "state-snapshots.json";

/** The judge of a file that was read; `tell` gets how many bytes were. */
async function judged(file, tell) {
  const judge = new Judge({ kind: file.name === LIST ? "state-snapshots" : "session" });
  let told = 0;
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      if (!judge.write(piece)) break;
      if (performance.now() - told > EVERY) {
        tell(at + piece.length);
        told = performance.now();
      }
    }
  } catch (error) {
    judge.fail("input.unreadable", `the file can't be read: ${safe(String(error?.message ?? error))}`);
  }
  return judge;
}

/** Findings of one rule together, in the order of the report. */
function rulesOf(findings) {
  const rules = new Map();
  for (const finding of findings) {
    if (!rules.has(finding.rule)) {
      const [sentence, why] = TEXTS[finding.rule];
      rules.set(finding.rule, { rule: finding.rule, level: finding.level, sentence, why, remedy: finding.remedy, places: [] });
    }
    rules.get(finding.rule).places.push({ message: finding.message, where: where(finding) });
  }
  return [...rules.values()];
}

async function looked(file) {
  const judge = await judged(file, (bytes) => self.postMessage({ read: bytes }));
  const report = { ...judge.end(), path: file.name };
  const { verdict, kind, generation, releases, bytes, sha256, suppressed, summary } = report;
  self.postMessage({ read: file.size });
  return {
    name: safe(file.name),
    facts: { verdict, kind, generation, releases, bytes, size: file.size, sha256, suppressed, summary },
    rules: rulesOf(report.findings),
    inside: verdict === "valid" && kind === "session" ? await insideOf(judge, report, file) : null,
    document: json([report], { options: {} }),
  };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ done: await looked(data) });
  } catch (error) {
    self.postMessage({ failed: safe(`${error?.name}: ${error?.message}`) });
  }
};

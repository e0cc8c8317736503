// The JSON report: the same values under the same names as cellucid-validate's. Needs nothing of Node.

import { FORMAT } from "../data/format.js";
import { asciiJson } from "./paths.js";

export const TOOL = "cellucid-session-js";

const head = ({ options }) => ({
  report: 1,
  tool: { name: TOOL, version: FORMAT.version },
  policy: { name: "upload", sha256: null, limits: { ...FORMAT.budgets, ...options.limits } },
});

export const json = (reports, asked) => `${asciiJson({ ...head(asked), results: reports }, 2)}\n`;

export const jsonl = (reports, asked) => [head(asked), ...reports].map((line) => `${asciiJson(line)}\n`).join("");

// Builds the page's assets from source: src/cellucid_session/capture/page/ of the Python package.
//
// Rules of this file:
// * The same sources and the same locked libraries give the same bytes; nothing of the machine gets in.
// * Whatever library ends up in the bundle has its licence in LICENSES.txt; a library without one ends the build.
// * `--out FOLDER` builds elsewhere, so that a check can compare.

import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const TOP = dirname(HERE);
const SESSION = join(TOP, "js/session");
const out = process.argv[2] === "--out" ? process.argv[3] : join(TOP, "src/cellucid_session/capture/page");

/** The licence text of each library of which a file is in the bundle. */
async function licences(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const match = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) folders.add(input.slice(0, input.indexOf(match[1]) + match[1].length));
  }
  const parts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(HERE, folder, "package.json"), "utf-8"));
    const file = (await readdir(join(HERE, folder))).find((one) => /^licen[cs]e/i.test(one));
    if (!file) throw new Error(`${name} (${license}) has no licence text`);
    const text = await readFile(join(HERE, folder, file), "utf-8");
    parts.push(`${name} ${version} (${license})\n\n${text.replaceAll("\r\n", "\n").trim()}\n`);
  }
  const rule = `\n${"-".repeat(72)}\n\n`;
  return `The scripts hold these libraries.\n${rule}${parts.join(rule)}`;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const result = await build({
  absWorkingDir: HERE,
  entryPoints: { app: "src/main.js", worker: "src/worker.js" },
  outdir: out,
  alias: { session: SESSION },
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome115", "firefox119", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  metafile: true,
  logLevel: "warning",
});
const inputs = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs).filter(([, part]) => part.bytesInOutput > 0).map(([path]) => path));
await writeFile(join(out, "LICENSES.txt"), await licences(inputs));
for (const name of await readdir(join(HERE, "static"))) {
  const colours = name === "style.css" ? [await readFile(join(HERE, "palette.css"))] : []; // which the page for a file has, too
  await writeFile(join(out, name), Buffer.concat([...colours, await readFile(join(HERE, "static", name))]));
}
for (const name of (await readdir(out)).sort()) console.log(relative(TOP, join(out, name)));

// Prints a line of JSON: of each file of the arguments, the verdict and the least CPU seconds that judging it took.
import { readFileSync } from "node:fs";

import { validate } from "../../js/session/judge.js";

const [turns, ...files] = process.argv.slice(2);
const said = [];
for (const file of files) {
  const bytes = new Uint8Array(readFileSync(file));
  let least = Infinity;
  let verdict = "";
  for (let turn = 0; turn <= Number(turns); turn++) {
    const times = bytes.length < 100_000 ? 50 : 1;
    const before = process.cpuUsage();
    for (let time = 0; time < times; time++) ({ verdict } = await validate(bytes));
    const { user, system } = process.cpuUsage(before);
    if (turn > 0) least = Math.min(least, (user + system) / 1e6 / times); // the first turn compiles
  }
  said.push([verdict, least]);
}
console.log(JSON.stringify(said));

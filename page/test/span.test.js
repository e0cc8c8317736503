import assert from "node:assert/strict";
import { test } from "node:test";

import { Genes } from "../src/genes.js";
import { spanOf } from "../src/span.js";

const of = (...values) => Float32Array.from(values);

test("a cell far out does not take the colours from the others", () => {
  const values = Float32Array.from({ length: 1000 }, (_, place) => place);
  values[7] = 1e6;
  values[8] = -1e6;
  const { low, high, min, max } = spanOf(values);
  assert.ok(low >= 5 && low <= 15 && high >= 985 && high <= 999, `${low} ${high}`);
  assert.deepEqual([min, max], [-1e6, 1e6]);
});

test("of a gene that few cells have, the ends are 0 and what those have", () => {
  const values = new Float32Array(1000);
  values.set([1, 2, 3, 4]);
  const { low, high, above, known } = spanOf(values);
  assert.deepEqual([low, high, above, known], [0, 4, 4, 1000]);
});

test("nothing, one value, and no values", () => {
  assert.equal(spanOf(of(NaN, NaN)), null);
  assert.equal(spanOf(of()), null);
  const { low, high } = spanOf(of(3, 3, NaN));
  assert.deepEqual([low, high], [3, 3]);
  assert.deepEqual([spanOf(of(-2, -1)).above, spanOf(of(0, 0)).high], [0, 0]);
});

const server = (names) => ({ asked: 0, geneNames: async function () { this.asked += 1; return names; }, gene: async (_, gene) => of(gene) });

test("a gene is found by its name, whatever the case is, unless that is two", async () => {
  const genes = new Genes(server(["CD3E", "Cd8a", "CD8A", "constructor", "XCD3"]));
  assert.equal((await genes.look(0, " CD3E ")).gene, 0);
  assert.equal((await genes.look(0, "cd3e")).gene, 0);
  assert.equal((await genes.look(0, "CD8A")).gene, 2);
  assert.equal(await genes.look(0, "cd8A"), null);
  assert.equal((await genes.look(0, "constructor")).gene, 3);
  assert.equal(await genes.look(0, "toString"), null);
  genes.typed = "cd3";
  assert.deepEqual(genes.found, ["CD3E", "XCD3"]);
});

test("names are asked for once, and again when they did not come", async () => {
  const one = server(["A"]);
  const genes = new Genes(one);
  await Promise.all([genes.names(0), genes.names(0)]);
  assert.equal(one.asked, 1);
  const broken = new Genes({ geneNames: async () => { throw new Error("gone"); } });
  await assert.rejects(broken.names(0));
  await assert.rejects(broken.names(0));
});

test("of many genes the last ones are kept", async () => {
  const genes = new Genes(server([]));
  for (let gene = 0; gene < 40; gene++) {
    await genes.fetch({ matrix: 0, gene });
    genes.values({ matrix: 0, gene: 0 });
  }
  assert.ok(genes.values({ matrix: 0, gene: 0 }));
  assert.ok(genes.values({ matrix: 0, gene: 39 }));
  assert.equal(genes.values({ matrix: 0, gene: 5 }), null);
});

// The genes that cells can be coloured by.
//
// Rules of this file:
// * The names of a matrix come once, when somebody looks for a gene in it; the values of a gene when they are to be seen.
// * Names are compared without regard to case; what is exactly as it was typed comes first.
// * Values that were not looked at for longest go when there are more than `KEPT` genes.

const KEPT = 24;
const FOUND = 20;

/** @typedef {{source: "gene", matrix: number, gene: number, name: string}} GeneColouring */

export class Genes {
  /** matrix in which names are looked up */ matrix = 0;
  /** what stands in the field */ typed = "";
  /** @type {Map<number, Promise<string[]>>} */ #asked = new Map();
  /** @type {Map<number, string[]>} */ #names = new Map();
  /** @type {Map<string, Float32Array>} the last one looked at is last */ #values = new Map();

  /** @param {import("./server.js").Server} server */
  constructor(server) {
    this.#server = server;
  }

  #server;

  /** @param {number} matrix @returns {Promise<string[]>} */
  async names(matrix) {
    let asked = this.#asked.get(matrix);
    if (!asked) {
      asked = this.#server.geneNames(matrix);
      this.#asked.set(matrix, asked);
    }
    try {
      const names = await asked;
      this.#names.set(matrix, names);
      return names;
    } catch (error) {
      this.#asked.delete(matrix); // asked again the next time
      throw error;
    }
  }

  /** Names that hold what was typed, the likeliest first; none before the names are here. */
  get found() {
    const names = this.#names.get(this.matrix);
    const typed = this.typed.trim().toLowerCase();
    if (!names || typed === "") return [];
    const starts = [];
    const holds = [];
    for (const name of names) {
      const at = name.toLowerCase().indexOf(typed);
      if (at === 0) starts.push(name);
      else if (at > 0 && holds.length < FOUND) holds.push(name);
    }
    starts.sort((a, b) => a.length - b.length);
    return [...starts, ...holds].slice(0, FOUND);
  }

  /** The gene of a name. @param {number} matrix @param {string} name @returns {Promise<GeneColouring | null>} */
  async look(matrix, name) {
    const names = await this.names(matrix);
    const wanted = name.trim();
    let gene = names.indexOf(wanted);
    if (gene < 0) {
      const alike = names.flatMap((one, place) => (one.toLowerCase() === wanted.toLowerCase() ? [place] : []));
      if (alike.length !== 1) return null;
      gene = alike[0];
    }
    return { source: "gene", matrix, gene, name: names[gene] };
  }

  /** @param {GeneColouring} colouring */
  values({ matrix, gene }) {
    const key = `${matrix}/${gene}`;
    const found = this.#values.get(key) ?? null;
    if (found) {
      this.#values.delete(key);
      this.#values.set(key, found);
    }
    return found;
  }

  /** @param {GeneColouring} colouring */
  async fetch({ matrix, gene }) {
    const values = await this.#server.gene(matrix, gene);
    this.#values.set(`${matrix}/${gene}`, values);
    for (const key of [...this.#values.keys()].slice(0, -KEPT)) this.#values.delete(key);
  }
}

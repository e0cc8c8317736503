// The digest of a set of cells, as a session holds it for a category.
//
// Rules of this file: all numbers are unsigned words of 32 bits and wrap. A digest that agrees is evidence, no proof.

/** The digest32 of cells, each once, below 2^32. */
export function setDigest(cells) {
  let total = 0;
  for (const cell of cells) {
    let mixed = cell | 0;
    for (let round = 0; round < 2; round += 1) mixed = Math.imul(mixed ^ (mixed >>> 16), 0x045d9f3b);
    total = (total + ((mixed ^ (mixed >>> 16)) >>> 0)) >>> 0;
  }
  return total;
}

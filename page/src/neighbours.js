// A graph of neighbours: a selection grows by the neighbours of its cells, or loses those that have one outside.
//
// Rules of this file:
// * `starts` has one place more than there are cells: the neighbours of cell i stand from starts[i] to before starts[i + 1].
// * An edge counts both ways, whichever of the two it is noted down at.

/** @typedef {{starts: Uint32Array, neighbours: Uint32Array}} Graph */

/** @param {Uint32Array} cells ascending @param {number} of how many there are */
function flags(cells, of) {
  const inside = new Uint8Array(of);
  for (const cell of cells) inside[cell] = 1;
  return inside;
}

/** @param {Uint8Array} inside */
function listed(inside) {
  const cells = new Uint32Array(inside.reduce((sum, one) => sum + one, 0));
  for (let cell = 0, at = 0; cell < inside.length; cell++) if (inside[cell]) cells[at++] = cell;
  return cells;
}

/** The cells, and all their neighbours. @param {Uint32Array} cells @param {Graph} graph */
export function grown(cells, { starts, neighbours }) {
  const old = flags(cells, starts.length - 1);
  const now = old.slice();
  for (let cell = 0; cell < old.length; cell++)
    for (let at = starts[cell]; at < starts[cell + 1]; at++) {
      if (old[cell]) now[neighbours[at]] = 1;
      if (old[neighbours[at]]) now[cell] = 1;
    }
  return listed(now);
}

/** The cells without those that have a neighbour that is none of them. @param {Uint32Array} cells @param {Graph} graph */
export function shrunk(cells, { starts, neighbours }) {
  const old = flags(cells, starts.length - 1);
  const now = old.slice();
  for (let cell = 0; cell < old.length; cell++)
    for (let at = starts[cell]; at < starts[cell + 1]; at++) {
      if (!old[neighbours[at]]) now[cell] = 0;
      if (!old[cell]) now[neighbours[at]] = 0;
    }
  return listed(now);
}

// Halos of groups: which cells have one, and in which colour.
//
// Rules of this file:
// * A cell has one halo, of the last of its groups: the others would lie under it. So there are never more than cells.

/** @typedef {{cells: Uint32Array, colour: [number, number, number]}} Mark */

/**
 * Cells with a halo and their colours, in the order of the groups.
 * @param {readonly Mark[]} marks later ones on top
 * @param {number} count of the cells that there are
 * @returns {[Uint32Array, Uint8Array]} the colours are four bytes a cell
 */
export function gathered(marks, count) {
  const most = marks.reduce((sum, mark) => sum + mark.cells.length, 0);
  const cells = new Uint32Array(Math.min(most, count));
  const colours = new Uint8Array(4 * cells.length).fill(255);
  if (most === 0) return [cells, colours];
  const last = new Uint32Array(count); // of a cell: the number of its last mark, from 1
  for (let n = 0; n < marks.length; n++) for (const cell of marks[n].cells) if (cell < count) last[cell] = n + 1;
  let at = 0;
  for (let n = 0; n < marks.length; n++)
    for (const cell of marks[n].cells) {
      if (cell >= count || last[cell] !== n + 1) continue;
      cells[at] = cell;
      colours.set(marks[n].colour, 4 * at);
      last[cell] = 0; // a list that names a cell twice marks it once
      at += 1;
    }
  return [cells.subarray(0, at), colours.subarray(0, 4 * at)];
}

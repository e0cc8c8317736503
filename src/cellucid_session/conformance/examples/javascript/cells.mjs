// Index lists, `highlights/cells/…`: spec section 5.3.

import { LIMITS } from "./limits.mjs";
import { Cursor } from "./uvarint.mjs";

/**
 * Judges an index list.
 * @param {Uint8Array} payload
 * @param {boolean} whole false: only the beginning of the payload is there
 * @param {number|null} nObs number of cells, where known
 * @returns {number} the count
 */
export function judgeCells(payload, whole, nObs, findings) {
  return walk(new Cursor(payload, whole, findings), nObs, null).count;
}

/** The positions of an index list that has been judged, ascending, each once. */
export function decodeCells(payload, nObs, findings) {
  const cells = new Uint32Array(payload.length); // a position needs a byte
  const { filled } = walk(new Cursor(payload, true, findings), nObs, cells);
  return cells.slice(0, filled);
}

function walk(cursor, nObs, cells) {
  const count = cursor.uvarint();
  const bound = Math.min(nObs ?? Infinity, LIMITS.CELL_INDEX + 1);
  if (nObs !== null && count > nObs) cursor.findings.add("cells.count", `${count} positions, but ${nObs} cells`);
  let position = 0, filled = 0;
  for (let index = 0; index < count; index += 1) {
    const step = cursor.uvarint();
    position += step;
    if (position >= bound) cursor.findings.add("cells.index", `position ${position} is beyond the last of ${bound} cells`);
    if (cells !== null && (step > 0 || index === 0)) {
      cells[filled] = position;
      filled += 1;
    }
  }
  cursor.end("cells.trailing", "bytes follow the last step");
  return { count, filled };
}

// Tables of cached results, `analysis/artifacts/bulk-gene/…`: spec section 5.5.

import { u32 } from "./bytes.mjs";
import { SessionError } from "./findings.mjs";
import { TOTAL } from "./limits.mjs";
import { failures } from "./schema_check.mjs";
import { JsonFault, parseJson } from "./strict_json.mjs";
import { Cursor } from "./uvarint.mjs";

const ITEM = { uint32: 4, float32: 4 };

/** The three parts of an artifact's id, or null when they are not that. */
export function artifactParts(rest) {
  const parts = rest.split("/");
  const fine = parts.length === 3 && parts.every((part) => /^(?:[^%]|%[0-9A-Fa-f]{2})+$/u.test(part));
  return fine ? parts : null;
}

/** Judges a table; returns its header, and where its columns begin. */
export function judgeTable(payload, whole, nObs, findings, limits, left = { json: Infinity }) {
  const cursor = new Cursor(payload, whole, findings);
  if (cursor.left < 4) cursor.short("table.header", "the payload ends before the length of the header");
  const size = u32(payload, 0);
  cursor.at = 4;
  if (size > limits.json_bytes) findings.add("budget.json-bytes", `a header of ${size} bytes is beyond the budget of ${limits.json_bytes}`);
  if (size > left.json) findings.add("budget.total-json-bytes", TOTAL);
  if (size > cursor.left) cursor.short("table.header", "the payload ends inside the header");
  const header = parsed(payload.subarray(4, 4 + size), findings, limits);
  left.json -= size;
  const found = failures("artifact-table-header", header);
  const kept = found.map(({ rule, message, pointer }) => findings.keep(rule, `in the header: ${message}`, pointer));
  findings.stopIfUnsafe(kept);
  const { rowCount, columns } = header.value;
  for (const { dtype, encoding, byteLength } of columns) {
    const item = (encoding ?? "raw") === "raw" && Object.hasOwn(ITEM, dtype) ? ITEM[dtype] : null;
    if (item !== null && byteLength !== rowCount * item) {
      findings.add("table.column", `a column of ${byteLength} bytes can't hold ${rowCount} rows of ${item}`);
    }
  }
  cursor.at = 4 + size;
  const starts = [];
  for (const { name, byteLength } of columns) {
    starts.push(cursor.at);
    if (name === "cellIndex" && byteLength === 4 * rowCount && nObs !== null) judgePositions(payload, cursor.at, rowCount, nObs, findings);
    if (byteLength > cursor.left) cursor.short("table.column", "the payload ends inside a column");
    cursor.at += byteLength;
  }
  cursor.end("table.trailing", "bytes follow the last column");
  return { header: header.value, starts, known: !found.some(({ rule }) => rule === "table.columns") };
}

function parsed(bytes, findings, limits) {
  try {
    return parseJson(bytes, limits);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    findings.add(error.rule, `in the header: ${error.message}`);
    throw error;
  }
}

function judgePositions(payload, start, rows, nObs, findings) {
  const there = Math.min(rows, Math.floor((payload.length - start) / 4));
  for (let row = 0; row < there; row += 1) {
    const position = u32(payload, start + 4 * row);
    if (position >= nObs) findings.add("table.cell-index", `row ${row} names cell ${position} of ${nObs}`);
  }
}

/** The columns of a table that has been judged. */
export function decodeTable(payload, findings, limits) {
  const { header, starts, known } = judgeTable(payload, true, null, findings, limits);
  if (!known) throw new SessionError("the table has other columns than those of an artifact", "table.columns");
  const [cells, bits] = starts.map((start) => {
    const words = new Uint32Array(header.rowCount);
    for (let row = 0; row < words.length; row += 1) words[row] = u32(payload, start + 4 * row);
    return words;
  });
  return { cells, values: new Float32Array(bits.buffer) }; // bit for bit: NaN keeps its bits
}

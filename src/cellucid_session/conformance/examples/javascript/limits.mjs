// Limits of the format and default budgets of a reader: the two tables of spec section 1.2.

export const LIMITS = Object.freeze({
  MANIFEST_BYTES_MIN: 1,
  MANIFEST_BYTES: 16_777_216,
  STORED_BYTES: 536_870_912,
  INFLATED_BYTES: 536_870_912,
  UVARINT_BYTES: 8,
  SAFE_INTEGER: 9_007_199_254_740_991,
  JSON_DEPTH: 64,
  CELL_INDEX: 4_294_967_295,
  CODES_LENGTH: 4_294_967_295,
  CODE_VALUE: 65_535,
  CHUNK_ID_LENGTH: 180,
  CATEGORIES_U8: 255,
  UNASSIGNED_U8: 255,
  UNASSIGNED_U16: 65_535,
});

export const BUDGETS = Object.freeze({
  file_bytes: 536_870_912,
  inflated_bytes: 4_294_967_296,
  json_bytes: 33_554_432,
  total_json_bytes: 134_217_728,
  json_nodes: 2_000_000,
  chunks: 100_000,
  findings: 1_000,
});

/** What is said when the JSON texts of a file have more bytes together than the budget. */
export const TOTAL = "all JSON texts together are beyond the budget";

/** The budgets of one reading: the defaults with what the caller names instead. */
export function budgets(wanted = {}) {
  const result = { ...BUDGETS };
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(BUDGETS, name)) throw new TypeError(`no budget is called ${JSON.stringify(name)}`);
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`budget ${name} is no whole number from 0`);
    result[name] = value;
  }
  return result;
}

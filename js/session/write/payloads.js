// Binary payloads of any generation: which of its encodings is taken, and the values as its grammar wants them.
//
// Rules of this file: what there is to choose from comes from the declared structures, told by the words in their arms.
// The shortest is taken, of equally short ones the first that is declared. Sizes are worked out before anything is written.

import { FORMAT } from "../data/format.js";
import { UsageError } from "../errors.js";
import { safe } from "../check/safe.js";
import { typed, widthsOf } from "../read/fields.js";
import { setDigest } from "../wire/cell_digest.js";
import { greatest, integers, uvarintSize } from "./build.js";
import { written } from "./grammar.js";
import { entriesOf, jsonText } from "./json_text.js";
import { runsOf } from "./lists.js";

const { limits: L, tableColumns: COLUMNS } = FORMAT;
const PACKINGS = [1, 2, 4]; // bits
const TYPED = "$typed";
const RUNS = "run lengths";
const sum = (values) => values.reduce((total, value) => total + value, 0);
const sizeOf = (lists) => uvarintSize(lists[0].length) + sum(lists.map((list) => sum(list.map(uvarintSize))));

/** The arms of the choice that a structure makes, and the words that stand in each. */
function armsOf(structure) {
  const [name, , choice] = structure.fields.find(([, , word]) => word.is === "Choice");
  const arms = Object.entries(choice.arms).map(([byte, arm]) => ({ byte: Number(byte), arm, words: wordsOf(arm) }));
  return { name, arms };
}

const wordsOf = (arm) => (arm.is === "Struct" ? arm.fields : [["", "", arm]]).map(([name, , word]) => ({ name, ...word }));

// -- sets of cells --

/** Cells as positions, ascending, each once. cells: positions in any order, or truth values, one for each cell. */
export function positions(cells, count) {
  let found = cells;
  if (Array.isArray(cells) && cells.length && cells.every((each) => typeof each === "boolean")) {
    if (count !== null && cells.length !== count) {
      throw new UsageError(`a mask must have one value for each of the ${count} cells`);
    }
    found = cells.flatMap((there, at) => (there ? [at] : []));
  }
  const sorted = Float64Array.from(integers(found, "cells")).sort();
  const once = Array.from(sorted.filter((each, at) => !at || each !== sorted[at - 1]));
  const below = Math.min(L.CELL_INDEX + 1, count ?? Infinity);
  for (const index of [once[0], once[once.length - 1]]) {
    if (index !== undefined && !(index >= 0 && index < below)) {
      throw new UsageError(`a cell has the position ${index}, allowed: 0 to ${below - 1}`, "cells.index");
    }
  }
  return once;
}

const steps = (members) => members.map((each, at) => (at ? each - members[at - 1] : each));

/** name -> the word that tells the encoding, whether it has a digest, bytes behind the first, fields of its arm */
const SETS = {
  steps: { word: "Deltas", size: (members) => sizeOf([steps(members)]) },
  bits: { word: "Bits", size: (members, count) => (count === null ? Infinity : Math.ceil(count / 8)) },
  runs: { word: "Gaps", size: (members) => sizeOf(Object.values(runsOf(members))) },
};

/** The members of a highlight group, and how many. of: all cells of the category that it is bound to. Throws UsageError. */
export function membersPayload(generation, family, cells, count, wish) {
  const found = positions(cells, count);
  return { count: found.length, payload: found.length ? members(generation, family, found, count, wish) : null };
}

function members(generation, family, found, count, { of, encoding }) {
  const structure = generation.payloads[family.payload];
  const several = structure.fields.some(([, , word]) => word.is === "Choice");
  if (!several) {
    if (of !== null || encoding !== null) {
      const what = of === null ? "has one way to write cells" : "names no cells by a category";
      throw new UsageError(`a session of generation ${generation.number} ${what}`);
    }
    const [name] = structure.fields.find(([, , word]) => word.is === "Deltas");
    return written(structure, { cells: count, [name]: found });
  }
  const { name, arms } = armsOf(structure);
  const bound = (arm) => arm.words.some((word) => word.name === "digest");
  if (of !== null) return byCategory(structure, name, arms.filter(bound), found, positions(of, count), count);
  const own = arms.filter((arm) => !bound(arm));
  const armOf = (each) => own.find(({ words }) => words.some(({ is }) => is === SETS[each].word));
  const names = Object.keys(SETS).filter((each) => armOf(each) !== undefined);
  if (encoding !== null && !names.includes(encoding)) {
    const told = `generation ${generation.number} has no encoding ${safe(String(encoding))} of cells`;
    throw new UsageError(`${told}; it has ${names.join(", ")}`);
  }
  const taken = encoding ?? shortest(names.map((each) => [each, SETS[each].size(found, count)]));
  const { byte, words } = armOf(taken);
  const field = words.find(({ is }) => is === SETS[taken].word).name;
  return written(structure, { cells: count, encoding: byte, [name]: { [field]: found } });
}

const shortest = (sizes) => sizes.reduce((best, each) => (each[1] < best[1] ? each : best))[0];

function byCategory(structure, name, arms, found, category, count) {
  const at = new Map(category.map((cell, place) => [cell, place]));
  const places = found.map((cell) => at.get(cell));
  if (places.includes(undefined)) {
    throw new UsageError("a cell of the group is not one of the category that the group is bound to");
  }
  const word = places.length === category.length ? "Same" : "Bits";
  const { byte, words } = arms.find((arm) => arm.words.some(({ is }) => is === word));
  const field = words.find(({ is }) => is === word).name;
  const head = { reference_count: category.length, digest: setDigest(category) };
  return written(structure, { cells: count, encoding: byte, [name]: { ...head, [field]: places } });
}

// -- codes --

/** The runs of codes, as long as they can be; null where with their number they take as many bytes as `raw`. */
function shorterRuns(codes, raw) {
  const values = [];
  const runs = [];
  let size = 0;
  for (let at = 0; at < codes.length; ) {
    let stop = at + 1;
    while (stop < codes.length && codes[stop] === codes[at]) stop += 1;
    size += uvarintSize(codes[at]) + uvarintSize(stop - at);
    if (size >= raw) return null;
    values.push(codes[at]);
    runs.push(stop - at);
    at = stop;
  }
  return size + uvarintSize(values.length) < raw ? { values, runs } : null;
}

/** The type of codes that values have: the one as wide as a typed array, or the narrowest that holds them. */
function typeOf({ codeTypes }, codes) {
  const most = greatest(codes);
  const named = Object.keys(codeTypes).find((name) => codes.constructor.name === name);
  return named ?? Object.keys(codeTypes).find((name) => most < 256 ** codeTypes[name]) ?? Object.keys(codeTypes).pop();
}

/** Bytes of a code where no registry names the type: as the type says, and enough for every code. */
function widthOf({ codeTypes }, codes, type) {
  const asked = type ?? (codes instanceof Uint16Array ? "Uint16Array" : "");
  const wide = Object.hasOwn(codeTypes, asked) ? codeTypes[asked] : 1;
  return Math.max(wide, greatest(codes) <= L.UNASSIGNED_U8 ? 1 : 2);
}

function typedWidth(generation, codes, type) {
  const width = generation.width(type);
  if (width === null) {
    const types = Object.keys(generation.codeTypes).join(", ");
    throw new UsageError(`codes of generation ${generation.number} are ${types}, not ${safe(String(type))}`);
  }
  return width;
}

const KINDS = { raw: ["Elements", "Wide"], [RUNS]: ["Pairs"], packed: ["Packed"] };

/** The codes of a user-defined field. type: "Uint8Array" and so on. lengths: how many there may be; null: any. */
export function codesPayload(generation, family, values, { type, lengths, encoding }) {
  const codes = integers(values, "codes");
  const structure = generation.payloads[family.payload];
  const named = typed(generation);
  const kindOf = named ? (type ?? typeOf(generation, codes)) : type;
  const wide = named ? typedWidth(generation, codes, kindOf) : null;
  const most = named ? 256 ** wide - 1 : L.CODE_VALUE;
  const within_ = named ? `allowed in ${kindOf}` : "allowed";
  for (const code of codes) {
    if (code < 0 || code > most) throw new UsageError(`a code is ${code}, ${within_}: 0 to ${most}`, "codes.value");
  }
  if (!named && encoding !== null) {
    throw new UsageError(`codes of generation ${generation.number} are written in the shorter of two ways`);
  }
  const width = wide ?? widthOf(generation, codes, kindOf);
  const told = named ? widthsOf(generation, width) : {};
  const allowed = told.encodings ?? null;
  const { name, arms } = armsOf(structure);
  const fits = ({ byte, arm }) =>
    (allowed === null || allowed.includes(byte)) && (arm.is !== "Elements" || arm.width === width);
  const armOf = (kind) => arms.find((each) => fits(each) && each.words.some(({ is }) => KINDS[kind].includes(is)));
  const [kind, payload] = chosen(codes, width, (each) => armOf(each) !== undefined, encoding);
  if (armOf(kind) === undefined) {
    throw new UsageError(`generation ${generation.number} has no encoding ${safe(String(kind))} of ${kindOf}`);
  }
  return written(structure, { encoding: armOf(kind).byte, length: codes.length, [name]: payload, lengths, ...told });
}

/** The encoding that is wished for, or the shortest that is known, and the values as it wants them. */
function chosen(codes, width, knows, wanted) {
  if (wanted !== null && !Object.hasOwn(KINDS, wanted)) {
    throw new UsageError(`an encoding of codes is ${Object.keys(KINDS).join(", ")}, not ${safe(String(wanted))}`);
  }
  const most = greatest(codes);
  const bits = PACKINGS.find((each) => most < 1 << each) ?? null;
  const packedSize = bits === null ? Infinity : 1 + Math.ceil((codes.length * bits) / 8);
  const packed = [wanted ?? "packed", { bits, values: codes }];
  if (wanted === "packed") {
    if (bits === null) throw new UsageError(`a code is ${most}, and packed ones have 4 bits at most`, "codes.value");
    return packed;
  }
  const raw = width * codes.length;
  const best = wanted === null && knows("packed") && packedSize < raw ? packedSize : raw;
  if (wanted === RUNS || (wanted === null && knows(RUNS))) {
    const runs = codes.length || wanted === null ? shorterRuns(codes, wanted === null ? best : Infinity) : { values: [], runs: [] };
    if (runs !== null) return [RUNS, runs];
  }
  return best < raw ? packed : ["raw", codes];
}

// -- the rest --

/** An analysis artifact. cells: positions. values: numbers, of a Float32Array bit for bit. */
export function tablePayload(generation, family, cells, values, count) {
  const rows = integers(cells, "cells").length;
  const header = {
    rowCount: rows,
    columns: Object.entries(COLUMNS).map(([name, [dtype, width]]) => ({ name, dtype, encoding: "raw", byteLength: rows * width })),
  };
  const columns = { cellIndex: cells, value: values };
  return written(generation.payloads[family.payload], { header: jsonText(header), columns, cells: count });
}

/** A value as typed JSON: typed arrays lie behind the text, which refers to them, in its order. */
export function typedPayload(generation, family, value) {
  const arrays = [];
  const text = jsonText(lifted(value, arrays, 0));
  return written(generation.payloads[family.payload], { text, arrays });
}

function lifted(value, arrays, depth) {
  if (ArrayBuffer.isView(value)) {
    arrays.push(value);
    return { [TYPED]: arrays.length - 1 };
  }
  if (depth > L.JSON_DEPTH) return null; // what is too deep is refused with the text
  if (Array.isArray(value)) return value.map((each) => lifted(each, arrays, depth + 1));
  const entries = typeof value === "object" && value !== null ? entriesOf(value) : null;
  if (entries === null) return value;
  if (entries.some(([key]) => key === TYPED)) {
    throw new UsageError(`the key "${TYPED}" of an object belongs to the format`, "typed.reference");
  }
  return new Map(entries.map(([key, each]) => [key, lifted(each, arrays, depth + 1)]));
}


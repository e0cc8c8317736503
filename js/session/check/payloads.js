// What reads the payload of one chunk: JSON texts whole, binary payloads as they come.
//
// Rules of this file: no more is kept than the budget of a JSON text; offsets in the payload become findings in `Place` and
// nowhere else; which judge a payload has is said by the table of the generation.

import { FORMAT } from "../data/format.js";
import { Fault, PIECE, Pump, Source, some } from "../wire/source.js";
import { parse } from "../wire/strict_json.js";
import { Tally } from "../wire/tallies.js";
import { place } from "./collector.js";
import { whole } from "./facts.js";
import { payload } from "./grammar.js";
import { OVERLAYS, allowedLengths } from "./links.js";
import { check } from "./schema.js";
import { SHAPES } from "./shapes.js";
import { textFindings } from "./text.js";

const L = FORMAT.limits;

/** The payload can't be read on, and the collector knows why. */
export class Enough extends Error {}

/** Where one chunk's payload stands, and the collector for what is found in it. */
export class Place {
  constructor(collector, entry, stored, exact) {
    this.collector = collector;
    this.entry = entry;
    this.stored = stored;
    this.base = exact ? stored[0] : null;
  }

  note(rule, start, end, detail = "") {
    const span = this.base === null ? this.stored : [this.base + start, this.base + end];
    this.collector.add(rule, detail, { chunk: this.entry.id, span, inflated: [start, end] });
  }

  /** Judge one JSON text of the payload by its schema ("" for none), its shape and its texts; returns the value. */
  judgeJson(data, name, facts, limits, offset = 0, also = null) {
    let value;
    try {
      value = parse(data, limits.json_nodes);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      throw new Fault(fault.rule, fault.start + offset, fault.end + offset, fault.detail);
    }
    facts.jsonBytes += data.length;
    const { collector } = this;
    const mark = collector.mark();
    const chunk = this.entry.id;
    const add = (rule, detail, { path }) => collector.add(rule, detail, { chunk, path });
    const found = (rule, path, detail, atKey) => collector.add(rule, detail, { chunk, path, atKey });
    if (name) {
      const { generation } = facts;
      const schema = generation.schema(name);
      if (!schema) throw new Error(`no schema judges ${name}`);
      check(schema, value, found);
      if (generation.has("shapes", name)) SHAPES[generation.shapes[name]](value, facts, this.entry, add);
      askTwins(facts, name, value);
    }
    if (also !== null) also(value, add);
    for (const [rule, path, atKey, detail] of textFindings(value, (each) => collector.enough(each))) {
      collector.add(rule, detail, { chunk, path, atKey });
    }
    this.locate(mark, data, offset);
    return value;
  }

  /** Give findings since a mark their bytes in a JSON text that stands at `offset` of the payload. */
  locate(mark, data, offset) {
    const waiting = this.collector.since(mark);
    place(waiting, data, this.base === null ? null : this.base + offset, this.stored);
    for (const pending of waiting) pending.inflated = pending.inflated.map((each) => each + offset);
  }
}

/** Rule out the twins whose schema of a JSON text refuses a value that passed the one it was judged by. */
export function askTwins(facts, name, value) {
  const mine = facts.generation.schema(name);
  facts.twins = facts.twins.filter((twin) => {
    const theirs = twin.schema(name);
    if (theirs === mine || !theirs) return true;
    let fits = true;
    check(theirs, value, (rule) => {
      if (FORMAT.rules[rule][0] !== "advice") fits = false;
    });
    return fits;
  });
}

/** How many bytes the next JSON text may have; the rule that a longer one breaks, and what is said of it. */
function jsonRoom(facts, limits) {
  const left = limits.total_json_bytes - facts.jsonBytes;
  if (left < limits.json_bytes) {
    const detail = `all JSON texts together have more than ${limits.total_json_bytes} bytes`;
    return [left, "budget.total-json-bytes", detail];
  }
  return [limits.json_bytes, "budget.json-bytes", `the text has more than ${limits.json_bytes} bytes`];
}

/** A chunk of kind json: gathered, then judged whole. */
class JsonPayload {
  constructor(at, facts, limits, name) {
    Object.assign(this, { at, facts, limits, name, parts: [], size: 0, most: jsonRoom(facts, limits) });
  }

  feed(piece) {
    const [most, rule, detail] = this.most;
    if (this.size + piece.length > most) throw new Fault(rule, most, most + 1, detail);
    this.size += piece.length;
    this.parts.push(piece.slice());
  }

  end() {
    const data = new Uint8Array(this.size);
    let to = 0;
    for (const part of this.parts) {
      data.set(part, to);
      to += part.length;
    }
    this.parts = [];
    this.at.judgeJson(data, this.name, this.facts, this.limits);
    if (this.facts.generation.has("shapes", this.name)) {
      this.facts.registries.set(this.at.entry.id, [data, this.at.stored, this.at.base]);
    }
  }
}

/** A payload that is read as it comes. */
class BinaryPayload {
  constructor(at, facts, limits) {
    Object.assign(this, { at, facts, limits });
    this.source = new Source((rule, start, end, detail) => at.note(rule, start, end, detail));
    this.pump = new Pump(this.source, this.reading());
  }

  structure() {
    return this.facts.generation.payloads[this.at.entry.family.payload];
  }

  feed(piece) {
    this.pump.feed(piece);
  }

  end() {
    this.done(this.pump.end());
  }
}

class Members extends BinaryPayload {
  reading() {
    return payload(this.structure(), this.source, { cells: this.facts.cells, duplicates: 0 });
  }

  done(found) {
    const { entry, stored } = this.at;
    const { count, duplicates, reference_count: size = null, digest = null } = found;
    const reference = size === null || digest === null ? null : `${size} ${digest}`;
    this.facts.members.set(entry.rest, { entry, count, duplicates, reference, stored });
  }
}

/** Codes of a user-defined field; held against its categories at once when the registry came before. */
class Codes extends BinaryPayload {
  reading() {
    const { facts } = this;
    const field = facts.fields.get(this.at.entry.rest);
    this.judged = field !== undefined;
    this.tally = new Tally(field?.categories ?? null, field?.markers ?? [], [L.UNASSIGNED_U8, L.UNASSIGNED_U16]);
    return payload(this.structure(), this.source, { lengths: allowedLengths(field, facts) }, { sink: this.tally });
  }

  done({ length }) {
    const { at, tally } = this;
    if (tally.first !== null) {
      at.note("codes.category", ...tally.first, `${tally.count} codes name no category, this is the first`);
    }
    this.facts.codes.set(at.entry.rest, {
      entry: at.entry,
      length,
      judged: this.judged,
      highest: tally.highest,
      seen: tally.seen,
      stored: at.stored,
    });
  }
}

/** Codes whose type the registry names. */
class DeclaredCodes extends Codes {
  prepare() {
    const { facts } = this;
    const field = facts.fields.get(this.at.entry.rest);
    this.judged = field !== undefined && field.categories !== null;
    const marks = Object.values(facts.generation.codeTypes).map((width) => 256 ** width - 1);
    this.tally = new Tally(this.judged ? field.categories : null, field?.markers ?? [], marks);
    return { width: field?.width ?? null, lengths: facts.cells === null ? null : [facts.cells] };
  }
}

/** Codes whose encoding byte says how wide they are, which must fit the registry. */
class TypedCodes extends DeclaredCodes {
  reading() {
    const { width, lengths } = this.prepare();
    const { widths } = this.facts.generation;
    const fitting = Object.keys(widths).filter((byte) => widths[byte] === width);
    const encodings = width === null ? null : fitting.map(Number);
    return payload(this.structure(), this.source, { lengths, encodings }, { sink: this.tally });
  }
}

/** Codes as wide as the registry says. */
class WideCodes extends DeclaredCodes {
  reading() {
    const { width, lengths } = this.prepare();
    if (width === null) return this.unread(this.facts.read.has(OVERLAYS));
    const asked = { lengths, width, greatest: 256 ** width - 1 };
    return payload(this.structure(), this.source, asked, { sink: this.tally });
  }

  /** Pass over codes that nobody can read; those that come before the registry are refused. */
  *unread(known) {
    const start = this.source.position;
    const byte = yield* some(this.source, 1);
    if (!byte.length) throw new Fault("codes.truncated", start, start, "there are no codes");
    if (!known) throw new Fault("codes.registry-first", start, start + 1, "the registry says how wide they are");
    while ((yield* some(this.source, PIECE)).length);
    this.judged = true;
    return { length: -1 };
  }
}

const COLUMN_WIDTHS = new Map(Object.values(FORMAT.tableColumns).map(([dtype, width]) => [dtype, width]));

/** An analysis artifact: a JSON header, then columns. */
class Table extends BinaryPayload {
  reading() {
    return payload(this.structure(), this.source, { cells: this.facts.cells }, { on: this });
  }

  headerSize(size, start) {
    const [most, rule, detail] = jsonRoom(this.facts, this.limits);
    if (size > most) throw new Fault(rule, start, start, `the header has ${size} bytes: ${detail}`);
  }

  header(data, start) {
    const before = this.at.collector.safety;
    const value = this.at.judgeJson(data, "artifact-table-header", this.facts, this.limits, start);
    if (this.at.collector.safety > before) throw new Enough();
    const end = start + data.length;
    const get = (each, key) => (each instanceof Map ? (each.get(key) ?? null) : null);
    const rows = whole(get(value, "rowCount"));
    const columns = get(value, "columns");
    if (rows === null || rows < 0 || !Array.isArray(columns)) {
      throw new Fault("table.header", start, end, "the header gives no rowCount and columns");
    }
    return columns.map((column, number) => {
      const name = get(column, "name");
      const length = whole(get(column, "byteLength"));
      if (typeof name !== "string" || length === null || length < 0) {
        throw new Fault("table.header", start, end, `column ${number} gives no name and byteLength`);
      }
      const raw = !column.has("encoding") || column.get("encoding") === "raw";
      const width = raw ? COLUMN_WIDTHS.get(column.get("dtype")) : undefined;
      if (width !== undefined && length !== rows * width) {
        const detail = `column ${number} has ${length} bytes for ${rows} rows of ${width} bytes`;
        throw new Fault("table.column", start, end, detail);
      }
      const known = Object.hasOwn(FORMAT.tableColumns, name) ? FORMAT.tableColumns[name] : null;
      return [name, length, known !== null && length === rows * known[1]];
    });
  }

  done() {
    const { entry, collector } = this.at;
    const parts = entry.rest.split("/");
    const escaped = (part) => part !== "" && !/%(?![0-9a-fA-F]{2})/.test(part);
    if (parts.length === 3 && parts.every(escaped)) return;
    const what = parts.length === 3 ? "a part is empty or badly escaped" : `the id has ${parts.length} parts after its prefix`;
    collector.add("table.id", what, { chunk: entry.id, path: entry.path("id") });
  }
}

const TYPED = "$typed";

/** A JSON text, and arrays that it refers to. */
class TypedJson extends BinaryPayload {
  reading() {
    this.named = new Map();
    return payload(this.structure(), this.source, {}, { on: this });
  }

  headerSize(size, start) {
    const [most, rule, detail] = jsonRoom(this.facts, this.limits);
    if (size > most) throw new Fault(rule, start, start, `the JSON text has ${size} bytes: ${detail}`);
  }

  text(data, start) {
    const before = this.at.collector.safety;
    this.json = [data.slice(), start];
    this.at.judgeJson(data, "", this.facts, this.limits, start, (value, add) => this.gather(value, [], add));
    if (this.at.collector.safety > before) throw new Enough();
  }

  gather(value, path, add) {
    if (Array.isArray(value)) {
      value.forEach((each, at) => this.gather(each, [...path, at], add));
    } else if (value instanceof Map) {
      if (!value.has(TYPED)) {
        for (const [key, each] of value) this.gather(each, [...path, key], add);
        return;
      }
      const number = value.get(TYPED);
      if (value.size > 1 || typeof number !== "number" || !Number.isInteger(number) || number < 0) {
        add("typed.reference", "no reference to an array has this form", { path });
      } else if (this.named.has(number)) {
        add("typed.once", `array ${number} is named elsewhere as well`, { path });
      } else {
        this.named.set(number, path);
      }
    }
  }

  done({ arrays }) {
    const { at } = this;
    const [data, start] = this.json;
    const mark = at.collector.mark();
    let there = 0;
    for (const [number, path] of this.named) {
      if (number < arrays) {
        there += 1;
        continue;
      }
      const detail = `there are ${arrays} arrays, this names array ${number}`;
      at.collector.add("typed.reference", detail, { chunk: at.entry.id, path });
    }
    at.locate(mark, data, start);
    const spare = arrays - there;
    if (spare) {
      const detail = `${spare} of ${arrays} arrays are not named`;
      at.note("typed.once", start + data.length, this.source.position, detail);
    }
  }
}

/** A binary payload of no known family: nothing is known of it, so nothing is judged. */
class Opaque {
  feed() {}

  end() {}
}

const READS = {
  members: Members,
  "cell-set": Members,
  codes: Codes,
  "typed-codes": TypedCodes,
  "wide-codes": WideCodes,
  table: Table,
  "typed-json": TypedJson,
};

/** The payload judge for a chunk. */
export function reader(at, facts, limits) {
  const { entry } = at;
  const family = entry.family !== null && entry.family.kind === entry.kind ? entry.family : null;
  if (entry.kind === "json") return new JsonPayload(at, facts, limits, family === null ? "" : family.payload);
  if (family === null) return new Opaque();
  return new READS[facts.generation.reads[family.payload]](at, facts, limits);
}

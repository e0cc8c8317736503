// Bytes that arrive in pieces, and the generator functions that read them.
//
// Rules of this file:
// * Nothing here knows the format. A Source holds what was fed and not yet read: one piece and a short remainder.
// * A reader yields when it needs more bytes than are there. What it sees depends on the bytes alone, never on how
//   they were cut: that is what makes one verdict out of any sequence of pieces.
// * What can't go on throws a Fault; what is wrong but can be read past is left with `source.note`.

export const PIECE = 65536; // bytes that are handed on at a time
const NONE = new Uint8Array(0);

/** A structure is broken in a way that ends its reading: rule, guilty bytes (end exclusive), what was found. */
export class Fault extends Error {
  constructor(rule, start, end, detail = "") {
    super(rule);
    this.rule = rule;
    this.start = start;
    this.end = end;
    this.detail = detail;
  }
}

/** A forward-only stream of bytes that is fed from outside. `note(rule, start, end, detail)` takes findings. */
export class Source {
  constructor(note = () => {}, base = 0) {
    this.note = note;
    this.base = base; // stream offset of buffer[0]
    this.buffer = NONE;
    this.at = 0; // next byte to read, as an index into buffer
    this.ended = false;
  }

  get position() {
    return this.base + this.at;
  }

  get ready() {
    return this.buffer.length - this.at;
  }

  feed(piece) {
    const rest = this.ready;
    this.base += this.at;
    if (rest) {
      const joined = new Uint8Array(rest + piece.length);
      joined.set(this.buffer.subarray(this.at));
      joined.set(piece, rest);
      this.buffer = joined;
    } else {
      this.buffer = piece;
    }
    this.at = 0;
  }
}

/** The next bytes, at least one and at most `most`; none when the source has ended. */
export function* some(source, most) {
  while (source.at === source.buffer.length) {
    if (source.ended) return NONE;
    yield;
  }
  const { at } = source;
  source.at = Math.min(source.buffer.length, at + most);
  return source.buffer.subarray(at, source.at);
}

function short(rule, start, end, size, what) {
  return new Fault(rule, start, end, `${what} needs ${size} bytes, only ${end - start} are there`);
}

/** Exactly `size` bytes; never allocates `size` before the bytes are there. Throws Fault `rule` when cut. */
export function* take(source, size, rule, what) {
  const start = source.position;
  if (source.ready >= size) {
    source.at += size;
    return source.buffer.subarray(source.at - size, source.at);
  }
  const parts = [];
  let missing = size;
  while (missing) {
    const part = yield* some(source, missing);
    if (!part.length) throw short(rule, start, source.position, size, what);
    parts.push(part.slice());
    missing -= part.length;
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Hand exactly `size` bytes to `sink` as they come. Throws Fault `rule` when cut. */
export function* passOn(source, size, rule, what, sink) {
  const start = source.position;
  let missing = size;
  while (missing) {
    const part = yield* some(source, Math.min(missing, PIECE));
    if (!part.length) throw short(rule, start, source.position, size, what);
    missing -= part.length;
    sink(part);
  }
}

/** Drives one generator over one source: push bytes in, get the result or the fault out. */
export class Pump {
  constructor(source, reading) {
    this.source = source;
    this.reading = reading;
    this.done = false;
    this.result = undefined;
  }

  feed(piece) {
    if (!piece.length) return;
    this.source.feed(piece);
    this.go();
  }

  end() {
    this.source.ended = true;
    this.go();
    return this.result;
  }

  go() {
    if (this.done) return;
    const step = this.reading.next();
    if (!step.done) return;
    this.done = true;
    this.result = step.value;
  }
}

/** A whole number in all its digits, also beyond what a double holds exactly. */
export function digits(value) {
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}

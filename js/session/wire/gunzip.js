// The codecs: what turns the stored bytes of one chunk into its payload.
//
// Rules of this file: header and trailer are read byte by byte as RFC 1952 has them; every field that can hide bytes has a
// span; nothing of a declared size is allocated; the payload is handed on before any fault that lies behind it.

import { crc32 } from "./crc32.js";
import { little } from "./fixed.js";
import { Inflater } from "./inflate.js";
import { Fault, PIECE, some, take } from "./source.js";

const START = [0x1f, 0x8b, 0x08];
const FHCRC = 0x02;
const FEXTRA = 0x04;
const RESERVED = 0xe0;
const TEXTS = [
  [0x08, "a file name"],
  [0x10, "a comment"],
];
const WHAT = "the gzip member";
const CUT = "gzip.truncated";
const hex = (value, size) => value.toString(16).padStart(size, "0");

/** Passes the payload on and holds it to its bound. */
class Output {
  constructor(cap, out, start, end) {
    Object.assign(this, { cap, out, start, end, size: 0, crc: 0 });
  }

  give(data) {
    const room = this.cap - this.size;
    if (data.length > room) {
      if (room) this.out(data.subarray(0, room));
      const detail = `Chunk decompressed too large: more than ${this.cap} bytes`;
      throw new Fault("chunk.inflated-too-large", this.start, this.end, detail);
    }
    if (!data.length) return;
    this.size += data.length;
    this.out(data);
  }
}

/** Inflate one gzip member of `total` stored bytes; `out` gets the payload. Throws Fault gzip.*, chunk.inflated-too-large. */
export function* gunzip(source, total, cap, out) {
  const start = source.position;
  const output = new Output(cap, out, start, start + total);
  yield* header(source);
  yield* deflate(source, output);
  const at = source.position;
  const crc = yield* little(source, 4, CUT, WHAT);
  if (crc !== output.crc) {
    throw new Fault("gzip.crc", at, at + 4, `the CRC-32 is ${hex(crc, 8)}, the payload's is ${hex(output.crc, 8)}`);
  }
  const size = yield* little(source, 4, CUT, WHAT);
  if (size !== output.size % 2 ** 32) {
    throw new Fault("gzip.length", at + 4, at + 8, `the length is ${size}, the payload's is ${output.size}`);
  }
  if ((yield* some(source, 1)).length) {
    const left = start + total - (at + 8);
    throw new Fault("gzip.trailing", at + 8, start + total, `${left} bytes after the member`);
  }
}

/** Codec none: the stored bytes are the payload. */
export function* stored(source, total, cap, out) {
  const start = source.position;
  const output = new Output(cap, out, start, start + total);
  for (;;) {
    const piece = yield* some(source, PIECE);
    if (!piece.length) return;
    output.give(piece);
  }
}

function* header(source) {
  for (const wanted of START) {
    const at = source.position;
    const [byte] = yield* take(source, 1, CUT, WHAT);
    if (byte !== wanted) {
      throw new Fault("gzip.header", at, at + 1, `byte 0x${hex(byte, 2)} where gzip has 0x${hex(wanted, 2)}`);
    }
  }
  let at = source.position;
  const [flags] = yield* take(source, 1, CUT, WHAT);
  if (flags & RESERVED) throw new Fault("gzip.flags", at, at + 1, `the flags are 0x${hex(flags, 2)}`);
  let crc = crc32([...START, flags, ...(yield* take(source, 6, CUT, WHAT))]);
  if (flags & FEXTRA) {
    at = source.position;
    const length = yield* take(source, 2, CUT, WHAT);
    crc = crc32(length, crc);
    crc = crc32(yield* take(source, length[0] + 256 * length[1], CUT, WHAT), crc);
    source.note("gzip.hidden", at, source.position, "the header has an extra field");
  }
  for (const [flag, what] of TEXTS) {
    if (!(flags & flag)) continue;
    at = source.position;
    crc = yield* text(source, crc);
    source.note("gzip.hidden", at, source.position, `the header has ${what}`);
  }
  if (flags & FHCRC) {
    at = source.position;
    const told = yield* little(source, 2, CUT, WHAT);
    if (told !== (crc & 0xffff)) {
      throw new Fault("gzip.header-crc", at, at + 2, `the checksum is ${hex(told, 4)}, not ${hex(crc & 0xffff, 4)}`);
    }
  }
}

/** Pass over a text and the zero byte that ends it, in pieces, so that its length costs no memory. */
function* text(source, before) {
  const start = source.position;
  let crc = before;
  for (;;) {
    const piece = yield* some(source, PIECE);
    if (!piece.length) throw new Fault(CUT, start, source.position, `${WHAT} ends in its header`);
    const end = piece.indexOf(0);
    if (end >= 0) {
      source.at -= piece.length - end - 1;
      return crc32(piece.subarray(0, end + 1), crc);
    }
    crc = crc32(piece, crc);
  }
}

/** Inflate up to the end of the deflate data, and leave the source right behind it. */
function* deflate(source, output) {
  const start = source.position;
  const inflater = new Inflater((data) => {
    output.crc = crc32(data, output.crc);
    output.give(data);
  });
  for (;;) {
    source.at = inflater.feed(source.buffer, source.at, source.base);
    if (inflater.fault >= 0) {
      throw new Fault("gzip.data", inflater.fault, inflater.fault + 1, "the deflate data is broken here");
    }
    if (inflater.done) return;
    if (source.ended) {
      const end = source.base + source.buffer.length;
      throw new Fault(CUT, start, end, `${WHAT} ends in its data`);
    }
    yield;
  }
}

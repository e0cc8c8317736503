// Raw deflate (RFC 1951), bounded and exact.
//
// DecompressionStream tells neither where the data end nor what is wrong with them, and engines differ about bytes behind
// the end. Here the end is known to the byte, no more than `most` bytes of output are ever made, and what was
// made before a fault is kept: a fault of the payload is found before one of the codec that lies behind it.

/** What is wrong, from within the loops. */
class Broken extends Error {
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

const LENGTH_BASE = Uint16Array.of(3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258);
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_BASE = Uint16Array.of(
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
);
const DISTANCE_EXTRA = Uint8Array.of(0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13);
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MOST_BITS = 15;
const MOST_OF_A_BYTE = 4096; // of output: 15 bits at hand, 258 bytes for every two of them, and 258 begun

/**
 * A table that is indexed by the next `bits` bits: (length << 16) | symbol; 0 where no code begins so.
 * A set of codes must be complete; a single code of one bit, or none, is allowed for literals and for distances
 * (`sparse`, spec section 4.3.1).
 */
function table(lengths, sparse) {
  const count = new Uint16Array(MOST_BITS + 1);
  for (const length of lengths) count[length] += 1;
  let bits = MOST_BITS;
  while (bits > 0 && count[bits] === 0) bits -= 1;
  const used = lengths.length - count[0];
  count[0] = 0;
  const next = new Uint32Array(MOST_BITS + 2);
  let left = 1;
  for (let length = 1; length <= MOST_BITS; length += 1) {
    left = left * 2 - count[length];
    if (left < 0) throw new Broken("data");
    next[length + 1] = (next[length] + count[length]) << 1;
  }
  if (left > 0 && !(sparse && (used === 0 || (used === 1 && bits === 1)))) throw new Broken("data");
  const entries = new Uint32Array(1 << Math.max(bits, 1)); // that there is no code is known with a bit
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const code = next[length];
    next[length] += 1;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((code >>> bit) & 1) << (length - 1 - bit);
    for (let index = reversed; index < entries.length; index += 1 << length) entries[index] = (length << 16) | symbol;
  });
  return { entries, bits: Math.max(bits, 1) };
}

/** The codes for lengths. Where all 19 are 0, every length takes one bit and is 0. */
function alphabet(lengths) {
  if (lengths.every((length) => length === 0)) return { entries: new Uint32Array(2).fill(1 << 16), bits: 1 };
  return table(lengths, false);
}

let fixed = null;

function fixedTables() {
  if (fixed === null) {
    const literals = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
    fixed = { literals: table(literals, false), distances: table(new Uint8Array(32).fill(5), false) };
  }
  return fixed;
}

class Inflater {
  constructor(bytes, at, most) {
    this.bytes = bytes;
    this.at = at;
    this.most = most;
    this.hold = 0;
    this.held = 0;
    this.out = new Uint8Array(Math.min(most, Math.max(1024, (bytes.length - at) * 2)));
    this.size = 0;
  }

  /** The next `count` (at most 16) bits. */
  bits(count) {
    while (this.held < count) {
      if (this.at >= this.bytes.length) throw new Broken("truncated");
      this.hold |= this.bytes[this.at] << this.held;
      this.at += 1;
      this.held += 8;
    }
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  symbol({ entries, bits }) {
    while (this.held < bits && this.at < this.bytes.length) {
      this.hold |= this.bytes[this.at] << this.held;
      this.at += 1;
      this.held += 8;
    }
    const entry = entries[this.hold & ((1 << bits) - 1)];
    const length = entry >>> 16;
    if (entry === 0 && this.held >= bits) {
      this.held -= bits; // a set with a gap has codes of one bit, or none: that no code begins so is known with a bit
      throw new Broken("data");
    }
    if (entry === 0 || length > this.held) throw new Broken("truncated");
    this.hold >>>= length;
    this.held -= length;
    return entry & 0xffff;
  }

  /** The place of the byte with the bit that was read last. */
  last() {
    return this.at - 1 - (this.held >>> 3);
  }

  /** Makes room for more output; what goes beyond the bound is refused. */
  room(count) {
    const wanted = this.size + count;
    if (wanted <= this.out.length) return;
    const grown = new Uint8Array(Math.min(this.most, Math.max(wanted, this.out.length * 2)));
    grown.set(this.out.subarray(0, this.size));
    this.out = grown;
  }

  run() {
    let last = 0;
    while (last === 0) {
      last = this.bits(1);
      const kind = this.bits(2);
      if (kind === 0) this.stored();
      else if (kind === 1) this.codes(fixedTables());
      else if (kind === 2) this.codes(this.dynamic());
      else throw new Broken("data");
    }
    this.at -= this.held >>> 3; // whole bytes that were held and not needed
  }

  stored() {
    this.at -= this.held >>> 3;
    this.hold = 0;
    this.held = 0;
    const length = this.bits(16);
    if ((this.bits(16) ^ length) !== 0xffff) throw new Broken("data");
    const there = Math.min(length, this.bytes.length - this.at);
    const taken = Math.min(there, this.most - this.size);
    this.room(taken);
    this.out.set(this.bytes.subarray(this.at, this.at + taken), this.size);
    this.size += taken;
    this.at += taken;
    if (taken < there) throw new Broken("too-large");
    if (there < length) throw new Broken("truncated");
  }

  dynamic() {
    const literals = this.bits(5) + 257;
    const distances = this.bits(5) + 1;
    const given = this.bits(4) + 4;
    if (literals > 286 || distances > 30) throw new Broken("data");
    const short = new Uint8Array(19);
    for (let index = 0; index < given; index += 1) short[LENGTHS_ORDER[index]] = this.bits(3);
    const lengthCodes = alphabet(short);
    const lengths = new Uint8Array(literals + distances);
    for (let index = 0; index < lengths.length; ) {
      const symbol = this.symbol(lengthCodes);
      if (symbol < 16) {
        lengths[index] = symbol;
        index += 1;
        continue;
      }
      const repeat = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (symbol === 16 && index === 0) throw new Broken("data"); // known when it has said how often
      const value = symbol === 16 ? lengths[index - 1] : 0;
      if (index + repeat > lengths.length) throw new Broken("data");
      lengths.fill(value, index, index + repeat);
      index += repeat;
    }
    if (lengths[256] === 0) throw new Broken("data");
    return { literals: table(lengths.subarray(0, literals), true), distances: table(lengths.subarray(literals), true) };
  }

  codes({ literals, distances }) {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) {
        if (this.size >= this.most) throw new Broken("too-large");
        if (this.size === this.out.length) this.room(1);
        this.out[this.size] = symbol;
        this.size += 1;
      } else if (symbol === 256) {
        return;
      } else {
        this.copy(symbol - 257, distances);
      }
    }
  }

  copy(index, distances) {
    if (index >= LENGTH_BASE.length) throw new Broken("data");
    const length = LENGTH_BASE[index] + this.bits(LENGTH_EXTRA[index]);
    const far = this.symbol(distances);
    if (far >= DISTANCE_BASE.length) throw new Broken("data");
    const distance = DISTANCE_BASE[far] + this.bits(DISTANCE_EXTRA[far]);
    if (distance > this.size) throw new Broken("data");
    const end = Math.min(this.size + length, this.most);
    this.room(end - this.size);
    const { out } = this;
    const short = end < this.size + length;
    for (let at = this.size; at < end; at += 1) out[at] = out[at - distance];
    this.size = end;
    if (short) throw new Broken("too-large");
  }
}

function run(bytes, at, most) {
  const inflater = new Inflater(bytes, at, most);
  let fault = null;
  try {
    inflater.run();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    fault = error.fault;
  }
  return { out: inflater.out.subarray(0, inflater.size), end: inflater.at, fault, last: inflater.last() };
}

/**
 * Inflates the deflate data that begin at a place.
 * @param {Uint8Array} bytes
 * @param {number} at where the data begin
 * @param {number} most the bytes of output that are allowed
 * @returns {{out: Uint8Array, end: number, fault: null|"data"|"truncated"|"too-large"}} what was made, the place behind the data,
 *   and what was wrong
 */
export function inflate(bytes, at, most) {
  const { out, end, fault, last } = run(bytes, at, most);
  if (fault === "data" || (fault === "too-large" && run(bytes.subarray(0, last + 1), at, most + MOST_OF_A_BYTE).fault === "data")) {
    // what the guilty byte gives does not count, and its fault is found before that there is too much
    return { out: run(bytes.subarray(0, last), at, most).out, end, fault: "data" };
  }
  return { out, end, fault };
}

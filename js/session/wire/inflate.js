// Raw deflate (RFC 1951) as bytes come, bounded, with the guilty byte.
//
// Rules of this file:
// * DecompressionStream tells neither where the data end nor which byte is wrong, and engines differ about bytes behind
//   the end. So this is done here.
// * What is wrong is blamed on the byte that holds the last bit that was needed to know it. What is handed on before is
//   what all bytes before that one give, however the input was cut.
// * A step is taken whole or not at all: with too few bits at hand everything is as before it.
// * A set of codes is as zlib takes it: complete, or of one code of one bit, or empty (spec section 4.3.1).

const WINDOW = 32768;
const ROOM = 131072; // output that is gathered before it is handed on
const SLACK = 8192; // more than one byte of input can give: 258 bytes for every two bits, and a stored byte
const MOST = WINDOW + ROOM + SLACK; // bytes in the buffer
const FIRST = 1024; // with which it begins
const LONGEST = 258; // bytes of one symbol
const FAST = 9; // bits of a code that are looked up at once
const MOST_BITS = 15;
const END_OF_BLOCK = 256;
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;

const LENGTH_BASE = [];
const LENGTH_EXTRA = [];
for (let code = 0, base = 3; code < 28; code += 1) {
  LENGTH_EXTRA[code] = code < 8 ? 0 : (code >> 2) - 1;
  LENGTH_BASE[code] = base;
  base += 1 << LENGTH_EXTRA[code];
}
LENGTH_BASE[28] = 258;
LENGTH_EXTRA[28] = 0;
const DISTANCE_BASE = [];
const DISTANCE_EXTRA = [];
for (let code = 0, base = 1; code < MOST_DISTANCES; code += 1) {
  DISTANCE_EXTRA[code] = code < 4 ? 0 : (code >> 1) - 1;
  DISTANCE_BASE[code] = base;
  base += 1 << DISTANCE_EXTRA[code];
}
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** code of lengths -> [what is repeated: the one before or 0, extra bits, least] */
const REPEATED = { 16: [true, 2, 3], 17: [false, 3, 3], 18: [false, 7, 11] };

class Broken extends Error {}

/** A set of codes; null when it is neither complete nor sparse where that is allowed. */
function codes(lengths, sparse) {
  const count = new Uint16Array(MOST_BITS + 1);
  for (const length of lengths) count[length] += 1;
  const used = lengths.length - count[0];
  count[0] = 0;
  let most = MOST_BITS;
  while (most > 0 && !count[most]) most -= 1;
  let left = 1;
  for (let length = 1; length <= MOST_BITS; length += 1) {
    left = left * 2 - count[length];
    if (left < 0) return null;
  }
  if (left > 0 && used && !(sparse && most === 1)) return null;
  const offsets = new Uint16Array(MOST_BITS + 2);
  const first = new Uint16Array(MOST_BITS + 2);
  for (let length = 1; length <= MOST_BITS; length += 1) {
    offsets[length + 1] = offsets[length] + count[length];
    first[length + 1] = (first[length] + count[length]) << 1;
  }
  const symbols = new Uint16Array(used);
  const fast = new Uint32Array(1 << FAST);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol];
    if (!length) continue;
    symbols[offsets[length]] = symbol;
    offsets[length] += 1;
    const code = first[length];
    first[length] += 1;
    if (length > FAST) continue;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let at = reversed; at < 1 << FAST; at += 1 << length) fast[at] = (length << 16) | symbol;
  }
  return { count, symbols, fast, empty: !used, whole: left <= 0 };
}

const FIXED = {
  literals: codes(new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280), false),
  distances: codes(new Uint8Array(32).fill(5), false),
};

const MORE = -1; // bits are missing

export class Inflater {
  /** out(bytes): gets what comes out, in order. */
  constructor(out) {
    this.out = out;
    this.buffer = new Uint8Array(FIRST); // most payloads of a session are small
    this.size = 0; // bytes in the buffer
    this.given = 0; // of which so many were handed on
    this.total = 0; // bytes that left the buffer
    this.last = -1; // byte of the input with the last bit that was read
    this.before = 0; // bytes in the buffer that the bytes before `last` gave
    this.hold = 0;
    this.held = 0;
    this.fault = -1; // the guilty byte
    this.bytes = null;
    this.at = 0;
    this.base = 0; // of bytes[0], in the input
    this.literals = null; // null: between blocks
    this.distances = null;
    this.stored = 0; // bytes of a stored block that are still to come
    this.final = false;
    this.done = false;
  }

  /** Inflate from `at` on. Returns where it stopped; `done` when the data end there, `fault` is the guilty byte. */
  feed(bytes, at, base) {
    this.bytes = bytes;
    this.at = at;
    this.base = base;
    try {
      while (!this.done && this.step());
    } catch (broken) {
      if (!(broken instanceof Broken)) throw broken;
      const guilty = this.reached();
      this.hand(guilty === this.last ? this.before : this.size);
      this.fault = guilty;
      return this.at;
    }
    this.hand(this.size);
    if (this.done) {
      this.at -= this.held >>> 3;
      this.held = 0;
    }
    return this.at;
  }

  /** The byte of the input with the bit that was read last. */
  reached() {
    return this.base + this.at - 1 - (this.held >>> 3);
  }

  step() {
    if (this.stored) return this.copy();
    if (this.literals !== null) return this.symbols();
    const { at, hold, held } = this;
    return this.block() || this.undo(at, hold, held);
  }

  refill() {
    while (this.held <= 24 && this.at < this.bytes.length) {
      this.hold |= this.bytes[this.at] << this.held;
      this.at += 1;
      this.held += 8;
    }
  }

  /** The next `count` (at most 16) bits, or MORE. */
  bits(count) {
    if (this.held < count) this.refill();
    if (this.held < count) return MORE;
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  symbol(set) {
    if (this.held < MOST_BITS) this.refill();
    const entry = set.fast[this.hold & ((1 << FAST) - 1)];
    const length = entry >>> 16;
    if (length) {
      if (length > this.held) return MORE;
      this.hold >>>= length;
      this.held -= length;
      return entry & 0xffff;
    }
    if (!set.whole) {
      // that no code begins so is known with one bit
      if (this.bits(1) === MORE) return MORE;
      throw new Broken();
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let size = 1; size <= MOST_BITS; size += 1) {
      if (size > this.held) return MORE;
      code |= (this.hold >>> (size - 1)) & 1;
      const many = set.count[size];
      if (code - many < first) {
        this.hold >>>= size;
        this.held -= size;
        return set.symbols[index + code - first];
      }
      index += many;
      first = (first + many) << 1;
      code <<= 1;
    }
    throw new Broken();
  }

  /** The head of a block. */
  block() {
    const final = this.bits(1);
    const kind = this.bits(2);
    if (final === MORE || kind === MORE) return false;
    if (kind === 3) throw new Broken();
    if (kind === 0) {
      this.bits(this.held & 7);
      const low = this.bits(16);
      const high = this.bits(16);
      if (low === MORE || high === MORE) return false;
      if (low !== (high ^ 0xffff)) throw new Broken();
      this.at -= this.held >>> 3;
      this.hold = 0;
      this.held = 0;
      this.stored = low;
    } else if (kind === 1) {
      this.literals = FIXED.literals;
      this.distances = FIXED.distances;
    } else if (!this.tables()) {
      return false;
    }
    this.final = final === 1;
    if (kind === 0 && !this.stored) this.blockEnd();
    return true;
  }

  blockEnd() {
    this.literals = null;
    this.done = this.final;
  }

  tables() {
    const counts = this.bits(14);
    if (counts === MORE) return false;
    const literals = (counts & 31) + 257;
    const distances = ((counts >> 5) & 31) + 1;
    if (literals > MOST_LITERALS || distances > MOST_DISTANCES) throw new Broken();
    const small = new Uint8Array(19);
    for (let place = 0; place < (counts >> 10) + 4; place += 1) {
      const length = this.bits(3);
      if (length === MORE) return false;
      small[ORDER[place]] = length;
    }
    const set = codes(small, false);
    if (set === null) throw new Broken();
    const lengths = new Uint8Array(literals + distances);
    for (let have = 0; have < lengths.length; ) {
      // in an empty set every length takes one bit and is 0
      const said = set.empty ? (this.bits(1) === MORE ? MORE : 0) : this.symbol(set);
      if (said === MORE) return false;
      if (said < 16) {
        lengths[have] = said;
        have += 1;
        continue;
      }
      const [again, extra, least] = REPEATED[said];
      const more = this.bits(extra);
      if (more === MORE) return false;
      const stop = have + least + more;
      if ((again && !have) || stop > lengths.length) throw new Broken();
      lengths.fill(again ? lengths[have - 1] : 0, have, stop);
      have = stop;
    }
    if (!lengths[END_OF_BLOCK]) throw new Broken();
    this.literals = codes(lengths.subarray(0, literals), true);
    this.distances = codes(lengths.subarray(literals), true);
    if (this.literals === null || this.distances === null) throw new Broken();
    return true;
  }

  /** Bytes of a stored block. */
  copy() {
    this.room();
    const here = Math.min(this.stored, this.bytes.length - this.at, MOST - this.size);
    this.grow(here);
    if (!here) return false;
    this.buffer.set(this.bytes.subarray(this.at, this.at + here), this.size);
    this.at += here;
    this.size += here;
    this.before = this.size; // no byte of it can be wrong
    this.last = this.reached();
    this.stored -= here;
    if (!this.stored) this.blockEnd();
    return true;
  }

  /** Symbols of a block, as many as there are bits for. */
  symbols() {
    const { literals, distances } = this;
    for (;;) {
      if (this.size > WINDOW + ROOM) this.room();
      if (this.buffer.length - this.size < LONGEST) this.grow(LONGEST);
      const { buffer } = this;
      const { at, hold, held, size } = this;
      const symbol = this.symbol(literals);
      let length = 0;
      if (symbol < END_OF_BLOCK) {
        if (symbol === MORE) return this.undo(at, hold, held);
        buffer[size] = symbol;
        length = 1;
      } else if (symbol > END_OF_BLOCK) {
        const code = symbol - 257;
        if (code >= LENGTH_BASE.length) throw new Broken();
        const more = this.bits(LENGTH_EXTRA[code]);
        if (more === MORE) return this.undo(at, hold, held);
        length = LENGTH_BASE[code] + more;
        const far = this.symbol(distances);
        if (far === MORE) return this.undo(at, hold, held);
        if (far >= MOST_DISTANCES) throw new Broken();
        const further = this.bits(DISTANCE_EXTRA[far]);
        if (further === MORE) return this.undo(at, hold, held);
        const distance = DISTANCE_BASE[far] + further;
        if (distance > this.total + size) throw new Broken();
        for (let to = size, from = size - distance; to < size + length; to += 1, from += 1) buffer[to] = buffer[from];
      }
      const reached = this.reached();
      if (reached !== this.last) {
        this.last = reached;
        this.before = size;
      }
      this.size = size + length;
      if (symbol === END_OF_BLOCK) {
        this.blockEnd();
        return true;
      }
    }
  }

  /** Bits are missing: be as before the symbol, of which nothing was kept. */
  undo(at, hold, held) {
    this.at = at;
    this.hold = hold;
    this.held = held;
    return false;
  }

  /** Have the buffer as long as it must be for `more` bytes; `room` keeps it from ever needing more than MOST. */
  grow(more) {
    const need = this.size + more;
    if (need <= this.buffer.length) return;
    const longer = new Uint8Array(Math.min(MOST, Math.max(need, 4 * this.buffer.length)));
    longer.set(this.buffer.subarray(0, this.size));
    this.buffer = longer;
  }

  /** Make room in the buffer: hand on what can't be called back any more, and keep a window. */
  room() {
    if (this.size <= WINDOW + ROOM) return;
    this.hand(this.before);
    const gone = Math.min(this.given, this.size - WINDOW);
    this.buffer.copyWithin(0, gone, this.size);
    this.size -= gone;
    this.given -= gone;
    this.before -= gone;
    this.total += gone;
  }

  /** Hand on what is in the buffer up to `stop`. */
  hand(stop) {
    if (stop <= this.given) return;
    const piece = this.buffer.slice(this.given, stop);
    this.given = stop;
    this.out(piece);
  }
}

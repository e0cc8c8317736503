// Typed arrays that grow while their elements come.
//
// Rules of this file: nothing of a declared length is allocated before as many bytes came, or `expand` was asked; what is
// handed out is the caller's own.

const GROW = 1024;
const FAR = 2 ** 32 - 1; // greatest position that fits
export const CODES = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

const longer = (array, size) => {
  const made = new array.constructor(size);
  made.set(array);
  return made;
};

/** A function that takes indices, and has them as `result()`. expand: is told how many bytes they will take. */
export function indexSink(expand = () => {}) {
  let out = new Uint32Array(0);
  let size = 0;
  const sink = (index) => {
    if (index > FAR) throw new RangeError(`a cell has the position ${index}, more than 32 bits hold`);
    if (size === out.length) {
      const room = Math.max(GROW, 2 * size);
      expand(4 * room);
      out = longer(out, room);
    }
    out[size] = index;
    size += 1;
  };
  sink.result = () => (size === out.length ? out : out.slice(0, size));
  return sink;
}

/** Takes codes: as wide as they are stored; runs and packed ones become wider only when a value needs it. */
export class CodeSink {
  #out = new Uint8Array(0);
  #width = 1;
  #size = 0;
  #count = 0;
  #expand;
  #most;

  /** most: how many codes are taken. expand: is told of bytes that no stored bytes stand for. */
  constructor(most, expand) {
    this.#most = most;
    this.#expand = expand;
  }

  begin(count, width) {
    if (count > this.#most) throw new RangeError(`${count} codes are more than the ${this.#most} that are decoded at once`);
    if (!width) this.#expand(count);
    this.#count = count;
    this.#width = width || 1;
    this.#out = new CODES[this.#width](0);
  }

  code(value) {
    if (value >= 256 ** this.#width) this.#widen(value);
    this.#room(1);
    this.#out[this.#size] = value;
    this.#size += 1;
  }

  run(value, many) {
    if (value >= 256 ** this.#width) this.#widen(value);
    this.#room(many);
    this.#out.fill(value, this.#size, this.#size + many);
    this.#size += many;
  }

  #room(more) {
    const need = this.#size + more;
    if (need > this.#out.length) this.#out = longer(this.#out, Math.max(need, Math.min(this.#count, Math.max(GROW, 2 * need))));
  }

  #widen(value) {
    this.#width = value < 65536 ? 2 : 4;
    this.#expand(this.#width * this.#count);
    this.#out = new CODES[this.#width](this.#out);
  }

  result() {
    return this.#size === this.#out.length ? this.#out : this.#out.slice(0, this.#size);
  }
}

const ITEMS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
};

/** Takes the bytes of arrays, one after another. */
export class ItemSink {
  #arrays = [];

  array(dtype) {
    this.#arrays.push([dtype, [], 0]);
  }

  items(piece) {
    const last = this.#arrays[this.#arrays.length - 1];
    last[1].push(piece.slice());
    last[2] += piece.length;
  }

  result() {
    return this.#arrays.map(([dtype, parts, size]) => typedArray(dtype, joined(parts, size)));
  }
}

/** Pieces as one array of bytes. */
export function joined(parts, size = parts.reduce((sum, part) => sum + part.length, 0)) {
  const made = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

/** Little-endian bytes as the items of a type. bytes: an array of its own. */
export function typedArray(dtype, bytes) {
  const kind = ITEMS[dtype];
  return new kind(bytes.buffer, 0, bytes.length / kind.BYTES_PER_ELEMENT);
}

/** The type's array of items, or null where there is no such type. */
export const itemsOf = (dtype) => (Object.hasOwn(ITEMS, dtype) ? ITEMS[dtype] : null);

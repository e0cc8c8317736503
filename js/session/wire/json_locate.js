// Where in a JSON text the value at a path stands: byte spans, worked out for findings only.
//
// Rules of this file: the text is one that `parse` has accepted; nothing is checked here. One walk from left to right
// serves all the paths and ends where the last of what is wanted ends.

import { utf8 } from "./strict_json.js";

const QUOTE = 0x22;
const SLASH = 0x5c;

class Place {
  constructor() {
    this.inner = new Map();
    this.key = null;
    this.span = null;
    this.wanted = false;
  }
}

/** The spans of paths: [[path, atKey], …] -> [[start, end], …]. A path that leads nowhere: the last value on it. */
export function locate(data, asked) {
  const root = new Place();
  const places = new Set();
  for (const [path] of asked) {
    let place = root;
    for (const step of path) {
      if (!place.inner.has(step)) place.inner.set(step, new Place());
      place = place.inner.get(step);
    }
    place.wanted = true;
    places.add(place);
  }
  new Walk(data, places.size).value(root);
  return asked.map(([path, atKey]) => spanOf(root, path, atKey));
}

function spanOf(root, path, atKey) {
  let place = root;
  for (const step of path) place = place.inner.get(step);
  if (place.span !== null) return atKey && place.key !== null ? place.key : place.span;
  place = root;
  for (const step of path) {
    const inner = place.inner.get(step);
    if (inner.span === null) break;
    place = inner;
  }
  return place.span ?? [0, 0];
}

class Walk {
  constructor(data, left) {
    this.data = data;
    this.at = 0;
    this.left = left;
  }

  skip() {
    while (this.data[this.at] <= 0x20) this.at += 1;
  }

  /** Past a string, from its quote. */
  string() {
    const { data } = this;
    for (this.at += 1; data[this.at] !== QUOTE; this.at += 1) if (data[this.at] === SLASH) this.at += 1;
    this.at += 1;
  }

  /** Past a value that no path leads into. */
  pass() {
    const { data } = this;
    const first = data[this.at];
    if (first === QUOTE) {
      this.string();
    } else if (first === 0x7b || first === 0x5b) {
      let depth = 0;
      do {
        const byte = data[this.at];
        if (byte === QUOTE) {
          this.string();
          continue;
        }
        if (byte === 0x7b || byte === 0x5b) depth += 1;
        else if (byte === 0x7d || byte === 0x5d) depth -= 1;
        this.at += 1;
      } while (depth);
    } else {
      while (this.at < data.length && !ENDS[data[this.at]]) this.at += 1;
    }
  }

  value(place) {
    this.skip();
    const start = this.at;
    const first = this.data[start];
    if (place.inner.size && (first === 0x7b || first === 0x5b)) {
      if (first === 0x7b) this.object(place.inner);
      else this.array(place.inner);
      if (!this.left) return;
    } else {
      this.pass();
    }
    place.span = [start, this.at];
    if (place.wanted) this.left -= 1;
  }

  object(places) {
    this.at += 1;
    this.skip();
    while (this.data[this.at] === QUOTE) {
      const start = this.at;
      this.string();
      const end = this.at;
      const place = places.get(keyOf(this.data.subarray(start, end)));
      this.skip();
      this.at += 1; // the colon
      this.skip();
      if (place === undefined) {
        this.pass();
      } else {
        place.key = [start, end];
        this.value(place);
        if (!this.left) return;
      }
      this.skip();
      if (this.data[this.at] === 0x2c) this.at += 1;
      this.skip();
    }
    this.at += 1;
  }

  array(places) {
    this.at += 1;
    this.skip();
    for (let index = 0; this.data[this.at] !== 0x5d; index += 1) {
      const place = places.get(index);
      if (place === undefined) {
        this.pass();
      } else {
        this.value(place);
        if (!this.left) return;
      }
      this.skip();
      if (this.data[this.at] === 0x2c) this.at += 1;
      this.skip();
    }
    this.at += 1;
  }
}

const ENDS = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0a, 0x0d, 0x2c, 0x5d, 0x7d]) ENDS[byte] = 1;

const keyOf = (bytes) => (bytes.includes(SLASH) ? JSON.parse(utf8(bytes)) : utf8(bytes.subarray(1, -1)));

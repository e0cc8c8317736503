// Reading payloads from left to right, and uvarints: spec section 5.1.

import { LIMITS } from "./limits.mjs";

/** Thrown where a payload ends that is only the beginning of one: what is wrong lies behind it. */
export class Cut extends Error {}

/** A place in a payload. `whole` is false for a payload of which only the beginning could be made. */
export class Cursor {
  constructor(bytes, whole, findings) {
    this.bytes = bytes;
    this.at = 0;
    this.whole = whole;
    this.findings = findings;
  }

  get left() {
    return this.bytes.length - this.at;
  }

  /** Says that the payload ends here, where it must not. */
  short(rule, message) {
    if (!this.whole) throw new Cut();
    this.findings.atEnd?.();
    this.findings.add(rule, message);
  }

  /** Says that bytes follow, if some do; of a payload that is not whole its end is not known. */
  end(rule, message) {
    if (!this.whole) throw new Cut();
    if (this.left > 0) this.findings.add(rule, message);
  }

  /** A finding, unless the same was said of this payload before. */
  once(rule, message) {
    this.said ??= new Set();
    if (!this.said.has(rule)) this.findings.add(rule, message);
    this.said.add(rule);
  }

  uvarint() {
    const { bytes } = this;
    let byte = bytes[this.at];
    if (byte < 0x80) {
      this.at += 1;
      return byte;
    }
    const start = this.at;
    let value = 0, scale = 1;
    for (let count = 1; ; count += 1) {
      if (this.at >= bytes.length) this.short("uvarint.truncated", `the payload ends inside the uvarint at byte ${start}`);
      byte = bytes[this.at];
      if (count === LIMITS.UVARINT_BYTES && byte >= 0x80) {
        this.findings.add("uvarint.too-long", `the uvarint at byte ${start} is longer than ${LIMITS.UVARINT_BYTES} bytes`);
      }
      this.at += 1;
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) break;
    }
    if (value > LIMITS.SAFE_INTEGER) this.findings.add("uvarint.range", `the uvarint at byte ${start} is beyond every safe integer`);
    if (byte === 0) this.once("uvarint.overlong", `the uvarint at byte ${start} is longer than its value needs`);
    return value;
  }
}

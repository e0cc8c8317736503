// One gzip member and nothing else: spec section 4.3.

import { crc32, u32 } from "./bytes.mjs";
import { inflate } from "./inflate.mjs";
import { Cut } from "./uvarint.mjs";

const BEGIN = [0x1f, 0x8b, 0x08];
const FHCRC = 0x02, FEXTRA = 0x04, FNAME = 0x08, FCOMMENT = 0x10, RESERVED = 0xe0;
const HEADER = 10, TRAILER = 8;

/** The place behind the header; findings of class safety end the reading. */
function header(stored, cut, findings) {
  const need = (end) => {
    if (end > stored.length && cut) throw new Cut();
    if (end > stored.length) findings.add("gzip.truncated", "the stored bytes end inside the gzip header");
    return end;
  };
  BEGIN.forEach((byte, at) => {
    if (at < stored.length && stored[at] !== byte) findings.add("gzip.header", "the stored bytes do not begin like gzip with the method 8");
  });
  need(4);
  const flags = stored[3];
  if (flags & RESERVED) findings.add("gzip.flags", "reserved flags of the gzip header are set");
  let told = false;
  const hidden = () => {
    if (!told) findings.add("gzip.hidden", "the gzip header has an extra field, a name or a comment");
    told = true;
  };
  let at = need(HEADER);
  if (flags & FEXTRA) {
    need(at + 2);
    at = need(at + 2 + (stored[at] | (stored[at + 1] << 8)));
    hidden();
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if (!(flags & flag)) continue;
    const zero = stored.indexOf(0, at);
    at = zero === -1 ? need(stored.length + 1) : zero + 1;
    hidden();
  }
  if (flags & FHCRC) {
    need(at + 2);
    if ((stored[at] | (stored[at + 1] << 8)) !== (crc32(stored.subarray(0, at)) & 0xffff)) {
      findings.add("gzip.header-crc", "the checksum of the gzip header is wrong");
    }
    at += 2;
  }
  return at;
}

const FAULTS = {
  data: { rule: "gzip.data", message: "the compressed data are no deflate data" },
  truncated: { rule: "gzip.truncated", message: "the stored bytes end inside the compressed data" },
};

function trailer(stored, end, out) {
  const there = stored.length - end;
  if (there >= 4 && u32(stored, end) !== crc32(out)) return { rule: "gzip.crc", message: "the CRC-32 is not that of the payload" };
  if (there < TRAILER) return { rule: "gzip.truncated", message: "the stored bytes end inside the gzip trailer" };
  if (u32(stored, end + 4) !== out.length % 2 ** 32) return { rule: "gzip.length", message: "the length in the gzip trailer is not that of the payload" };
  if (end + TRAILER < stored.length) return { rule: "gzip.trailing", message: "bytes follow the gzip member" };
  return null;
}

/**
 * Inflates the stored bytes of a chunk.
 * @param {Uint8Array} stored
 * @param {number} most bytes of payload that are allowed
 * @param findings takes faults of the header
 * @param {boolean} cut whether the stored bytes are only a beginning: then nothing is said of their end
 * @returns {{out: Uint8Array, behind: null|"too-large"|{rule: string, message: string}}} the payload as far as it could be made, and the
 *   fault that lies behind it
 */
export function gunzip(stored, most, findings, cut = false) {
  const start = header(stored, cut, findings);
  const { out, end, fault } = inflate(stored, start, most);
  if (fault === "too-large") return { out, behind: fault };
  const behind = fault === null ? trailer(stored, end, out) : FAULTS[fault];
  return { out, behind: cut && behind?.rule === "gzip.truncated" ? null : behind };
}

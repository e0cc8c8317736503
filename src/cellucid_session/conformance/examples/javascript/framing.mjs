// The framing: spec section 2. A length is judged before what it speaks of is looked at.

import { u32 } from "./bytes.mjs";
import { beginsLater, laterFormat, MAGICS } from "./generations.mjs";
import { LIMITS } from "./limits.mjs";

/** Which magic a file has. Findings end the reading. */
function magicOf(bytes, findings) {
  let left = [...MAGICS.keys()];
  for (let at = 0; ; at += 1) {
    const whole = left.find((index) => MAGICS[index].length === at);
    if (whole !== undefined) return whole;
    if (at === bytes.length) findings.short("frame.truncated", "the file ends inside its magic");
    left = left.filter((index) => MAGICS[index][at] === bytes[at]);
    if (left.length > 0) continue;
    const later = laterFormat(bytes);
    if (later !== null) findings.add("frame.generation", `a session of a later format (${later})`);
    if (beginsLater(bytes)) findings.short("frame.truncated", "the file ends inside the magic of a later format");
    findings.add("frame.magic", `byte ${at} is not that of the magic: this is no session`);
  }
}

/** The bytes of the manifest, and which of MAGICS the file has. Findings end the reading. */
export function manifestBytes(bytes, findings) {
  const magic = magicOf(bytes, findings);
  const start = MAGICS[magic].length + 4;
  if (bytes.length < start) findings.short("frame.truncated", "the file ends before the length of its manifest");
  const length = u32(bytes, start - 4);
  if (length < LIMITS.MANIFEST_BYTES_MIN) {
    findings.add("frame.manifest-length", `a manifest of ${length} bytes is not allowed`);
  }
  if (start + length > bytes.length) findings.short("frame.truncated", "the file ends inside its manifest");
  return { magic, head: bytes.subarray(start, start + length) };
}

/** The stored bytes of the frame at a place, as far as they are there, and whether that is not all. Findings end the reading. */
export function frameAt(bytes, at, entry, most, findings) {
  if (at + 4 > bytes.length) findings.short("frame.chunk-truncated", "the file ends before the length of this chunk");
  const length = u32(bytes, at);
  if (length > most) findings.add("frame.chunk-length", `a chunk of ${length} bytes is not allowed`);
  const declared = entry.storedBytes;
  if (declared !== undefined && declared !== length) {
    findings.add("chunk.stored-bytes-mismatch", `the frame has ${length} bytes, its entry says ${declared}`);
  }
  return { stored: bytes.subarray(at + 4, at + 4 + length), cut: at + 4 + length > bytes.length };
}

// The framing: spec section 2. A length is judged before what it speaks of is looked at.

import { u32 } from "./bytes.mjs";
import { LIMITS } from "./limits.mjs";

export const MAGIC = new TextEncoder().encode("CELLUCID_SESSION\n");

/** The bytes of the manifest. Findings end the reading. */
export function manifestBytes(bytes, findings) {
  for (let at = 0; at < Math.min(MAGIC.length, bytes.length); at += 1) {
    if (bytes[at] !== MAGIC[at]) findings.add("frame.magic", `byte ${at} is not that of the magic: this is no session`);
  }
  const start = MAGIC.length + 4;
  if (bytes.length < start) findings.short("frame.truncated", "the file ends before the length of its manifest");
  const length = u32(bytes, MAGIC.length);
  if (length < LIMITS.MANIFEST_BYTES_MIN) {
    findings.add("frame.manifest-length", `a manifest of ${length} bytes is not allowed`);
  }
  if (start + length > bytes.length) findings.short("frame.truncated", "the file ends inside its manifest");
  return bytes.subarray(start, start + length);
}

/** The stored bytes of the frame at a place, as far as they are there, and whether that is not all. Findings end the reading. */
export function frameAt(bytes, at, entry, findings) {
  if (at + 4 > bytes.length) findings.short("frame.chunk-truncated", "the file ends before the length of this chunk");
  const length = u32(bytes, at);
  if (length > LIMITS.STORED_BYTES) findings.add("frame.chunk-length", `a chunk of ${length} bytes is not allowed`);
  const declared = entry.storedBytes;
  if (declared !== undefined && declared !== length) {
    findings.add("chunk.stored-bytes-mismatch", `the frame has ${length} bytes, its entry says ${declared}`);
  }
  return { stored: bytes.subarray(at + 4, at + 4 + length), cut: at + 4 + length > bytes.length };
}

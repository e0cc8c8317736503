// One gzip member as spec section 9.2 writes it.

import { u32 } from "./bytes.mjs";

const HEADER = Uint8Array.of(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff);

/** Compresses a payload. Engines write headers of their own, so theirs is replaced. */
export async function gzip(payload) {
  const stream = new Blob([payload]).stream().pipeThrough(new CompressionStream("gzip"));
  const member = new Uint8Array(await new Response(stream).arrayBuffer());
  if (u32(member, 0) !== u32(HEADER, 0)) throw new Error("CompressionStream wrote another header than one without a name");
  member.set(HEADER);
  return member;
}

// One gzip member with the header that the spec gives: no flags, no time, no system.

const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);

/** The member of a payload; its deflate data are the platform's. */
export async function gzipMember(payload) {
  const stream = new Blob([payload]).stream().pipeThrough(new CompressionStream("gzip"));
  const member = new Uint8Array(await new Response(stream).arrayBuffer());
  if (member[3] !== 0) throw new Error("the platform's gzip sets flags");
  member.set(HEADER);
  return member;
}

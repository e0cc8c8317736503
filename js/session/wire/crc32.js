// CRC-32 of IEEE 802.3, as gzip has it; four bytes at a time.

const TABLES = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)];
for (let byte = 0; byte < 256; byte += 1) {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  TABLES[0][byte] = value;
}
for (let table = 1; table < 4; table += 1) {
  for (let byte = 0; byte < 256; byte += 1) {
    const before = TABLES[table - 1][byte];
    TABLES[table][byte] = (before >>> 8) ^ TABLES[0][before & 0xff];
  }
}

/** The checksum of some bytes, after those that gave `crc`. */
export function crc32(bytes, crc = 0) {
  const [one, two, three, four] = TABLES;
  let value = ~crc;
  let at = 0;
  const stop = bytes.length - 3;
  for (; at < stop; at += 4) {
    value ^= bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    value = four[value & 0xff] ^ three[(value >>> 8) & 0xff] ^ two[(value >>> 16) & 0xff] ^ one[value >>> 24];
  }
  for (; at < bytes.length; at += 1) value = (value >>> 8) ^ one[(value ^ bytes[at]) & 0xff];
  return ~value >>> 0;
}

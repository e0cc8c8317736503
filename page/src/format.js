// The reader and the writer of the format, as the page knows them.
//
// Rules of this file:
// * The very modules that ship as the JavaScript example of the conformance suite are bundled; the page has no second
//   reader or writer. This file only names what of them is used, with types (types/session.d.ts).

export { FAMILIES } from "session/families.mjs";
export { matchFingerprints, readSession } from "session/reader.mjs";
export { passOn, writeSession } from "session/writer.mjs";

/**
 * @typedef {import("session/reader.mjs").Session} Session
 * @typedef {import("session/reader.mjs").Chunk} Chunk
 * @typedef {import("session/reader.mjs").Finding} Finding
 */

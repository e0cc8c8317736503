// Chunks whose stored bytes are at hand, decoded at once: for who holds a file in memory and can't wait.
//
// Rules of this file: bytes go through the codecs and grammars of the judge, with its bounds. Nothing here is asked whether
// a session is valid: whoever uses it has had it judged.

import { GENERATIONS } from "../check/facts.js";
import { payload } from "../check/grammar.js";
import { gunzip, stored } from "../wire/gunzip.js";
import { Pump, Source } from "../wire/source.js";
import { joined } from "./sinks.js";

const CODECS = { gzip: gunzip, none: stored };

/** A generation of the format: its families, and what tells them by id. */
export const generationOf = (number) => GENERATIONS.get(number) ?? null;

/** The payload of a chunk. entry: the manifest's. Throws Fault. */
export function inflatedNow(entry, bytes, generation) {
  const parts = [];
  const most = Math.min(entry.uncompressedBytes ?? Infinity, generation.inflatedBytes);
  const source = new Source();
  const pump = new Pump(source, CODECS[entry.codec](source, bytes.length, most, (piece) => parts.push(piece)));
  pump.feed(bytes);
  pump.end();
  return parts.length === 1 ? parts[0] : joined(parts);
}

/** What a binary payload says, by the grammar of a family; `asked` and `sink` as in check/grammar.js. Throws Fault. */
export function readNow(data, family, generation, asked, sink) {
  const source = new Source();
  const pump = new Pump(source, payload(generation.payloads[family.payload], source, asked, { sink }));
  pump.feed(data);
  return pump.end();
}

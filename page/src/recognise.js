// Which generation of the format a file is: the signs of the declarations, asked in their order (spec 2.2).
//
// Rules of this file:
// * It decides from the first bytes and the parsed manifest; what the page can't read is told as what it is, and is
//   never read by the rules of another generation.

import { NUMBERED, RECOGNITION, RELEASES } from "./generations.js";

const HEAD = 64; // bytes that a magic fits in
const LATER = /^(?!1\n)[1-9][0-9]{0,8}\n/;

/** @param {unknown} value @returns {Record<string, unknown>} */
const object = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {});

/** @param {unknown} value @param {string[]} words */
const hasKey = (value, words) => words.some((word) => Object.hasOwn(object(value), word));

/** @type {Record<string, (manifest: unknown, words: string[]) => boolean>} */
const LOOK = {
  "manifest-key": hasKey,
  "fingerprint-key": (manifest, words) => hasKey(object(manifest).datasetFingerprint, words),
  "chunk-id": (manifest, words) => {
    const { chunks } = object(manifest);
    return Array.isArray(chunks) && chunks.some((chunk) => words.includes(/** @type {string} */ (object(chunk).id)));
  },
};

/**
 * @param {Blob | Uint8Array} input
 * @param {unknown} manifest parsed, or null where it can't be
 * @returns {Promise<number>} 1 also for what is no session; Infinity for one that nobody here knows
 */
export async function generationOf(input, manifest) {
  const blob = input instanceof Blob ? input : new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (input).subarray(0, HEAD)]);
  const bytes = new Uint8Array(await blob.slice(0, HEAD).arrayBuffer());
  const head = String.fromCharCode(...bytes);
  for (const { magic, signs, otherwise } of RECOGNITION) {
    if (!head.startsWith(magic)) continue;
    const at = magic.length;
    const length = bytes.length < at + 4 ? 0 : new DataView(bytes.buffer).getUint32(at, true);
    for (const [place, words, above, number] of /** @type {[string, string[], number, number][]} */ (signs)) {
      const look = LOOK[place];
      if (look ? look(manifest, words) : length > above) return number;
    }
    return otherwise;
  }
  return head.startsWith(NUMBERED) && LATER.test(head.slice(NUMBERED.length)) ? Infinity : 1;
}

/** What is said of a file that the page can't read; "" for one that it can. @param {number} generation */
export function tooLate(generation) {
  if (generation === 1) return "";
  if (generation === Infinity) return "it was saved by a later Cellucid than is known here. Open it in the viewer that wrote it";
  const releases = RELEASES[generation] ?? [];
  return `it was saved by Cellucid ${releases.join(" or ")}, in a form that this page can't show yet. Its labels come into an AnnData with cellucid-session apply, or with apply_cellucid_session_to_anndata in Python`;
}

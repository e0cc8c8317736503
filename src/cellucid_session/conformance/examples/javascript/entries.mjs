// The rules over all entries: ids, families, order and dependsOn. Spec sections 4.1, 4.2 and 7.1.

import { FAMILIES } from "./families.mjs";
import { shown } from "./findings.mjs";

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\\]|^\/|(?:^|\/)\.\.?(?:\/|$)/u;

// which rest comes before which registry
const AFTER = [
  ["highlights/cells/", "highlights/meta", "chunk.meta-order"],
  ["user-defined/codes/", "core/field-overlays", "chunk.overlays-order"],
];

/** Judges the entries of a manifest whose types are right. Returns what was found: all of it is found together (spec section 2.1). */
export function judgeEntries(chunks, findings) {
  const kept = [];
  const found = (chunk, rule, message) => {
    findings.chunk = chunk;
    kept.push(findings.keep(rule, message, `/chunks/${chunk.index}`));
    findings.chunk = null;
  };
  const places = new Map();
  for (const chunk of chunks) {
    if (places.has(chunk.id)) found(chunk, "chunk.id-duplicate", `two chunks are called ${shown(chunk.id)}`);
    else places.set(chunk.id, chunk.index);
  }
  order(chunks, places, found);
  for (const chunk of chunks) entry(chunk, found);
  circles(chunks, places, found);
  return kept;
}

function entry(chunk, found) {
  const { id, entry: said, family } = chunk;
  if (UNSAFE.test(id)) found(chunk, "chunk.id-unsafe", "an id with a control character, a backslash, or the form of a path that leads elsewhere");
  else if (id !== id.trim()) found(chunk, "chunk.id-space", "an id with white space around it");
  if (family === null) return;
  const { kind, contributor, bound } = FAMILIES.find((one) => one.name === family);
  if (said.kind !== kind) found(chunk, "chunk.family-kind", `kind must be ${kind}`);
  if (said.contributorId !== contributor) found(chunk, "chunk.family-contributor", `contributorId must be ${contributor}`);
  if (bound && !said.datasetDependent) found(chunk, "chunk.dataset-flag", "datasetDependent must be true");
}

function order(chunks, places, found) {
  let lazy = false;
  for (const chunk of chunks) {
    if (chunk.entry.priority === "lazy") lazy = true;
    else if (lazy) found(chunk, "chunk.order", "an eager chunk comes after a lazy one");
    for (const [name, registry, rule] of AFTER) {
      if (chunk.family === name && places.get(registry) > chunk.index) found(chunk, rule, `comes before ${registry}`);
    }
  }
}

/** Chunks that depend on themselves. Walks without recursion: a circle may be as long as the manifest. */
function circles(chunks, places, found) {
  const state = new Uint8Array(chunks.length); // 1: on the way, 2: done
  for (const first of chunks) {
    if (state[first.index] !== 0) continue;
    const way = [[first.index, 0]];
    state[first.index] = 1;
    while (way.length > 0) {
      const step = way[way.length - 1];
      const needs = chunks[step[0]].entry.dependsOn ?? [];
      if (step[1] === needs.length) {
        state[step[0]] = 2;
        way.pop();
        continue;
      }
      const next = places.get(needs[step[1]]);
      step[1] += 1;
      if (next === undefined || state[next] === 2) continue;
      if (state[next] === 1) found(chunks[step[0]], "chunk.depends-cycle", "depends on itself");
      else {
        state[next] = 1;
        way.push([next, 0]);
      }
    }
  }
}

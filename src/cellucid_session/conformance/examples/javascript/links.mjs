// What a chunk of members or codes has to do with its registry: spec section 7.2 and the end of 5.4.

import { allowedLengths, meaning } from "./codes.mjs";
import { fieldsOf, groupsOf, idOf } from "./payloads.mjs";

const byId = (objects) => {
  const map = new Map();
  for (const object of objects) {
    const id = idOf(object);
    if (id !== null) map.set(id, object);
  }
  return map;
};

/** The two registries of a session, as far as they have been read. */
export class Registries {
  constructor() {
    this.groups = null;
    this.fields = null;
  }

  learn(family, value) {
    if (family === "highlights/meta") this.groups = byId(groupsOf(value));
    if (family === "core/field-overlays") this.fields = byId(fieldsOf(value));
  }

  group(id) {
    return this.groups?.get(id) ?? null;
  }

  /** A field of kind category, or null. */
  field(id) {
    const field = this.fields?.get(id) ?? null;
    return field?.kind === "category" ? field : null;
  }
}

const RULE_OF = { "highlights/cells/": "cells.orphan", "user-defined/codes/": "codes.orphan" };

/** Holds the codes of a chunk against the categories of its field. */
export function judgeCategories(used, field, findings) {
  if (!Array.isArray(field.categories)) return;
  const means = meaning(field);
  const stray = used.find((code) => means(code) === null);
  if (stray !== undefined) findings.add("codes.category", `the code ${stray} is neither one of ${field.categories.length} categories nor a marker`);
}

/** Judges, when the file has been read, what could not be judged before. */
export function judgeLinks(chunks, registries, { nObs, nVars }, findings) {
  for (const chunk of chunks) {
    const rule = RULE_OF[chunk.family];
    if (rule === undefined || chunk.judged === null) continue;
    findings.chunk = chunk;
    const owner = rule === "cells.orphan" ? registries.group(chunk.rest) : registries.field(chunk.rest);
    if (owner === null) findings.add(rule, "no registry names what this chunk belongs to");
    else if (chunk.judged.late) late(chunk.judged, owner, nObs, nVars, findings);
  }
  findings.chunk = null;
}

function late(judged, field, nObs, nVars, findings) {
  const lengths = allowedLengths(field.source, nObs, nVars);
  if (lengths !== null && !lengths.includes(judged.length)) findings.add("codes.length", `${judged.length} codes, where there must be ${lengths.join(" or ")}`);
  judgeCategories(judged.used, field, findings);
}

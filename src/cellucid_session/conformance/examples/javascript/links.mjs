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

  /** Whatever the registry says of a field, or null. */
  named(id) {
    return this.fields?.get(id) ?? null;
  }

  /** A field of kind category with categories, or null. */
  field(id) {
    const field = this.named(id);
    return field?.kind === "category" && Array.isArray(field.categories) ? field : null;
  }
}

const RULE_OF = { "highlights/cells/": "cells.orphan", "user-defined/codes/": "codes.orphan" };

/** Holds the codes of a chunk against the categories of its field. */
export function judgeCategories(used, field, findings) {
  const means = meaning(field);
  const stray = used.find((code) => means(code) === null);
  if (stray !== undefined) findings.add("codes.category", `the code ${stray} is neither one of ${field.categories.length} categories nor a marker`);
}

const has = (id) => (chunks) => chunks.some((chunk) => chunk.id === id);
const REGISTRIES = { "cells.orphan": has("highlights/meta"), "codes.orphan": has("core/field-overlays") };

/** Judges, when the file has been read, what could not be judged before. */
export function judgeLinks(chunks, registries, { nObs, nVars }, findings) {
  for (const chunk of chunks) {
    const rule = RULE_OF[chunk.family];
    if (rule === undefined || chunk.judged === null) continue;
    findings.chunk = chunk;
    if (chunk.judged.late) lateLength(chunk.judged, registries.named(chunk.rest), nObs, nVars, findings);
    if ((rule === "cells.orphan" ? registries.groups : registries.fields) === null && REGISTRIES[rule](chunks)) continue; // it could not be read
    const owner = rule === "cells.orphan" ? registries.group(chunk.rest) : registries.field(chunk.rest);
    if (owner === null) findings.add(rule, "no registry names what this chunk belongs to");
    else if (chunk.judged.late) judgeCategories(chunk.judged.used, owner, findings);
  }
  findings.chunk = null;
}

function lateLength({ length }, field, nObs, nVars, findings) {
  const lengths = allowedLengths(field, nObs, nVars);
  if (lengths !== null && !lengths.includes(length)) findings.add("codes.length", `${length} codes, where there must be ${lengths.join(" or ")}`);
}

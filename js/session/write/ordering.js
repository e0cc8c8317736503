// The order of keys that a writer chooses: that of the schemas. Known keys come first, the others follow as they came;
// nothing is added, left out or changed.

import { FORMAT } from "../data/format.js";
import { entriesOf } from "./json_text.js";

const { nodes, roots } = FORMAT.schemas;

/** The schema of a place in the table; references are followed. null for one that says nothing. */
export function node(place) {
  let found = typeof place === "number" ? nodes[place] : null;
  while (found?.ref !== undefined) found = typeof found.ref === "number" ? nodes[found.ref] : null;
  return found;
}

/** A schema by its name. */
export const schema = (name) => node(roots[name]);

/** The place of the schema of a property; undefined where there is none. */
export const property = (found, key) => found.properties?.find(([name]) => name === key)?.[1];

/** A payload with the keys of its objects in the order of a schema: objects as Maps. */
export function inOrder(value, place) {
  const found = node(place);
  if (found === null) return value;
  if (Array.isArray(value)) return found.items === undefined ? value : value.map((each) => inOrder(each, found.items));
  const entries = typeof value === "object" && value !== null ? entriesOf(value) : null;
  if (entries === null) return value;
  const known = new Map(found.properties ?? []);
  const given = new Map(entries);
  const made = new Map();
  for (const [key, inner] of known) if (given.has(key)) made.set(key, inOrder(given.get(key), inner));
  for (const [key, each] of given) if (!known.has(key)) made.set(key, inOrder(each, found.additionalProperties));
  return made;
}

/** The same, of a schema by its name. */
export const inTableOrder = (value, name) => inOrder(value, roots[name]);

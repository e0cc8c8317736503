// What the registries say that depends on nothing else: which chunk is called what, and comes where.
//
// Rules of this file: a registry is looked at as it was given, and not judged; what it does not say is not made up.

import { entriesOf } from "./json_text.js";

const META = "highlights-meta";
const OVERLAYS = "core-field-overlays";
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && entriesOf(value) !== null;
const get = (value, key) => (value instanceof Map ? value.get(key) : isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);

function objects(value, key) {
  const items = get(value, key);
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** Id to text, of each item that has both. */
function texts(items, key) {
  const pairs = items.map((each) => [get(each, "id"), get(each, key)]);
  return new Map(pairs.filter((pair) => pair.every((text) => typeof text === "string")));
}

export class Registries {
  #names = new Map();
  types = new Map(); // id of a field -> codesType

  /** Look at a payload that was added, if it is a registry. */
  note(payload, value) {
    if (payload === META) {
      const groups = objects(value, "pages").flatMap((page) => objects(page, "highlightedGroups"));
      this.#names.set(META, texts(groups, "label"));
    } else if (payload === OVERLAYS) {
      const fields = objects(value, "userDefinedFields");
      this.#names.set(OVERLAYS, texts(fields, "key"));
      this.types = texts(fields, "codesType");
    }
  }

  #listed(family) {
    return this.#names.get(family.payload === "codes" ? OVERLAYS : /^(index-list|cell-set)$/.test(family.payload) ? META : "");
  }

  /** What a registry calls the group or field of a chunk; null where none does. */
  name(family, rest) {
    return this.#listed(family)?.get(rest) ?? null;
  }

  /** Id to its place in the registry that lists the chunks of a family. */
  places(family) {
    return new Map([...(this.#listed(family)?.keys() ?? [])].map((id, place) => [id, place]));
  }
}

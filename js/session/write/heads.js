// What a manifest says beside its chunks, as a generation wants it: which keys it has, which it must have.
//
// Rules of this file: that comes from the generation's schema. Nothing is filled in that was not said: what is missing is
// an error that names it and says where it comes from. A generation that takes any key gets those that the viewer wrote.

import { UsageError } from "../errors.js";
import { Sha256 } from "../wire/sha256.js";
import { entriesOf } from "./json_text.js";
import { node, property, schema } from "./ordering.js";

/** option of a writer -> key of datasetFingerprint */
export const FINGERPRINT = {
  sourceType: "sourceType",
  datasetId: "datasetId",
  name: "name",
  cells: "cellCount",
  variables: "varCount",
  cellOrder: "cellOrder",
  dataMapping: "dataMapping",
};
/** option of a writer -> key of the manifest */
export const MANIFEST = { dataSource: "dataSource", cellNames: "cellNames", source: "source", requires: "requires" };

const ANOTHER = "a session that this release of the viewer saved on the same data set";
/** option -> who knows it */
const FROM = {
  cells: "the data set",
  variables: "the data set",
  cellOrder: ANOTHER,
  dataMapping: ANOTHER,
  requires: "you: the columns and genes that groups are bound to and that views show",
};

/** A generation as messages call it. */
export const called = ({ number, format, releases }) =>
  `generation ${number} (format ${format}, Cellucid ${releases.join(" or ")})`;

const typesOf = (found) => [found?.type ?? []].flat();

export class Head {
  #values = {};
  #fingerprint = {};
  #isClosed;
  #orders;

  /** given: what the options say; null: nothing. Throws UsageError. */
  constructor(generation, given) {
    const root = schema(generation.schema("manifest"));
    const inner = node(property(root, "datasetFingerprint"));
    const required = ({ required: keys = [] }) => keys.map(([key]) => key);
    this.#isClosed = root.additionalProperties === false;
    this.#orders = [required(root), required(inner)];
    const missing = [];
    for (const [names, schemaOf, target] of [
      [FINGERPRINT, inner, this.#fingerprint],
      [MANIFEST, root, this.#values],
    ]) {
      for (const [option, key] of Object.entries(names)) {
        const value = given[option] ?? null;
        const known = property(schemaOf, key);
        if (known === undefined && value !== null) {
          throw new UsageError(`${option}: a session of ${called(generation)} has no ${key}`);
        }
        if (value !== null) target[key] = value;
        else if (known !== undefined && this.#isClosed && required(schemaOf).includes(key)) {
          if (typesOf(node(known)).includes("null")) target[key] = null;
          else missing.push(option);
        }
      }
    }
    if (missing.length) {
      const told = missing.map((each) => `${each} from ${FROM[each] ?? "you"}`).join("; ");
      throw new UsageError(`a session of ${called(generation)} can't be without ${told}`);
    }
    const requires = entriesOf(this.#values.requires ?? null);
    if (requires !== null) {
      const sorted = requires.map(([key, names]) => [key, Array.isArray(names) ? [...new Set(names)].sort() : names]);
      this.#values.requires = Object.fromEntries(sorted); // by units of 16 bits, as the viewer sorts
    }
  }

  /** The manifest, its keys in the order in which the viewer writes them. */
  manifest(createdAt, chunks) {
    const { cellNames, dataSource = null } = this.#values;
    if (!this.#isClosed) {
      const datasetFingerprint = { sourceType: null, datasetId: null, ...this.#fingerprint };
      return { createdAt, dataSource, datasetFingerprint, ...(cellNames ? { cellNames } : {}), summary: null, chunks };
    }
    const [order, inner] = this.#orders;
    const datasetFingerprint = ordered(this.#fingerprint, inner);
    return ordered({ createdAt, datasetFingerprint, ...this.#values, chunks }, order);
  }
}

function ordered(value, order) {
  const keys = [...order.filter((key) => Object.hasOwn(value, key)), ...Object.keys(value)];
  return Object.fromEntries(keys.map((key) => [key, value[key]]));
}

/** A time as `YYYY-MM-DDTHH:mm:ss.sssZ`: null is now, a text stays as it is. */
export function timeText(moment) {
  if (typeof moment === "string") return moment;
  if (moment !== null && !(moment instanceof Date)) throw new TypeError("createdAt must be a Date, a text, or null");
  return (moment ?? new Date()).toISOString();
}

const byCodePoint = (one, other) => {
  const [a, b] = [[...one], [...other]];
  const at = a.findIndex((char, place) => char !== b[place]);
  if (at < 0) return a.length - b.length;
  return at >= b.length ? 1 : a[at].codePointAt(0) - b[at].codePointAt(0);
};

function digest(texts) {
  const lengths = new DataView(new ArrayBuffer(8 * texts.length));
  texts.forEach((text, at) => lengths.setUint32(8 * at, [...text].length, true));
  const hash = new Sha256();
  hash.update(new Uint8Array(lengths.buffer));
  hash.update(new TextEncoder().encode(texts.join("")));
  return hash.hex();
}

/** The manifest's `cellNames`, from the names of the cells in their order, or from the digests of them. */
export function cellNamesOf(names, count) {
  if (typeof names?.ordered === "string" && typeof names.unordered === "string") return { ordered: names.ordered, unordered: names.unordered };
  const given = typeof names === "string" || typeof names?.[Symbol.iterator] !== "function" ? [null] : [...names];
  if (!given.every((name) => typeof name === "string" && name.isWellFormed())) {
    throw new UsageError("cellNames must be texts, the names of the cells in order, or { ordered, unordered }");
  }
  if (count !== null && given.length !== count) {
    throw new UsageError(`cellNames must name each of the ${count} cells once, and there are ${given.length}`);
  }
  return { ordered: digest(given), unordered: digest([...given].sort(byCodePoint)) };
}

// Names of inputs as they are shown. A name is a text of the system: bytes of it that are no UTF-8 came as U+FFFD.

import { safe } from "../check/safe.js";

/** A path fit for a terminal; a blank at its beginning is an escape, or it would look like a continued line. */
export function shownPath(path) {
  const shown = safe(path, 1000);
  return shown.startsWith(" ") ? `\\x20${shown.slice(1)}` : shown;
}

/** A value as JSON of printable ASCII. */
export function asciiJson(value, indent) {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A path as a relative reference of a URI: no base, no `./`. */
export function uriOf(path) {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  const quoted = parts.map((part) =>
    encodeURIComponent(part.toWellFormed()).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
  );
  return quoted.join("/") || "bytes";
}

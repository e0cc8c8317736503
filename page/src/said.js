// What went wrong, in words for people.
//
// Rules of this file:
// * The message of an error is shown when it was written for people, by this page or by its server. What a browser or
//   a library says of a fault that nobody foresaw stands behind it, as a detail.

import { shown } from "./text.js";

const UNFORESEEN = "something unexpected happened in this page";
const MOST = 400; // characters
/** Errors of the package, whose messages are for people; from the worker only their names come. */
const OF_PACKAGE = new Set(["SessionError", "UsageError", "ReadError"]);

/** An error whose message is for people. */
export class Said extends Error {}

/** What a browser calls a file that it can't read. */
const UNREAD = new Set(["NotReadableError", "NotFoundError"]);
const GONE = "the browser can't read it: it was changed, moved or removed since it was chosen";

/** @param {unknown} error @returns {[string, string]} what is said, without a full stop, and what stands behind it */
export function saidOf(error) {
  const told = (/** @type {any} */ one) => shown(String(one?.message ?? one ?? ""), MOST);
  if (error instanceof DOMException && UNREAD.has(error.name)) return [GONE, told(error)];
  const isForPeople = error instanceof Said || OF_PACKAGE.has(/** @type {any} */ (error)?.name);
  return isForPeople ? [told(error).replace(/\.$/, ""), told(/** @type {any} */ (error).cause)] : [UNFORESEEN, told(error)];
}

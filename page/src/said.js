// What went wrong, in words for people.
//
// Rules of this file:
// * The message of an error is shown when it was written for people, by this page or by its server. What a browser or
//   a library says of a fault that nobody foresaw stands behind it, as a detail.

import { shown } from "./text.js";

const UNFORESEEN = "something unexpected happened in this page";
const MOST = 400; // characters

/** An error whose message is for people. */
export class Said extends Error {}

/** @param {unknown} error @returns {[string, string]} what is said, without a full stop, and what stands behind it */
export function saidOf(error) {
  const told = (/** @type {any} */ one) => shown(String(one?.message ?? one ?? ""), MOST);
  return error instanceof Said ? [told(error).replace(/\.$/, ""), told(error.cause)] : [UNFORESEEN, told(error)];
}

// Where the keyboard is after a control is gone: with what took its place, never at the start of the page.
//
// Rules of this file:
// * A control that was deleted, or can't be used any longer, hands the focus on: to the next one that does the same in
//   the same list, then the one before it, then what else is near. A part that is empty hands it to the plot.
// * A control that is still there keeps it.

const CONTROLS = "button, input:not([type=file]), select, textarea, summary, [tabindex]";

/** @typedef {{held: HTMLElement, near: HTMLElement[]}} Held what had the focus, and what to try in its place, best first */

/** @param {HTMLElement} one */
const isUsable = (one) => one.isConnected && !(/** @type {HTMLButtonElement} */ (one).disabled) && one.offsetParent !== null;

/** @param {HTMLElement} one what it does, for lists of the same in each row */
const does = (one) => one.tagName + (one.textContent || one.className);

/** What has the focus in one of the parts, before they are drawn anew. @param {readonly HTMLElement[]} parts @returns {Held | null} */
export function held(parts) {
  const now = document.activeElement;
  const part = parts.find((one) => one.contains(now));
  if (!(now instanceof HTMLElement) || !part) return null;
  const all = /** @type {HTMLElement[]} */ ([...part.querySelectorAll(CONTROLS)]);
  const at = all.indexOf(now);
  const [after, before] = [all.slice(at + 1), all.slice(0, Math.max(at, 0)).reverse()];
  const list = now.closest("ul");
  const alike = (/** @type {HTMLElement[]} */ ones) => ones.filter((one) => list?.contains(one) && does(one) === does(now));
  return { held: now, near: [...alike(after), ...alike(before), ...before, ...after] };
}

/** After they were drawn. @param {Held | null} before @param {HTMLElement} otherwise */
export function keepFocus(before, otherwise) {
  if (!before || isUsable(before.held)) return;
  if (document.activeElement && document.activeElement !== document.body && document.activeElement !== before.held) return; // it was given on
  (before.near.find(isUsable) ?? otherwise).focus({ preventScroll: true });
}

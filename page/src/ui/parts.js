// Small parts of the page's controls.
//
// Rules of this file:
// * Every control has a name that a screen reader says, and does the same by keyboard as by mouse.
// * Names from files are shown through `shown`. So is one that can be edited, until somebody is in its field: then it
//   holds the name as it is, and says what of it can't be seen. What is saved is what was typed.

import { h } from "preact";

import { hides, shown } from "../text.js";

const NAME = 256; // characters of a name
/** the name that each field was drawn with @type {WeakMap<HTMLInputElement, string>} */
const HELD = new WeakMap();

/**
 * @param {string} text what it says
 * @param {() => void} action
 * @param {Record<string, unknown>} [more] further attributes
 */
export function button(text, action, more = {}) {
  return h("button", { type: "button", onClick: action, ...more }, text);
}

/**
 * A name that can be edited in place; it takes effect on Enter, and the cursor stays, or when the field is left.
 * @param {string} value
 * @param {string} label what it names, for screen readers
 * @param {(value: string) => void} changed
 * @param {Record<string, unknown>} [more]
 */
export function nameField(value, label, changed, more = {}) {
  const secret = hides(value);
  const take = (/** @type {HTMLInputElement} */ input) => {
    if (input.value !== value) changed(input.value);
    input.value = value; // what was refused is put back; what was taken is drawn anew
  };
  return h("input", {
    type: "text",
    class: secret ? "name secret" : "name",
    title: secret ? `It holds characters that can't be seen: ${shown(value, NAME)}` : undefined,
    // not as a property: the next drawing would take away what somebody is typing
    ref: (/** @type {HTMLInputElement | null} */ input) => {
      if (!input) return;
      const isSame = HELD.get(input) === value;
      HELD.set(input, value);
      if (input !== document.activeElement) input.value = shown(value, NAME);
      else if (!isSame) input.value = value; // it was taken, or undone
    },
    maxLength: NAME,
    spellcheck: false,
    "aria-label": label,
    onFocus: (/** @type {any} */ event) => {
      event.target.value = value;
    },
    onBlur: (/** @type {any} */ event) => {
      event.target.value = shown(value, NAME);
    },
    onChange: (/** @type {any} */ event) => {
      take(event.target);
    },
    onKeyDown: (/** @type {any} */ event) => {
      if (event.key === "Enter") {
        event.preventDefault(); // so that it is taken once
        take(event.target);
      }
      if (event.key === "Escape") {
        event.target.value = value;
        event.target.blur();
      }
    },
    ...more,
  });
}

/** @param {string} colour `#rrggbb` */
export function swatch(colour) {
  return h("svg", { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, h("circle", { cx: 5, cy: 5, r: 5, fill: colour }));
}

/**
 * A form of one text field and one button.
 * @param {string} label
 * @param {string} text of the button
 * @param {(value: string) => boolean} done whether it was taken; what was not stays, so that it can be mended
 * @param {string} id
 */
export function oneField(label, text, done, id) {
  return h(
    "form",
    {
      class: "one",
      onSubmit: (/** @type {any} */ event) => {
        event.preventDefault();
        const input = event.currentTarget.querySelector("input");
        if (done(input.value)) input.value = "";
        input.focus();
      },
    },
    h("input", { type: "text", id, placeholder: label, "aria-label": label, maxLength: NAME, spellcheck: false, autocomplete: "off" }),
    h("button", { type: "submit" }, text),
  );
}

// Lists of any length: of a long one, only the rows in view are in the document.
//
// Rules of this file:
// * A short list is drawn whole. A long one scrolls by itself, its rows are all as high, and a name can be looked for.
// * A screen reader is told how many rows there are and which one each is.

import { Component, h } from "preact";

/** Rows up to which a list is drawn whole. */
export const SHORT = 60;
const VIEW = 440; // pixels of a long list, as in style.css
const BESIDE = 4; // rows above and below the view that are there too

/** @typedef {{[attribute: string]: unknown}} More what a row puts on its `li` */

/**
 * @template T
 * @typedef {object} Props
 * @property {readonly T[]} items
 * @property {string} label what they are, for people: "groups"
 * @property {string} kind class of the list
 * @property {number} height pixels of a row of a long list
 * @property {(item: T, index: number) => string} name what is looked for in it
 * @property {(item: T, index: number, more: More) => any} row
 */

/** @template T @param {Props<T> & {key?: string | number}} props */
export const rows = (props) => h(Rows, props);

/** @extends {Component<Props<any>, {top: number, sought: string}>} */
class Rows extends Component {
  state = { top: 0, sought: "" };

  /** @param {Props<any>} props @param {{top: number, sought: string}} state */
  render({ items, label, kind, height, name, row }, { top, sought }) {
    if (items.length <= SHORT) return h("ul", { class: kind }, items.map((item, index) => row(item, index, {})));
    const text = sought.trim().toLowerCase();
    /** @type {number[] | null} */
    const found = text === "" ? null : Array.from(items.keys()).filter((index) => name(items[index], index).toLowerCase().includes(text));
    const count = found?.length ?? items.length;
    const first = Math.min(Math.max(Math.floor(top / height) - BESIDE, 0), Math.max(count - 1, 0));
    const last = Math.min(first + Math.ceil(VIEW / height) + 2 * BESIDE, count);
    return [
      h("input", {
        type: "search",
        class: "seek",
        placeholder: `Find in ${items.length} ${label}`,
        "aria-label": `Find ${label} by name`,
        value: sought,
        onInput: (/** @type {any} */ event) => this.setState({ sought: event.target.value, top: 0 }),
      }),
      h(
        "div",
        {
          class: "long",
          tabIndex: 0,
          role: "group",
          "aria-label": `${label}, ${count} of them`,
          onScroll: (/** @type {any} */ event) => this.setState({ top: event.target.scrollTop }),
        },
        h(
          "ul",
          { class: kind, style: { height: `${count * height}px` } },
          Array.from({ length: Math.max(last - first, 0) }, (_, n) => {
            const at = first + n;
            const index = found ? found[at] : at;
            return row(items[index], index, { style: { top: `${at * height}px`, height: `${height}px` }, "aria-setsize": count, "aria-posinset": at + 1 });
          }),
        ),
      ),
    ];
  }
}

// What keys do outside of fields for text: by this list they are told, and by it they act.
//
// Rules of this file:
// * What acts is what is told. Keys that act by themselves (those of the plot, of fields, of the lasso) have no `act`.

/**
 * @typedef {object} Key
 * @property {string[]} keys as they stand on a keyboard
 * @property {string} does for people
 * @property {string[]} [named] the same as events name them
 * @property {(app: import("./app.js").App) => void} [act]
 */

/** @type {Key[]} */
export const KEYS = [
  { keys: ["L"], does: "Lasso: dragging in the plot selects cells", named: ["l", "L"], act: (app) => app.setMode("lasso") },
  { keys: ["M"], does: "Move: dragging moves the plot", named: ["m", "M"], act: (app) => app.setMode("move") },
  { keys: ["Shift"], does: "held while a lasso is drawn: add its cells to the selection" },
  { keys: ["Alt"], does: "held while a lasso is drawn: take its cells out of the selection" },
  { keys: ["Esc"], does: "Clear the selection, or drop the lasso that is being drawn", named: ["Escape"], act: (app) => (app.lasso?.drop(), app.select(new Uint32Array(0), "new")) },
  { keys: ["←", "→", "↑", "↓"], does: "Move the plot, also while the lasso is chosen" },
  { keys: ["+", "−"], does: "Zoom in and out, as the mouse wheel does" },
  { keys: ["0"], does: "Show all cells" },
  { keys: ["Ctrl+Z"], does: "Undo" },
  { keys: ["Ctrl+Shift+Z", "Ctrl+Y"], does: "Redo" },
  { keys: ["Tab"], does: "Go from one control to the next; in the legend, Select takes the cells of a category" },
  { keys: ["Enter"], does: "in a name: it takes effect, and the cursor stays there" },
  { keys: ["?"], does: "Show these keys", named: ["?"], act: (app) => app.setHelp(true) },
];

/** What a key does, as an event names it. @param {string} key */
export const actionOf = (key) => KEYS.find(({ named }) => named?.includes(key))?.act;

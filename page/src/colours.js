// Colours of cells, categories and groups.
//
// Rules of this file:
// * Pure: from values to bytes of red, green and blue. What has no value has the colour NOTHING.
// * Categories have their colour by position, so that one category looks the same in every session.
// * The ramp of continuous values is perceptually even and readable without telling red from green.

/** @typedef {[number, number, number]} Colour red, green, blue, each 0 to 255 */

/** @type {Colour} */
export const NOTHING = [128, 132, 140];

/** Colours that are told apart on a light and on a dark ground. @type {string[]} */
const CATEGORY = [
  "#3b75d1", "#e8782e", "#2f9e5b", "#cf3d4a", "#8a63c9", "#9a6a4b", "#d765ae", "#7d8c2f", "#1ea3b5", "#d9a514",
  "#5b8ff0", "#f0a06b", "#6cc48e", "#ec8790", "#b79ae3", "#c6a080", "#eda6d3", "#b3bd6b", "#78cbd6", "#efd066",
];

/** @type {string[]} */
const GROUP = ["#e6194b", "#0f8f3c", "#4363d8", "#f58231", "#911eb4", "#008c9e", "#d63fc4", "#7a8f00", "#b06a00", "#00766c"];

/** The ramp: dark violet, blue, green, yellow. @type {Colour[]} */
const RAMP = [
  [68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99], [170, 220, 50], [253, 231, 37],
];

/**
 * @param {string} text `#rrggbb`
 * @returns {Colour}
 */
export function parseColour(text) {
  const bits = Number.parseInt(text.slice(1), 16);
  return [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
}

/** How many colours for groups there are. */
export const GROUP_COLOURS = GROUP.length;

/**
 * The colour of a category by its place: those above while they last, then others that are told apart from their
 * neighbours by hue (a golden angle on) and by one of three lightnesses.
 * @param {number} index @returns {string}
 */
export function categoryColour(index) {
  if (index < CATEGORY.length) return CATEGORY[index];
  const n = index - CATEGORY.length;
  const hue = (n * 137.508 + 20) % 360;
  return hsl(hue, [0.62, 0.45, 0.8][n % 3], [0.47, 0.66, 0.36][(n + Math.floor(n / 3)) % 3]);
}

/** @param {number} hue degrees @param {number} saturation @param {number} light @returns {string} */
function hsl(hue, saturation, light) {
  const reach = saturation * Math.min(light, 1 - light);
  const channel = (/** @type {number} */ n) => {
    const k = (n + hue / 30) % 12;
    return Math.round(255 * (light - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return `#${[channel(0), channel(8), channel(4)].map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** @param {number} index of the group on its page @returns {string} */
export const groupColour = (index) => GROUP[index % GROUP.length];

/**
 * The first of some colours that is taken least.
 * @param {readonly string[]} taken @param {(index: number) => string} colour @param {number} colours how many there are
 * @returns {string}
 */
export function freeColour(taken, colour, colours) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const one of taken) times.set(one.toLowerCase(), (times.get(one.toLowerCase()) ?? 0) + 1);
  let best = colour(0);
  for (let index = 1; index < colours && times.has(best); index++) {
    const one = colour(index);
    if ((times.get(one) ?? 0) < (times.get(best) ?? 0)) best = one;
  }
  return best;
}

/** @param {number} share from 0 to 1 @returns {Colour} */
export function ramp(share) {
  const at = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1);
  const low = Math.min(Math.floor(at), RAMP.length - 2);
  const part = at - low;
  const mixed = RAMP[low].map((value, channel) => Math.round(value + (RAMP[low + 1][channel] - value) * part));
  return [mixed[0], mixed[1], mixed[2]];
}

/**
 * Colours of cells by code.
 * @param {ArrayLike<number>} codes for each cell; what names no category has no colour
 * @param {readonly string[]} of the colour of each category
 * @returns {Uint8Array} four bytes a cell: red, green, blue, 255
 */
export function coloursByCode(codes, of) {
  const categories = of.length;
  const palette = new Uint8Array(3 * (categories + 1));
  for (let code = 0; code < categories; code++) palette.set(parseColour(of[code]), 3 * code);
  palette.set(NOTHING, 3 * categories);
  const colours = new Uint8Array(4 * codes.length).fill(255);
  for (let cell = 0; cell < codes.length; cell++) {
    const code = codes[cell];
    const from = 3 * (code >= 0 && code < categories ? code : categories);
    colours[4 * cell] = palette[from];
    colours[4 * cell + 1] = palette[from + 1];
    colours[4 * cell + 2] = palette[from + 2];
  }
  return colours;
}

/**
 * Colours of cells by value.
 * @param {Float32Array} values for each cell; NaN has no colour
 * @param {number} min
 * @param {number} max
 * @returns {Uint8Array} four bytes a cell: red, green, blue, 255
 */
export function coloursByValue(values, min, max) {
  const steps = 256;
  const palette = Array.from({ length: steps }, (_, step) => ramp(step / (steps - 1)));
  const colours = new Uint8Array(4 * values.length).fill(255);
  const span = max > min ? max - min : 1;
  for (let cell = 0; cell < values.length; cell++) {
    const share = (values[cell] - min) / span;
    const colour = Number.isNaN(share)
      ? NOTHING
      : palette[Math.min(Math.max(Math.round(share * (steps - 1)), 0), steps - 1)];
    colours.set(colour, 4 * cell);
  }
  return colours;
}

/** One colour for all cells. @param {number} cells @returns {Uint8Array} */
export function coloursAlike(cells) {
  const colours = new Uint8Array(4 * cells).fill(255);
  for (let cell = 0; cell < cells; cell++) colours.set([96, 125, 168], 4 * cell);
  return colours;
}

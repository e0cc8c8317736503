// Values of JSON as the registries have them, looked at before they are used.

/** A text, or what stands for one. */
export const text = (value, otherwise = "") => (typeof value === "string" ? value : otherwise);

/** A whole number, or null. */
export const whole = (value) => (Number.isInteger(value) ? value + 0 : null);

/** An object, or an empty one. */
export const object = (value) => (typeof value === "object" && value !== null && !Array.isArray(value) ? value : {});

/** The objects in the list under a key. */
export function objects(value, key) {
  const items = object(value)[key];
  return Array.isArray(items) ? items.filter((item) => typeof item === "object" && item !== null && !Array.isArray(item)) : [];
}

/** The texts in the list under a key. */
export function texts(value, key) {
  const items = object(value)[key];
  return Array.isArray(items) ? items.filter((item) => typeof item === "string") : [];
}

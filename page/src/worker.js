// The page's worker: judges and writes sessions, so that the page can be used meanwhile.

import { answer } from "./working.js";

addEventListener("message", async ({ data: { number, question } }) => {
  try {
    const value = await answer(question);
    postMessage({ number, value }, { transfer: value instanceof Uint8Array ? [value.buffer] : [] });
  } catch (error) {
    const { name, message, rule = null } = /** @type {Error & {rule?: string}} */ (error);
    postMessage({ number, error: { name, message, rule } });
  }
});

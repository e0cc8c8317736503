// Asks the worker to judge and to write sessions.
//
// Rules of this file: there is one worker, made when the page is ready or it is needed. Where there can be none (Node, or a
// browser that refuses it), the same is done here: it takes as long, and the page waits.

/** @type {Worker | null | undefined} */
let worker;
let last = 0;
/** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void, question: any}>} */
const waiting = new Map();

/** @param {any} question */
const here = async (question) => (await import("./working.js")).answer(question);

function started() {
  if (worker !== undefined) return worker;
  worker = null;
  if (typeof Worker === "undefined" || typeof document === "undefined") return worker;
  try {
    worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  } catch {
    return worker;
  }
  worker.onmessage = ({ data: { number, value, error } }) => {
    const asked = waiting.get(number);
    waiting.delete(number);
    if (error) asked?.reject(Object.assign(new Error(error.message), { name: error.name, rule: error.rule }));
    else asked?.resolve(value);
  };
  worker.onerror = () => {
    worker = null;
    for (const [number, { question, resolve, reject }] of [...waiting]) {
      waiting.delete(number);
      here(question).then(resolve, reject);
    }
  };
  return worker;
}

/** Have the worker ready before it is needed. */
export const prepare = () => void started();

/**
 * @param {{judge: Blob, options: Record<string, unknown>} | {write: Record<string, unknown>}} question
 * @returns {Promise<any>} the report, or the bytes
 */
export function ask(question) {
  const to = started();
  if (to === null) return here(question);
  return new Promise((resolve, reject) => {
    const number = (last += 1);
    waiting.set(number, { resolve, reject, question });
    to.postMessage({ number, question });
  });
}

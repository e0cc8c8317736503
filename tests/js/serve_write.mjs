// Writes the sessions that come on standard input: a line of JSON (size), then a JSON text { options, calls }; answers a
// line each: the bytes in base64, or which error there is. In the text, { "#": TYPE, "of": BASE64 } is a typed array.
import { SessionWriter } from "../../js/session/index.js";
import { parse } from "../../js/session/wire/strict_json.js";
import { typedArray } from "../../js/session/read/sinks.js";
import { served } from "./serving.mjs";

/** A parsed value with its typed arrays; objects stay Maps, so that their keys keep their order. */
function made(value) {
  if (Array.isArray(value)) return value.map(made);
  if (!(value instanceof Map)) return value;
  if (value.has("#")) {
    const bytes = Uint8Array.from(Buffer.from(value.get("of"), "base64"));
    return value.get("#") === "bytes" ? bytes : typedArray(value.get("#"), bytes);
  }
  return new Map([...value].map(([key, each]) => [key, made(each)]));
}

const plain = (map) => Object.fromEntries([...map].filter(([, value]) => value !== null).map(([key, value]) => [key, value]));

await served(async (head, data) => {
  try {
    const asked = made(parse(data));
    const writer = new SessionWriter(plain(asked.get("options")));
    const told = [];
    for (const [method, options, ...values] of asked.get("calls")) told.push(writer[method](...values, plain(options)) ?? null);
    return { told, bytes: Buffer.from(await writer.toBytes()).toString("base64") };
  } catch (error) {
    if (!["UsageError", "SessionError"].includes(error.name)) return { error: error.name, message: error.stack };
    return { error: error.name, rule: error.rule, message: error.message };
  }
});

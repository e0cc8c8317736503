// Opens what comes on standard input: a line of JSON (options, size), then so many bytes; answers a line each: what the
// session holds, arrays as [type, length, SHA-256], or which error there is.
import { createHash } from "node:crypto";

import { openSession } from "../../js/session/index.js";
import { served } from "./serving.mjs";

const told = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return [array.constructor.name.replace("Array", "").toLowerCase(), array.length, createHash("sha256").update(bytes).digest("hex")];
};

function value(each) {
  if (ArrayBuffer.isView(each)) return told(each);
  if (Array.isArray(each)) return each.map(value);
  if (typeof each !== "object" || each === null) return each;
  return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, value(one)]));
}

async function asked(read) {
  try {
    return value(await read());
  } catch (error) {
    return `${error.name} ${error.rule ?? ""}`;
  }
}

async function group(each) {
  const { id, label, type, enabled, cellCount, pageId, pageName, color, chunkId, hasCells, meta } = each;
  const reference = await asked(() => each.reference());
  const cells = await asked(() => each.cells());
  return { id, label, type, enabled, cellCount, pageId, pageName, color, chunkId, hasCells, meta, reference, cells };
}

async function field(each) {
  return { ...each, alias: each.alias, codes: await asked(() => each.codes()) };
}

async function everything(session) {
  const states = {};
  for (const id of session.chunkIds) {
    states[id] = await asked(() => (session.hasState(id) ? session.readState(id) : session.decodeChunk(id)));
    const bytes = await session.readChunkBytes(id);
    states[id] = [states[id], told(bytes)];
  }
  const artifacts = [];
  for (const each of session.artifacts) artifacts.push({ ...each, columns: await asked(() => each.columns()) });
  return {
    generation: session.generation,
    manifest: session.manifest,
    pages: session.pages.map(({ id, name, color, groups }) => [id, name, color, groups.map((one) => one.id)]),
    groups: await Promise.all(session.groups.map(group)),
    fields: await Promise.all(session.fields.map(field)),
    renames: session.renames,
    deleted: session.deletedFields,
    plan: [session.restorePlan(), session.restorePlan(false)],
    artifacts,
    states,
  };
}

await served(async ({ options }, data) => {
  try {
    return await everything(await openSession(data, options));
  } catch (error) {
    if (error.name !== "SessionError") throw error;
    return { refused: error.report.verdict, rule: error.rule, message: error.message };
  }
});

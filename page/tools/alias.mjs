// Lets Node find the reader and the writer under the names that the bundler knows them by.
import { register } from "node:module";

const folder = new URL("../../src/cellucid_session/conformance/examples/javascript/", import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  return next(name.startsWith("session/") ? ${JSON.stringify(folder)} + name.slice(8) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

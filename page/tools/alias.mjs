// Lets Node find the modules of the package under the names that the bundler knows them by.
import { register } from "node:module";

const folder = new URL("../../js/session/", import.meta.url).href;
const hooks = `export function resolve(name, context, next) {
  return next(name.startsWith("session/") ? ${JSON.stringify(folder)} + name.slice(8) : name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

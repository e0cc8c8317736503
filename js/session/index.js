// What the package offers. Nothing here reads a file or opens a connection.

export { Judge, VERSION, validate } from "./judge.js";
export { ReadError, SessionError, UsageError } from "./errors.js";
export { openSession } from "./read/open.js";
export { SessionWriter } from "./write/writer.js";

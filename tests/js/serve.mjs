// Judges what comes on standard input: a line of JSON (options, size, piece), then so many bytes; answers a line each.
// PACKAGE says where the package lies, for a changed copy of it.
import { served } from "./serving.mjs";

const { Judge } = await import(`${process.env.PACKAGE ?? "../../js/session"}/judge.js`);

await served(({ options, piece }, data) => {
  const judge = new Judge(options);
  for (let at = 0; at < data.length; at += piece) if (!judge.write(data.subarray(at, at + piece))) break;
  return judge.end();
});

// Sends uploads to a server that is a module (`export const server`), and says what came of them: a line of JSON.
// Arguments: the module, and files: a valid session, one that is cut, a valid one that is too large.
import { once } from "node:events";
import { readFile, readdir, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { setTimeout as later } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const [module, ...files] = process.argv.slice(2);
const [good, cut, large] = await Promise.all(files.map((each) => readFile(each)));

async function send(url, body) {
  const headers = { "Content-Type": "application/octet-stream" };
  const answer = await fetch(url, { method: "POST", body, headers, duplex: "half" });
  const { verdict, sha256, findings } = await answer.json();
  return { status: answer.status, verdict, sha256, rules: findings.map(({ rule }) => rule) };
}

async function* dripped(bytes) {
  for (let at = 0; at < bytes.length; at += 500) yield bytes.subarray(at, at + 500);
}

/** Begins an upload, and hangs up in the middle of it. */
async function broken(port, bytes) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.on("error", () => {});
  socket.write(`POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`);
  socket.write(bytes.subarray(0, 1000));
  await later(100);
  socket.destroy();
  for (let turn = 0; turn < 50 && (await readdir("incoming")).some((name) => name.endsWith(".part")); turn++) await later(50);
}

/** Sends without an end; how many bytes the server took before it hung up. */
async function endless(port, bytes) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  let over = false;
  socket.on("error", () => {}).on("close", () => (over = true)).resume();
  socket.write("POST /sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 999999999\r\n\r\n");
  let sent = 0;
  for (const until = Date.now() + 10_000; !over && Date.now() < until; sent += bytes.length) {
    if (!socket.write(bytes)) await Promise.race([once(socket, "drain").catch(() => {}), later(500)]);
  }
  socket.destroy();
  return { over, sent };
}

const { server } = await import(pathToFileURL(module));
if (!server.listening) await once(server, "listening");
const { port } = server.address();
const url = `http://127.0.0.1:${port}/sessions`;
const said = { good: await send(url, good), dripped: await send(url, dripped(good)), cut: await send(url, cut), large: await send(url, large) };
said.endless = await endless(port, large);
await broken(port, good);
said.again = await send(url, good);
said.files = {};
for (const name of await readdir("incoming")) {
  said.files[name] = { same: good.equals(await readFile(`incoming/${name}`)), mode: (await stat(`incoming/${name}`)).mode & 0o777 };
  await rm(`incoming/${name}`);
}
console.log(JSON.stringify(said));
process.exit(0);

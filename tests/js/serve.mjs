// Judges what comes on standard input: a line of JSON (options, size, piece), then so many bytes; answers a line each.
// PACKAGE says where the package lies, for a changed copy of it.
const { Judge } = await import(`${process.env.PACKAGE ?? "../../js/session"}/judge.js`);

const chunks = process.stdin[Symbol.asyncIterator]();
let held = Buffer.alloc(0);

async function more() {
  const { done, value } = await chunks.next();
  if (done) return false;
  held = held.length ? Buffer.concat([held, value]) : value;
  return true;
}

for (;;) {
  while (held.indexOf(10) < 0) if (!(await more())) process.exit(0);
  const end = held.indexOf(10);
  const { options, size, piece } = JSON.parse(held.subarray(0, end).toString());
  held = held.subarray(end + 1);
  while (held.length < size) if (!(await more())) process.exit(1);
  const data = new Uint8Array(held.subarray(0, size));
  held = held.subarray(size);
  const judge = new Judge(options);
  for (let at = 0; at < data.length; at += piece) if (!judge.write(data.subarray(at, at + piece))) break;
  process.stdout.write(`${JSON.stringify(judge.end())}\n`);
}

// What the programs have in common that answer Python: a line of JSON with `size`, so many bytes; an answer of a line.

/** Ask `answer(head, data)` for each. */
export async function served(answer) {
  const chunks = process.stdin[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async () => {
    const { done, value } = await chunks.next();
    if (!done) held = held.length ? Buffer.concat([held, value]) : value;
    return !done;
  };
  for (;;) {
    while (held.indexOf(10) < 0) if (!(await more())) process.exit(0);
    const end = held.indexOf(10);
    const head = JSON.parse(held.subarray(0, end).toString());
    held = held.subarray(end + 1);
    while (held.length < head.size) if (!(await more())) process.exit(1);
    const data = new Uint8Array(held.subarray(0, head.size));
    held = held.subarray(head.size);
    process.stdout.write(`${JSON.stringify(await answer(head, data))}\n`);
  }
}

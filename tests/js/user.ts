// A program that uses the package as its types say: it must compile, without a cast.
import { Judge, ReadError, SessionError, SessionWriter, UsageError, VERSION, openSession, validate } from "cellucid-session";
import type { Finding, Report, Session } from "cellucid-session";
import { TEXTS } from "cellucid-session/texts";

const first = (report: Report): Finding | undefined => report.findings[0];

export async function gate(file: Blob): Promise<string> {
  const report = await validate(file, { dataset: { cells: 2700 }, limits: { file_bytes: 1 << 20 }, generations: null });
  if (report.verdict === "valid") return report.releases.join();
  const worst = first(report);
  return worst ? `${TEXTS[worst.rule]?.[0]} ${worst.span?.start ?? ""} ${worst.remedy}` : report.verdict;
}

export function pushed(pieces: Iterable<Uint8Array>): Report {
  const judge = new Judge({ kind: "state-snapshots", levels: { "text.bidi": "off" } });
  for (const piece of pieces) if (!judge.write(piece)) break;
  return judge.end();
}

export async function sizes(stream: ReadableStream<Uint8Array>): Promise<Map<string, number>> {
  try {
    const session: Session = await openSession(stream);
    const found = new Map<string, number>();
    for (const group of session.groups) found.set(group.label, (await group.cells()).length);
    return found;
  } catch (error) {
    if (error instanceof SessionError) throw new Error(error.report.verdict);
    if (error instanceof ReadError || error instanceof UsageError) throw new Error(error.rule ?? VERSION);
    throw error;
  }
}

export async function written(cells: Uint32Array): Promise<Uint8Array> {
  const writer = new SessionWriter({ datasetId: "pbmc", cells: 2700, createdAt: new Date(0) });
  writer.add("highlights/meta", { pages: [] });
  writer.addCells("g1", cells, { codec: "none" });
  return writer.toBytes();
}

// Types of the package `cellucid-session`.

/** Only `valid` means yes. */
export type Verdict = "valid" | "invalid" | "inconclusive" | "error";
export type Level = "error" | "warning" | "note";
export type Kind = "session" | "state-snapshots";

/** Bytes `start` (inclusive) to `end` (exclusive). */
export interface Span {
  start: number;
  end: number;
}

/** One thing that is wrong, or worth knowing, and where; texts are safe to show. */
export interface Finding {
  rule: string;
  class: "safety" | "conformance" | "advice" | "budget" | "tool";
  level: Level;
  message: string;
  chunk: string | null;
  pointer: string | null;
  span: Span | null;
  inflated_span: Span | null;
  /** The first guilty bytes in hex, or null where they are not at hand. */
  excerpt: string | null;
  remedy: string;
}

/** What `results` of the JSON report hold (schemas/report.schema.json). */
export interface Report {
  path: string;
  kind: Kind;
  verdict: Verdict;
  generation: number | null;
  /** Releases of the viewer that open the input; empty unless it is a valid session. */
  releases: string[];
  bytes: number;
  sha256: string | null;
  findings: Finding[];
  suppressed: number;
  suppressed_levels?: Partial<Record<Level, number>>;
  summary: Partial<Record<"chunks" | "pages" | "groups" | "fields" | "inflated_bytes" | "entries", number>>;
}

export interface Limits {
  file_bytes: number;
  inflated_bytes: number;
  json_bytes: number;
  total_json_bytes: number;
  json_nodes: number;
  chunks: number;
  findings: number;
}

export interface Options {
  kind?: Kind;
  limits?: Partial<Limits>;
  /** What is known of the data set that the session is meant for. */
  dataset?: { cells?: number | null; variables?: number | null; id?: string | null };
  /** Rule of class advice to the level that it has instead. */
  levels?: Record<string, Level | "off">;
  /** Generations of the format that are taken; null: all. */
  generations?: number[] | null;
  /** Stop where the verdict is proven (the default); otherwise read on and find what else is wrong. */
  earlyExit?: boolean;
}

export type Source = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Judge one session, or one state-snapshots.json. Throws for wrong arguments only. */
export function validate(source: Source, options?: Options): Promise<Report>;

/** Judges one input that is written in pieces of any size; how it is cut makes no difference. */
export class Judge {
  constructor(options?: Options);
  /** Whether the verdict is settled and is not `valid`. */
  get hopeless(): boolean;
  /** Judge a piece. Returns whether more is wanted. */
  write(bytes: Uint8Array): boolean;
  /** Say that the input can't be read on (a rule of class tool or budget); the answer is then no. */
  fail(rule: string, message: string): void;
  /** Say that the input is over, and get the report. */
  end(): Report;
}

/** Version of the declarations that the package was generated from. */
export const VERSION: string;

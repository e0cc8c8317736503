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

/** A session that is not given out: it is not valid, or what was written would not be. */
export class SessionError extends Error {
  readonly report: Report;
  /** The rule of the first error. */
  readonly rule: string | null;
}

/** A chunk that can't be read: a budget ran out, or the file has changed since it was judged. */
export class ReadError extends Error {
  readonly rule: string;
  readonly chunk: string;
}

/** Something was asked for in a way that can't be done; the message says what can. */
export class UsageError extends Error {
  /** The rule that a file would break, or null. */
  readonly rule: string | null;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Codes = Uint8Array | Uint16Array | Uint32Array;
export type TypedArray = Codes | Int32Array | Float32Array | Float64Array;
/** JSON, with typed arrays where the chunk has some. */
export type State = null | boolean | number | string | TypedArray | State[] | { [key: string]: State };

/** Cells that a session names by a category of a column of obs. */
export interface Reference {
  column: string;
  category: string | number | boolean;
  /** How many cells have the category, and the digest of their positions. */
  count: number;
  digest: number;
  /** Which of them are meant, ascending; null: all. */
  places: Uint32Array | null;
  /** The cells that are meant, from all that have the category, ascending. Throws UsageError: they are others. */
  settle(cells: ArrayLike<number> & Iterable<number>): Uint32Array;
}

/** A highlight group. Its texts are the file's own: never put them into a page as HTML. */
export interface Group {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  /** What the session says how many cells there are, or null. */
  readonly cellCount: number | null;
  readonly pageId: string;
  readonly pageName: string;
  /** The colour of its page, "#rrggbb", or null. */
  readonly color: string | null;
  readonly chunkId: string | null;
  readonly meta: { [key: string]: Json };
  readonly hasCells: boolean;
  /** Positions, sorted as stored. Throws UsageError where the session names them by a category: `resolve`. */
  cells(): Promise<Uint32Array>;
  reference(): Promise<Reference | null>;
  /** Positions, however the session names them; `members` gives all cells with the category of a reference. */
  resolve(
    members: (reference: Reference) => (ArrayLike<number> & Iterable<number>) | Promise<ArrayLike<number> & Iterable<number>>,
  ): Promise<Uint32Array>;
}

/** A page of highlights. */
export interface Page {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly groups: Group[];
}

/** A user-defined field. */
export interface Field {
  readonly id: string;
  readonly key: string;
  readonly source: "obs" | "var";
  readonly kind: "category" | "continuous";
  readonly categories: (string | number | boolean)[];
  readonly deleted: boolean;
  readonly purged: boolean;
  readonly codesType: string | null;
  readonly codesLength: number | null;
  /** The codes that mean "no category". */
  readonly markers: number[];
  readonly chunkId: string | null;
  readonly meta: { [key: string]: Json };
  /** What a continuous field is another name of, or null. */
  readonly alias: { key: string; index: number | null } | null;
  /** One code for each cell (or variable), as stored. */
  codes(): Promise<Codes>;
}

/** A cached analysis: values of one gene in the cells of one page. */
export interface Artifact {
  readonly chunkId: string;
  readonly cacheKey: string;
  readonly gene: string;
  readonly pageId: string;
  columns(): Promise<{ cellIndex?: Uint32Array; value?: Float32Array }>;
}

/** One chunk in the order of restoring. */
export interface Step {
  chunkId: string;
  stage: "eager" | "lazy";
  restores: boolean;
  /** Why not, or "". */
  why: string;
}

/** An open session. What methods return is the caller's own. */
export interface Session {
  readonly report: Report;
  readonly generation: number;
  readonly manifest: { [key: string]: Json };
  readonly datasetFingerprint: { [key: string]: Json };
  readonly cellNames: { ordered: string; unordered: string } | null;
  readonly chunkIds: string[];
  readonly pages: Page[];
  readonly groups: Group[];
  readonly fields: Field[];
  readonly renames: { fields: Record<string, string>; categories: Record<string, string> };
  readonly deletedFields: { deleted: string[]; purged: string[] };
  readonly artifacts: Artifact[];
  has(id: string): boolean;
  chunkMeta(id: string): { [key: string]: Json };
  /** The stored bytes of a chunk. */
  readChunkBytes(id: string): Promise<Uint8Array>;
  /** The payload of a chunk: JSON for kind json, else its bytes. */
  decodeChunk(id: string): Promise<Json | Uint8Array>;
  hasState(id: string): boolean;
  /** A chunk of JSON, or of JSON with arrays, as a value. */
  readState(id: string): Promise<State>;
  restorePlan(matches?: boolean): Step[];
}

/** Judge a session, and open it. Throws SessionError for whatever is not `valid`. */
export function openSession(source: Source, options?: Omit<Options, "kind">): Promise<Session>;

/** What can be written as JSON: of a Map the keys keep their order, of an object JavaScript puts numbers first. */
export type Writable =
  | null
  | boolean
  | number
  | bigint
  | string
  | TypedArray
  | readonly Writable[]
  | ReadonlyMap<string, Writable>
  | { readonly [key: string]: Writable };

export interface WriterOptions {
  /** Of the format, 1 to 5; 1 is usual. A later one wants more of these options: what is missing is an error. */
  generation?: number;
  sourceType?: string | null;
  datasetId?: string | null;
  name?: string | null;
  /** How many cells and variables the data set has. */
  cells?: number | null;
  variables?: number | null;
  /** Names of the cells in their order, of which digests are written; or the digests. */
  cellNames?: Iterable<string> | { ordered: string; unordered: string } | null;
  /** A Date, a text of RFC 3339, or null for the time of making the writer's bytes. */
  createdAt?: Date | string | null;
  dataSource?: Writable;
  cellOrder?: Writable;
  dataMapping?: Writable;
  source?: Writable;
  requires?: Writable;
  /** For chunks that don't say; gzip is usual. */
  codec?: "gzip" | "none";
  /** Budgets of the judgement before anything is handed out. */
  limits?: Partial<Limits>;
}

export interface ChunkOptions {
  label?: string | null;
  codec?: "gzip" | "none";
}

/** Builds a session chunk by chunk. Every method throws UsageError for what can't be written. */
export class SessionWriter {
  constructor(options?: WriterOptions);
  /** Add a chunk: bytes, or for JSON a value, with typed arrays in it where its family has some. */
  add(
    id: string,
    payload: Uint8Array | ArrayBuffer | Writable,
    options?: ChunkOptions & {
      priority?: "eager" | "lazy";
      dependsOn?: readonly string[];
      /** These three for a chunk of no known family, which must say them. */
      contributor?: string;
      kind?: "json" | "binary";
      datasetDependent?: boolean;
    },
  ): void;
  /** Add a chunk of an open session as it is stored. */
  pass(session: Session, id: string): Promise<void>;
  /**
   * Add the cells of a group: positions, or one truth value for each cell. Returns how many they are. of: all cells of the
   * category that the group is bound to. encoding: by default the shortest that the generation has.
   */
  addCells(
    groupId: string,
    cells: readonly number[] | readonly boolean[] | Codes,
    options?: ChunkOptions & { of?: readonly number[] | readonly boolean[] | Codes | null; encoding?: "steps" | "bits" | "runs" | null },
  ): number;
  /** Add the codes of a field. shown: the first picture needs them, so they are eager. */
  addCodes(
    fieldId: string,
    codes: readonly number[] | Codes,
    options?: ChunkOptions & {
      source?: "obs" | "var";
      codesType?: string | null;
      shown?: boolean;
      encoding?: "raw" | "run lengths" | "packed" | null;
    },
  ): void;
  /** Add a cached analysis of one gene in the cells of one page. */
  addTable(
    cacheKey: string,
    gene: string,
    pageId: string,
    cells: readonly number[] | Codes,
    values: readonly number[] | Float32Array,
    options?: ChunkOptions,
  ): void;
  /** The session, which was judged. Throws SessionError with the judgement where it would not be valid. */
  toBytes(): Promise<Uint8Array>;
  toBlob(): Promise<Blob>;
}

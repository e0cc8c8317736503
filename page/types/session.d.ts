// What the page uses of the reader and the writer, which are plain JavaScript without types of their own.

declare module "session/reader.mjs" {
  export interface Finding {
    rule: string;
    class: "safety" | "conformance" | "budget";
    message: string;
    chunk: string | null;
    pointer: string | null;
  }
  export interface Entry {
    id: string;
    contributorId: string;
    priority: "eager" | "lazy";
    kind: "json" | "binary";
    codec: "none" | "gzip";
    label: string;
    datasetDependent: boolean;
    dependsOn?: string[];
  }
  export interface Chunk {
    id: string;
    entry: Entry;
    family: string | null;
    rest: string;
    findings: Finding[];
    stored: Uint8Array;
    payload(): Promise<Uint8Array>;
    json(): unknown;
  }
  export interface Fingerprint {
    sourceType: string | null;
    datasetId: string | null;
    cellCount?: number;
    varCount?: number;
  }
  export interface CellNames {
    ordered: string;
    unordered: string;
  }
  export interface Session {
    verdict: "valid" | "invalid" | "inconclusive";
    rule: string | null;
    message: string | null;
    findings: Finding[];
    restorable: boolean;
    manifest: unknown;
    fingerprint: Fingerprint | null;
    cellNames: CellNames | null;
    nObs: number | null;
    nVars: number | null;
    chunks: Chunk[];
    chunk(id: string): Chunk | null;
    pages: any[];
    activePage: { id: string } | null;
    fields: any[];
    cellsOf(groupId: string): Uint32Array | null;
    codesOf(fieldId: string): { codes: Int32Array; axis: "obs" | "var" } | null;
  }
  export interface Options {
    dataset?: { n_obs?: number; n_vars?: number; dataset_id?: string };
  }
  export function readSession(input: Blob | Uint8Array, options?: Options): Promise<Session>;
  export function matchFingerprints(a: Fingerprint | null, b: Fingerprint | null): boolean;
}

declare module "session/families.mjs" {
  export const FAMILIES: { name: string; contributor: string }[];
}

declare module "session/writer.mjs" {
  import type { Chunk } from "session/reader.mjs";
  export function passOn(chunk: Chunk): unknown;
  export function writeSession(content: Record<string, unknown>): Promise<Uint8Array>;
}

// What the page uses of the package beside its public part, whose types are in js/session/index.d.ts.

declare module "session/judge.js" {
  export { validate } from "session/index.js";
}

declare module "session/write/writer.js" {
  export { SessionWriter } from "session/index.js";
}

declare module "session/check/safe.js" {
  export function safe(text: string, limit?: number): string;
}

declare module "session/data/format.js" {
  export const FORMAT: {
    limits: Record<string, number>;
    generations: { number: number; releases: string[] }[];
  };
}

declare module "session/read/sinks.js" {
  export function indexSink(): (index: number) => void;
  export class CodeSink {
    constructor(most: number, expand: (size: number) => void);
  }
}

declare module "session/read/at_hand.js" {
  export interface Family {
    id: string;
    prefix: string;
    contributor: string;
    payload: string;
  }
  export interface Generation {
    families: Family[];
    of(id: string): Family | null;
  }
  export function generationOf(number: number): Generation;
  export function inflatedNow(entry: object, bytes: Uint8Array, generation: Generation): Uint8Array;
  export function readNow(data: Uint8Array, family: Family | null, generation: Generation, asked: object, sink: object): unknown;
}

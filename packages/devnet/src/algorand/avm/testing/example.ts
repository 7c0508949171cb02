/** Examples: what a piece of program leaves on the stack, or how it fails. The same ones run in memory and on nodes. */
import type { Run } from '../run.ts';
import { typeNameOf, type Value } from '../value.ts';
import { assemble } from './assemble.ts';

/** By opcode: pieces of program with the values they leave, or with algod's sentence. */
export type Examples = Readonly<
  Record<
    string,
    {
      readonly gives: readonly Giving[];
      readonly fails?: readonly Failing[];
    }
  >
>;

type Giving = readonly [source: string, ...values: Value[]];
type Failing = readonly [source: string, sentence: string];

export type Example = {
  readonly opcode: string;
  readonly source: string;
  readonly program: Uint8Array;
  /** The values it leaves, bottom first; it fails otherwise. */
  readonly values?: readonly Value[];
  readonly sentence?: string;
};

export function listExamples(examples: Examples): Example[] {
  return Object.entries(examples).flatMap(([opcode, { gives, fails = [] }]) => [
    ...gives.map(([source, ...values]): Example => ({
      opcode,
      source,
      values,
      program: assemble(`${source}; ${tellAll(values)}`),
    })),
    ...fails.map(([source, sentence]): Example => ({
      opcode,
      source,
      sentence,
      program: assemble(source),
    })),
  ]);
}

/** Logs the stack from its top down, and approves. */
export function tellAll(values: readonly Value[]): string {
  const tell = { uint64: 'itob; log', '[]byte': 'log' };
  return [...values.toReversed().map((value) => tell[typeNameOf(value)]), 'pushint 1'].join('; ');
}

/** The logs that `tellAll` leads to. */
export function expectedLogs(values: readonly Value[]): Buffer[] {
  return values.toReversed().map((value) => {
    if (typeof value !== 'bigint') return Buffer.from(value);
    const log = Buffer.alloc(8);
    log.writeBigUInt64BE(value);
    return log;
  });
}

export function logsOf({ logs }: Pick<Run, 'logs'>): Buffer[] {
  return logs.map((log) => Buffer.from(log));
}

import { expect, test } from 'vitest';
import type { Immediate } from './opcode.ts';
import { opcodesOfVersion } from './opcodeTable.ts';
import vectors from './vectors/opcodesOfAvm12.json' with { type: 'json' };

/** What go-algorand's language specification of AVM 12 says of an opcode. */
type Specified = {
  readonly code: number;
  readonly name: string;
  readonly since: number;
  /** Null when it depends on what the opcode works on. */
  readonly cost: number | null;
  readonly takes: readonly string[];
  readonly gives: readonly string[];
  /** In bytes, with the immediates; 0 when it varies. */
  readonly size: number;
  /** 1: logic signatures, 2: applications, 3: both. */
  readonly modes: number;
};

const specified: readonly Specified[] = vectors;

/** Opcodes whose results the specification leaves to words. */
const variable = new Set(['dupn', 'match', 'popn', 'pushbytess', 'pushints']);

test.each(specified)('$name is in the table as it is specified', (row) => {
  const entry = opcodesOfVersion(12)[row.code];

  if (entry?.kind !== 'runs') {
    expect(entry).toEqual({
      kind: row.modes === 1 ? 'signatureOnly' : 'unsupported',
      name: row.name,
    });
    return;
  }
  const { opcode } = entry;
  expect(opcode).toMatchObject({ name: row.name, cost: row.cost, takes: row.takes });
  if (!variable.has(row.name)) expect(opcode.gives).toEqual(row.gives);
  if (row.size > 0) expect(sizeOf(opcode.immediates ?? [])).toBe(row.size);
  const since = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].find(
    (version) => opcodesOfVersion(version)[row.code] !== undefined,
  );
  expect(since).toBe(Math.max(row.since, 2));
});

test('every other code is illegal', () => {
  const codes = opcodesOfVersion(12).flatMap((entry, code) => (entry === undefined ? [] : [code]));

  expect(codes).toEqual(specified.map(({ code }) => code).toSorted((a, b) => a - b));
});

function sizeOf(immediates: readonly Immediate[]): number {
  return immediates.reduce((size, kind) => size + (kind === 'label' ? 2 : 1), 1);
}

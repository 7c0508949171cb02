/** All opcodes, by version and code. */
import { type Opcode, parseStackEffect } from './opcode.ts';
import { arithmetic } from './opcodes/arithmetic.ts';
import { bits } from './opcodes/bits.ts';
import { boxes } from './opcodes/boxes.ts';
import { byteMath } from './opcodes/byteMath.ts';
import { bytes } from './opcodes/bytes.ts';

import { chain } from './opcodes/chain.ts';
import { comparison } from './opcodes/comparison.ts';
import { constants } from './opcodes/constants.ts';
import { flow } from './opcodes/flow.ts';
import { hashes } from './opcodes/hashes.ts';
import { ledger } from './opcodes/ledger.ts';
import { log } from './opcodes/log.ts';
import { scratch } from './opcodes/scratch.ts';
import { stack } from './opcodes/stack.ts';
import { state } from './opcodes/state.ts';
import { subroutines } from './opcodes/subroutines.ts';
import { transactions } from './opcodes/transactions.ts';
import { signatureOnly, unsupported } from './opcodes/unsupported.ts';

export const opcodes: readonly Opcode[] = [
  ...arithmetic,
  ...bits,
  ...boxes,
  ...byteMath,
  ...bytes,
  ...chain,
  ...comparison,
  ...constants,
  ...flow,
  ...hashes,
  ...ledger,
  ...log,
  ...scratch,
  ...stack,
  ...state,
  ...subroutines,
  ...transactions,
];

/** What stands at a code: an opcode to run, or why there is none. */
export type OpcodeEntry =
  | { readonly kind: 'runs'; readonly opcode: RunnableOpcode }
  | { readonly kind: 'unsupported' | 'signatureOnly'; readonly name: string };

/** A row with its stack effect taken apart. */
export type RunnableOpcode = Opcode & {
  readonly cost: number;
  readonly takes: readonly string[];
  readonly gives: readonly string[];
};

type DatedEntry = { readonly code: number; readonly since: number; readonly entry: OpcodeEntry };

const dated: readonly DatedEntry[] = [
  ...signatureOnly.map((row) => ({ ...row, entry: { kind: 'signatureOnly', name: row.name } })),
  ...unsupported.map((row) => ({ ...row, entry: { kind: 'unsupported', name: row.name } })),
  ...opcodes.map((row) => ({
    code: row.code,
    since: row.since,
    entry: { kind: 'runs', opcode: { cost: 1, ...row, ...parseStackEffect(row.stack) } },
  })),
].toSorted((a, b) => a.since - b.since) as readonly DatedEntry[];

const entriesByVersion = new Map<number, readonly (OpcodeEntry | undefined)[]>();

/** The opcodes of an AVM version by their code. */
export function opcodesOfVersion(version: number): readonly (OpcodeEntry | undefined)[] {
  let entries = entriesByVersion.get(version);
  if (entries === undefined) {
    const built: (OpcodeEntry | undefined)[] = Array.from({ length: 256 });
    for (const { code, since, entry } of dated) if (since <= version) built[code] = entry;
    entriesByVersion.set(version, (entries = built));
  }
  return entries;
}

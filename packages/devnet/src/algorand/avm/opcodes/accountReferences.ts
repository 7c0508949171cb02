import type { Opcode, StackEffect } from '../opcode.ts';

/** The first opcode version that takes an address where there had to be an index into the accounts of the call. */
const directReferences = 4;

/** Rows whose first argument is an account: programs before version 4 can only name it by index. */
export function withIndexOnlyBeforeVersion4(rows: readonly Opcode[]): Opcode[] {
  return rows.flatMap((row) => [
    { ...row, stack: row.stack.replace('any', 'uint64') as StackEffect },
    { ...row, since: directReferences },
  ]);
}

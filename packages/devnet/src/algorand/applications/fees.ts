/** What a group owes for its transactions, and how much of them is beyond what the base fee covers. */
import { consensus } from '../params.ts';
import type { Transaction } from '../wire/fields.ts';

/** Bytes of two programs beyond the size that is free. */
export function largeProgramBytes(
  approval: Uint8Array | undefined,
  clear: Uint8Array | undefined,
): number {
  const free = consensus.maxAppProgramBytes * (1 + consensus.maxExtraAppPages);
  return Math.max(0, (approval?.length ?? 0) + (clear?.length ?? 0) - free);
}

/** Usage in millionths of a base fee, and what was paid. Fees are pooled: the group counts as a whole. */
export function summarizeFees(group: readonly Transaction[]): {
  readonly usage: bigint;
  readonly paid: bigint;
} {
  let usage = 0n;
  let paid = 0n;
  for (const txn of group) {
    usage += 1_000_000n + BigInt(surchargedBytes(txn)) * consensus.perByteTxnSurcharge;
    paid += txn.fee ?? 0n;
  }
  return { usage, paid };
}

function surchargedBytes({ note, apap, apsu, apaa }: Transaction): number {
  const noteBytes = Math.max(0, (note?.length ?? 0) - consensus.maxTxnNoteBytes);
  if (apap === undefined && apaa === undefined) return noteBytes;
  const argumentBytes = apaa?.reduce((sum, { length }) => sum + length, 0) ?? 0;
  return (
    noteBytes +
    largeProgramBytes(apap, apsu) +
    Math.max(0, argumentBytes - consensus.maxAppTotalArgBytes)
  );
}

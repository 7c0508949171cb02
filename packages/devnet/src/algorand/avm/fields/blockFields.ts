/** What programs read of earlier blocks. */
import { consensus } from '../../params.ts';
import type { BlockHeader } from '../../wire/fields.ts';
import { AvmError } from '../avmError.ts';
import type { Environment } from '../environment.ts';
import type { Value } from '../value.ts';
import { addressBytes, type Field } from './field.ts';

const zeros32 = new Uint8Array(32);

/** Blocks of this node are proposed by nobody: there is no payout, and no address to read. */
export const blockFields: readonly Field<BlockHeader, Value>[] = [
  { name: 'BlkSeed', since: 7, read: ({ seed }) => seed ?? zeros32 },
  { name: 'BlkTimestamp', since: 7, read: ({ ts }) => ts ?? 0n },
  { name: 'BlkProposer', since: 11, read: () => zeros32 },
  { name: 'BlkFeesCollected', since: 11, read: ({ fc }) => fc ?? 0n },
  { name: 'BlkBonus', since: 11, read: ({ bi }) => bi ?? 0n },
  { name: 'BlkBranch', since: 11, read: ({ prev }) => prev ?? zeros32 },
  { name: 'BlkFeeSink', since: 11, read: ({ fees }) => addressBytes(fees) },
  { name: 'BlkProtocol', since: 11, read: ({ proto }) => Buffer.from(proto ?? '') },
  { name: 'BlkTxnCounter', since: 11, read: ({ tc }) => tc ?? 0n },
  { name: 'BlkProposerPayout', since: 11, read: () => 0n },
];

/**
 * A program may ask for blocks before the first valid round of its transaction, as far back as a transaction that is
 * valid up to the last one can live.
 */
export function readHeader({ group, groupIndex, chain }: Environment, round: bigint): BlockHeader {
  const { fv: firstValid = 0n, lv: lastValid = 0n } = group[groupIndex]!.txn;
  const reach = lastValid - consensus.maxTxnLife - 1n;
  const first = reach > 0n ? reach : 1n;
  const last = firstValid > 0n ? firstValid - 1n : 0n;
  if (round < first || round > last) {
    throw new AvmError(`round ${round} is not available. It's outside [${first}-${last}]`);
  }
  return chain.headerOf(round);
}

/** What `global` reads, in the order of the numbers. */
import { applicationAddress } from '../applicationAddress.ts';
import { consensus } from '../../params.ts';
import { type Machine, remainingBudget } from '../machine.ts';
import type { Value } from '../value.ts';
import { addressBytes, type Field } from './field.ts';

const zeros32 = new Uint8Array(32);

export const globalFields: readonly Field<Machine, Value>[] = [
  { name: 'MinTxnFee', since: 0, read: () => consensus.minTxnFee },
  { name: 'MinBalance', since: 0, read: () => consensus.minBalance },
  { name: 'MaxTxnLife', since: 0, read: () => consensus.maxTxnLife },
  { name: 'ZeroAddress', since: 0, read: () => zeros32 },
  { name: 'GroupSize', since: 0, read: ({ environment }) => BigInt(environment.group.length) },
  // What the protocol allows; this node itself stops one version earlier.
  { name: 'LogicSigVersion', since: 2, read: () => BigInt(consensus.avmVersion) },
  { name: 'Round', since: 2, read: ({ environment }) => environment.chain.round },
  {
    name: 'LatestTimestamp',
    since: 2,
    read: ({ environment }) => environment.chain.latestTimestamp,
  },
  { name: 'CurrentApplicationID', since: 2, read: ({ environment }) => environment.applicationId },
  {
    name: 'CreatorAddress',
    since: 3,
    read: ({ environment }) => addressBytes(environment.creator),
  },
  {
    name: 'CurrentApplicationAddress',
    since: 5,
    read: ({ environment }) => applicationAddress(environment.applicationId),
  },
  {
    name: 'GroupID',
    since: 5,
    read: ({ environment: { group, groupIndex } }) => group[groupIndex]!.txn.grp ?? zeros32,
  },
  { name: 'OpcodeBudget', since: 6, read: (machine) => BigInt(remainingBudget(machine)) },
  // No application calls another one on this node.
  { name: 'CallerApplicationID', since: 6, read: () => 0n },
  { name: 'CallerApplicationAddress', since: 6, read: () => zeros32 },
  { name: 'AssetCreateMinBalance', since: 10, read: () => consensus.minBalance },
  { name: 'AssetOptInMinBalance', since: 10, read: () => consensus.minBalance },
  { name: 'GenesisHash', since: 10, read: ({ environment }) => environment.chain.genesisHash },
  { name: 'PayoutsEnabled', since: 11, read: () => 1n },
  { name: 'PayoutsGoOnlineFee', since: 11, read: () => consensus.goOnlineFee },
  { name: 'PayoutsPercent', since: 11, read: () => 50n },
  { name: 'PayoutsMinBalance', since: 11, read: () => 30_000_000_000n },
  { name: 'PayoutsMaxBalance', since: 11, read: () => 70_000_000_000_000n },
];

/** The form of a key registration: its fields make sense together. */
import { consensus } from '../params.ts';
import type { Address } from '../address.ts';
import type { Transaction } from '../wire/fields.ts';

export function findKeyRegistrationProblem(txn: Transaction, feeSink: Address): string | undefined {
  if (txn.snd === feeSink) {
    return `cannot register participation key for fee sink's address ${feeSink}`;
  }
  const { votekey, selkey, votefst: first = 0n, votelst: last = 0n, votekd: dilution } = txn;
  const set = [votekey, selkey, dilution].filter((key) => key !== undefined).length;
  if (first > last) {
    return 'transaction first voting round need to be less than its last voting round';
  }
  if (set !== 0 && set !== 3) {
    return 'the following transaction fields need to be clear/set together : votekey, selkey, votekd';
  }
  return set === 0 ? findOfflineProblem(txn) : findOnlineProblem(txn, first, last);
}

function findOfflineProblem({
  votefst,
  votelst,
  nonpart,
  sprfkey,
}: Transaction): string | undefined {
  if (votefst !== undefined || votelst !== undefined) {
    return 'on going offline key registration transaction, the vote first and vote last fields should not be set';
  }
  if (sprfkey === undefined) return undefined;
  return nonpart
    ? 'non participation keyreg transactions should contain empty stateProofPK'
    : 'offline keyreg transactions should contain empty stateProofPK';
}

function findOnlineProblem(txn: Transaction, first: bigint, last: bigint): string | undefined {
  if (last === 0n) {
    return 'transaction tries to register keys to go online, but vote last is set to zero';
  }
  if (first > (txn.lv ?? 0n) + 1n) {
    return 'transaction tries to register keys to go online, but first voting round is beyond the round after last valid round';
  }
  if (txn.nonpart) {
    return 'transaction tries to register keys to go online, but nonparticipatory flag is set';
  }
  if (last - first > consensus.maxKeyregValidPeriod) {
    return 'validity period for keyreg transaction is too long';
  }
  return txn.sprfkey === undefined
    ? 'online keyreg transaction cannot have empty field StateProofPK'
    : undefined;
}

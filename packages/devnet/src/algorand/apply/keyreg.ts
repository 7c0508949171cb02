/** Key registration: recorded as algod records it. No one votes on this chain. */
import { TransactionError } from '../errors.ts';
import { consensus } from '../params.ts';
import type { Account } from '../ledger/state.ts';
import type { Apply, ApplyContext } from './apply.ts';

export const applyKeyRegistration: Apply = (context) => {
  const { txn, state } = context;
  const { participation: _, ...account } = state.getAccount(txn.snd);
  if (account.status === 'NotParticipating') {
    throw new TransactionError(
      `cannot change online/offline status of non-participating account ${txn.snd}`,
    );
  }
  const goesOnline = txn.votekey !== undefined && txn.selkey !== undefined;
  state.accounts.set(txn.snd, goesOnline ? online(account, context) : offline(account, context));
  return {};
};

function offline(account: Account, { txn }: ApplyContext): Account {
  return { ...account, status: txn.nonpart ? 'NotParticipating' : 'Offline' };
}

function online(account: Account, { txn, round }: ApplyContext): Account {
  const voteFirst = txn.votefst ?? 0n;
  const voteLast = txn.votelst ?? 0n;
  if (voteLast <= round) {
    throw new TransactionError(
      'transaction tries to mark an account as online with last voting round in the past',
    );
  }
  if (voteFirst > round + 1n) {
    throw new TransactionError(
      'transaction tries to mark an account as online with first voting round beyond the next voting round',
    );
  }
  const paysForIncentives = (txn.fee ?? 0n) >= consensus.goOnlineFee;
  return {
    ...account,
    status: 'Online',
    lastHeartbeat: round + consensus.balanceLookback,
    ...(paysForIncentives ? { incentiveEligible: true } : {}),
    participation: {
      voteKey: txn.votekey,
      selectionKey: txn.selkey,
      stateProofKey: txn.sprfkey,
      voteFirst,
      voteLast,
      voteKeyDilution: txn.votekd ?? 0n,
    },
  };
}

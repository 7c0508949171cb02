/** Payments, and the closing of an account. */
import { zeroAddress } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { Apply } from './apply.ts';
import type { Account } from '../ledger/state.ts';
import { move } from './balances.ts';

export const applyPayment: Apply = ({ txn, state }) => {
  move(state, txn.snd, txn.rcv ?? zeroAddress, txn.amt ?? 0n);
  if (txn.close === undefined) return {};

  const rest = state.getAccount(txn.snd).amount;
  move(state, txn.snd, txn.close, rest);
  const problem = findOutstanding(state.getAccount(txn.snd));
  if (problem !== undefined) throw new TransactionError(`cannot close: ${problem}`);
  state.accounts.delete(txn.snd);
  return { ca: rest };
};

/** What an account must part with before it can be closed. */
function findOutstanding(account: Account): string | undefined {
  const { assetsHeld, appsOptedIn, boxes, appsCreated } = account;
  if (assetsHeld > 0n) return `${assetsHeld} outstanding assets`;
  if (appsOptedIn > 0n) {
    return `${appsOptedIn} outstanding applications opted in. Please opt out or clear them`;
  }
  if (boxes > 0n) return `${boxes} outstanding boxes`;
  return appsCreated > 0n ? `${appsCreated} outstanding created applications` : undefined;
}

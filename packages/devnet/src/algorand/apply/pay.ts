/** Payments, and the closing of an account. */
import { zeroAddress } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { Apply } from './apply.ts';
import { move } from './balances.ts';

export const applyPayment: Apply = ({ txn, state }) => {
  move(state, txn.snd, txn.rcv ?? zeroAddress, txn.amt ?? 0n);
  if (txn.close === undefined) return {};

  const rest = state.getAccount(txn.snd).amount;
  move(state, txn.snd, txn.close, rest);
  const { assetsHeld } = state.getAccount(txn.snd);
  if (assetsHeld > 0n) {
    throw new TransactionError(`cannot close: ${assetsHeld} outstanding assets`);
  }
  state.accounts.delete(txn.snd);
  return { ca: rest };
};

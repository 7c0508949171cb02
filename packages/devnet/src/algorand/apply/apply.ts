/**
 * What each type of transaction does to the state: one row per type.
 * Applications are the row that is missing; they come as a room of their own and join here.
 */
import type { Address } from '../address.ts';
import { type State } from '../ledger/state.ts';
import type { ApplyData, Transaction, TransactionType } from '../wire/fields.ts';
import { applyAssetConfig } from './acfg.ts';
import { applyAssetFreeze } from './afrz.ts';
import { applyAssetTransfer } from './axfer.ts';
import { move } from './balances.ts';
import { applyKeyRegistration } from './keyreg.ts';
import { applyPayment } from './pay.ts';

/** A transaction that passed the checks of its form: it has a sender. */
export type AppliedTransaction = Transaction & { readonly snd: Address };

export type ApplyContext = {
  readonly txn: AppliedTransaction;
  readonly state: State;
  /** The round the transaction will be in. */
  readonly round: bigint;
};

/** Changes the state, or throws a TransactionError; answers what the block records beside the transaction. */
export type Apply = (context: ApplyContext) => ApplyData;

export type SupportedType = Exclude<TransactionType, 'appl'>;

const applyByType: Record<SupportedType, Apply> = {
  pay: applyPayment,
  keyreg: applyKeyRegistration,
  acfg: applyAssetConfig,
  axfer: applyAssetTransfer,
  afrz: applyAssetFreeze,
};

export function isSupportedType(type: string | undefined): type is SupportedType {
  return type !== undefined && Object.hasOwn(applyByType, type);
}

export function applyTransaction(context: ApplyContext & { readonly feeSink: Address }): ApplyData {
  const { txn, state, feeSink } = context;
  move(state, txn.snd, feeSink, txn.fee ?? 0n);
  rekey(state, txn);
  return applyByType[txn.type as SupportedType](context);
}

function rekey(state: State, { snd, rekey: to }: AppliedTransaction): void {
  if (to === undefined) return;
  const { authAddress: _, ...account } = state.getAccount(snd);
  // Rekeying to itself gives the account back to its own key.
  state.accounts.set(snd, to === snd ? account : { ...account, authAddress: to });
}

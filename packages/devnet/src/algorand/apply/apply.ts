/** What each type of transaction does to the state: one row per type. */
import type { Address } from '../address.ts';
import type { GroupCalls } from '../applications/groupCalls.ts';
import type { ChainView } from '../avm/environment.ts';
import type { State } from '../ledger/state.ts';
import type { ApplyData, Transaction, TransactionType } from '../wire/fields.ts';
import { applyAssetConfig } from './acfg.ts';
import { applyAssetFreeze } from './afrz.ts';
import { applyApplicationCall } from './appl.ts';
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
  /** What application calls need of the group and the chain. */
  readonly call: CallScope | undefined;
};

/** Set in groups with application calls. */
export type CallScope = {
  readonly calls: GroupCalls;
  readonly groupIndex: number;
  readonly chain: ChainView;
};

/** Changes the state, or throws a TransactionError; answers what the block records beside the transaction. */
export type Apply = (context: ApplyContext) => ApplyData;

const applyByType: Record<TransactionType, Apply> = {
  pay: applyPayment,
  keyreg: applyKeyRegistration,
  acfg: applyAssetConfig,
  axfer: applyAssetTransfer,
  afrz: applyAssetFreeze,
  appl: applyApplicationCall,
};

export function applyTransaction(context: ApplyContext & { readonly feeSink: Address }): ApplyData {
  const { txn, state, feeSink } = context;
  move(state, txn.snd, feeSink, txn.fee ?? 0n);
  rekey(state, txn);
  return applyByType[txn.type as TransactionType](context);
}

function rekey(state: State, { snd, rekey: to }: AppliedTransaction): void {
  if (to === undefined) return;
  const { authAddress: _, ...account } = state.getAccount(snd);
  // Rekeying to itself gives the account back to its own key.
  state.accounts.set(snd, to === snd ? account : { ...account, authAddress: to });
}

import {
  assignGroupID,
  waitForConfirmation,
  type Account,
  type Algodv2,
  type modelsv2,
  type Transaction,
} from 'algosdk';

export type Signed = { readonly transaction: Transaction; readonly signer: Account };
export type Confirmation = modelsv2.PendingTransactionResponse;

/** Sends transactions as one atomic group; the answers are in their order. */
export async function sendGroup(algod: Algodv2, group: readonly Signed[]): Promise<Confirmation[]> {
  if (group.length > 1) assignGroupID(group.map(({ transaction }) => transaction));
  await algod
    .sendRawTransaction(group.map(({ transaction, signer }) => transaction.signTxn(signer.sk)))
    .do();
  return Promise.all(
    group.map(({ transaction }) => waitForConfirmation(algod, transaction.txID(), 4)),
  );
}

/** What the asset tests begin with and end in. */
import type { Transaction } from 'algosdk';
import { expect } from 'vitest';
import type { Client, TestAccount } from './client.ts';
import { createAsset, transferAsset } from './transactions.ts';

export type IssuedAsset = {
  readonly creator: TestAccount;
  readonly assetId: bigint;
  /** Each holds 100 units. */
  readonly holders: readonly TestAccount[];
};

/** An asset of 1,000 units with every role at its creator. */
export async function issueAsset(
  client: Client,
  { holders = 0, fields = {} }: { readonly holders?: number; readonly fields?: object } = {},
): Promise<IssuedAsset> {
  const creator = await client.fundedAccount(2_000_000n);
  const params = await client.getParams();
  const created = await client.confirm(creator, createAsset({ from: creator, params }, fields));
  const assetId = BigInt(created['asset-index']);
  const accounts: TestAccount[] = [];
  for (let index = 0; index < holders; index++) {
    const holder = await client.fundedAccount(1_000_000n);
    await client.confirm(holder, transferAsset({ from: holder, params }, { assetId, to: holder }));
    const share = { assetId, to: holder, amount: 100n };
    await client.confirm(creator, transferAsset({ from: creator, params }, share));
    accounts.push(holder);
  }
  return { creator, assetId, holders: accounts };
}

/** Sends what the ledger must refuse, and for this reason. */
export async function expectRefusal(
  client: Client,
  signer: TestAccount,
  transaction: Transaction,
  problem: string,
): Promise<void> {
  const answer = await client.send(transaction.signTxn(signer.sk));
  expect(answer.status).toBe(400);
  expect(answer.message).toBe(
    `TransactionPool.Remember: transaction ${transaction.txID()}: ${problem}`,
  );
}

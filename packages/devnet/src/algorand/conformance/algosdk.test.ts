/** An unmodified algosdk client understands every answer. */
import algosdk from 'algosdk';
import { expect, test } from 'vitest';
import { useTarget } from './target.ts';
import { createAsset, pay } from './transactions.ts';

const target = useTarget();

function connect() {
  const { current } = target;
  return { current, client: new algosdk.Algodv2(current.token, current.url) };
}

test('issues an asset and reads it back', async () => {
  const { current, client } = connect();
  const from = await current.fundedAccount(1_000_000n);
  const params = await client.getTransactionParams().do();
  const transaction = createAsset({ from, params }, { total: 2n ** 64n - 1n, decimals: 6 });
  await client.sendRawTransaction(transaction.signTxn(from.sk)).do();

  const confirmed = await algosdk.waitForConfirmation(client, transaction.txID(), 5);

  const asset = await client.getAssetByID(confirmed.assetIndex!).do();
  const holding = await client.accountAssetInformation(from.addr, confirmed.assetIndex!).do();
  const account = await client.accountInformation(from.addr).do();
  expect(asset.params).toMatchObject({ creator: from.addr, total: 2n ** 64n - 1n, decimals: 6 });
  expect(holding.assetHolding?.amount).toBe(2n ** 64n - 1n);
  expect(account).toMatchObject({ amount: 999_000n, minBalance: 200_000n });
  expect(account.createdAssets?.[0]?.params?.total).toBe(2n ** 64n - 1n);
});

test('reads a block and what is in it', async () => {
  const { current, client } = connect();
  const from = await current.fundedAccount(1_000_000n);
  const transaction = pay({ from, params: await current.getParams() }, { to: from, amount: 3n });
  await current.confirm(from, transaction);

  const pending = await client.pendingTransactionInformation(transaction.txID()).do();
  const { block } = await client.block(pending.confirmedRound!).do();
  const { blocktxids } = await client.getBlockTxids(pending.confirmedRound!).do();
  const { blockhash } = await client.getBlockHash(pending.confirmedRound!).do();

  const amounts = block.payset.map(({ signedTxn }) => signedTxn.signedTxn.txn.payment?.amount);
  expect(block.header.round).toBe(pending.confirmedRound);
  expect(amounts).toContain(3n);
  expect(blocktxids).toContain(transaction.txID());
  expect(blockhash).toMatch(/^[A-Z2-7]{52}$/);
});

test('asks for status, versions, genesis, health and the pool', async () => {
  const { current, client } = connect();
  await current.fundedAccount(200_000n);
  const status = await client.status().do();
  const after = await client.statusAfterBlock(0n).do();
  const versions = await client.versionsCheck().do();
  const genesis = await client.genesis().do();
  const pool = await client.pendingTransactionsInformation().do();
  const mine = await client.pendingTransactionByAddress(current.funder.addr).do();

  expect(status.lastRound).toBeGreaterThan(0n);
  expect(after.lastRound).toBeGreaterThanOrEqual(status.lastRound);
  expect(versions.genesisId).toBe((await client.getTransactionParams().do()).genesisID);
  expect(JSON.stringify(genesis)).toContain('alloc');
  expect(pool.topTransactions).toBeInstanceOf(Array);
  expect(mine.topTransactions).toBeInstanceOf(Array);
  await client.healthCheck().do();
  await client.ready().do();
});

/** An unmodified algosdk client understands every answer. */
import algosdk from 'algosdk';
import { expect, test } from 'vitest';
import { deploy, fund } from './applications.ts';
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

test('calls methods of an application, simulated and sent', async () => {
  const { current, client } = connect();
  const method = algosdk.ABIMethod.fromSignature('add(uint64,uint64)uint64');
  // Answers as ARC-4 says: 0x151f7c75 and the encoded value, logged.
  const app = await deploy(
    current,
    'txna ApplicationArgs 1; btoi; txna ApplicationArgs 2; btoi; +; itob; pushbytes 0x151f7c75; swap; concat; log; ' +
      'pushbytes "count"; pushint 1; app_global_put; pushbytes "b"; box_len; pop; pop',
    { numGlobalInts: 1 },
  );
  const composer = async () => {
    const group = new algosdk.AtomicTransactionComposer();
    group.addMethodCall({
      appID: app.id,
      method,
      methodArgs: [40, 2],
      sender: app.creator.addr,
      signer: algosdk.makeBasicAccountTransactionSigner({
        addr: algosdk.Address.fromString(app.creator.addr),
        sk: app.creator.sk,
      }),
      suggestedParams: await client.getTransactionParams().do(),
      boxes: [{ appIndex: 0, name: new TextEncoder().encode('b') }],
    });
    return group;
  };

  const simulated = await (
    await composer()
  ).simulate(
    client,
    new algosdk.modelsv2.SimulateRequest({
      txnGroups: [],
      allowEmptySignatures: true,
      allowUnnamedResources: true,
      allowMoreLogging: true,
      extraOpcodeBudget: 1_000,
    }),
  );
  const executed = await (await composer()).execute(client, 5);

  expect(simulated.methodResults[0]?.returnValue).toBe(42n);
  expect(simulated.simulateResponse.txnGroups[0]?.appBudgetAdded).toBe(1_700);
  expect(simulated.simulateResponse.evalOverrides?.maxLogCalls).toBe(2_048);
  expect(executed.methodResults[0]?.returnValue).toBe(42n);
  const [result] = executed.methodResults;
  expect(result?.txInfo?.globalStateDelta?.[0]?.value.uint).toBe(1n);
});

test('reads an application, its states and its boxes', async () => {
  const { current, client } = connect();
  const app = await deploy(
    current,
    'txn OnCompletion; pushint 1; ==; bnz end; pushbytes "k"; pushint 7; app_global_put; ' +
      'pushint 0; pushbytes "l"; pushbytes "v"; app_local_put; pushbytes "b"; pushbytes "content"; box_put; end: pushint 1; pop',
    { numGlobalInts: 1, numLocalByteSlices: 1 },
  );
  await fund(current, app.address, 1_000_000n);
  const name = new TextEncoder().encode('b');
  await app.call({ onComplete: algosdk.OnApplicationComplete.OptInOC });
  await app.call({ boxes: [{ appIndex: 0n, name }] });

  const { params } = await client.getApplicationByID(app.id).do();
  const own = await client.accountApplicationInformation(app.creator.addr, app.id).do();
  const account = await client.accountInformation(app.creator.addr).do();
  const boxes = await client.getApplicationBoxes(app.id).do();
  const box = await client.getApplicationBoxByName(app.id, name).do();

  expect(params?.globalState?.[0]?.value.uint).toBe(7n);
  expect(own.appLocalState?.keyValue?.[0]?.value.bytes).toEqual(Uint8Array.of(0x76));
  expect(account.createdApps?.[0]?.id).toBe(app.id);
  expect(boxes.boxes.map((one) => Buffer.from(one.name).toString())).toEqual(['b']);
  expect(Buffer.from(box.value).toString()).toBe('content');
});

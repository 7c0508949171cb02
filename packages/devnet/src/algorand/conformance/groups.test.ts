import algosdk, { type Transaction } from 'algosdk';
import { describe, expect, test } from 'vitest';
import { newAccount, type TestAccount } from './client.ts';
import { createAsset, pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

const signAll = (transactions: readonly Transaction[], signers: readonly TestAccount[]) =>
  algosdk
    .assignGroupID([...transactions])
    .map((transaction, index) => transaction.signTxn(signers[index % signers.length]!.sk));

describe('a group', () => {
  test('lets a sponsor pay for an issuer who has nothing', async () => {
    const { current } = target;
    const sponsor = await current.fundedAccount(1_000_000n);
    const issuer = newAccount();
    const fund = pay(
      { from: sponsor, params: await current.getParams({ fee: 2_000n }) },
      { to: issuer, amount: 200_000n },
    );
    const create = createAsset({ from: issuer, params: await current.getParams({ fee: 0n }) });

    const answer = await current.send(...signAll([fund, create], [sponsor, issuer]));

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ txId: fund.txID() });
    const confirmed = (await current.get(`/v2/transactions/pending/${create.txID()}`)).json;
    const { block } = (await current.get(`/v2/blocks/${confirmed['confirmed-round']}`)).json;
    expect(confirmed['asset-index']).toBe(block.tc);
    expect(confirmed.txn.txn.grp).toBe(Buffer.from(create.group!).toString('base64'));
    expect(await current.getAccount(issuer)).toMatchObject({
      amount: 200_000,
      'min-balance': 200_000,
    });
  });

  test('happens whole or not at all', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const to = await current.fundedAccount(100_000n);
    const params = await current.getParams();
    const good = pay({ from, params }, { to, amount: 100_000n });
    const bad = pay({ from, params }, { to, amount: 5_000_000n });

    const answer = await current.send(...signAll([good, bad], [from]));

    expect(answer.status).toBe(400);
    expect(answer.message).toContain(`transaction ${bad.txID()}: overspend`);
    expect((await current.getAccount(from)).amount).toBe(1_000_000);
    expect((await current.getAccount(to)).amount).toBe(100_000);
    expect((await current.get(`/v2/transactions/pending/${good.txID()}`)).status).toBe(404);
  });

  test('an account may be empty in the middle and funded at the end of no transaction', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const to = newAccount();
    const params = await current.getParams();
    const first = pay({ from, params }, { to, amount: 50_000n });
    const second = pay({ from, params }, { to, amount: 50_000n });

    const answer = await current.send(...signAll([first, second], [from]));

    expect(answer.status).toBe(400);
    expect(answer.message).toContain(
      `account ${to.addr} balance 50000 below min 100000 (0 assets)`,
    );
  });

  test('pools its fees', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const paying = await current.getParams({ fee: 1_999n });
    const free = await current.getParams({ fee: 0n });
    const transactions = [
      pay({ from, params: paying }, { to: from }),
      pay({ from, params: free }, { to: from }),
    ];

    const answer = await current.send(...signAll(transactions, [from]));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      'TransactionPool.Remember: txgroup with 1.999mA fees is less than 2mA (usage=2.000000 * base=1mA)',
    );
  });

  test('sent again is already in the ledger, by its first transaction', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const transactions = [pay({ from, params }, { to: from }), pay({ from, params }, { to: from })];
    const signed = signAll(transactions, [from]);
    await current.send(...signed);

    const answer = await current.send(...signed);

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `TransactionPool.Remember: transaction already in ledger: ${transactions[0]!.txID()}`,
    );
  });

  test('does not hold the same transaction twice', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const note = new Uint8Array([1]);
    const twins = [
      pay({ from, params }, { to: from, note }),
      pay({ from, params }, { to: from, note }),
    ];

    const answer = await current.send(...signAll(twins, [from]));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `TransactionPool.Remember: transaction already in ledger: ${twins[0]!.txID()}`,
    );
  });

  test('has sixteen transactions at most', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const transactions = Array.from({ length: 16 }, () => pay({ from, params }, { to: from }));
    const signed = signAll(transactions, [from]);

    const tooMany = await current.send(...signed, signed[0]!);
    const answer = await current.send(...signed);

    expect(tooMany.status).toBe(400);
    expect(tooMany.json).toEqual({ message: 'max group size is 16' });
    expect(answer.status).toBe(200);
  });
});

describe('a group that is none', () => {
  async function twoTransactions() {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const make = () => pay({ from, params }, { to: from });
    return { current, from, first: make(), second: make(), other: make() };
  }

  test('has no group id', async () => {
    const { current, from, first, second } = await twoTransactions();

    const answer = await current.send(first.signTxn(from.sk), second.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: 'transactionGroup: [0] had zero Group but was submitted in a group of 2',
    });
  });

  test('is not complete', async () => {
    const { current, from, first, second } = await twoTransactions();
    const [signed] = signAll([first, second], [from]);

    const answer = await current.send(signed!);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      /^transactionGroup: incomplete group: [A-Z2-7]{52} != [A-Z2-7]{52} \(\{\{\} \[[A-Z2-7]{52}\]\}\)$/,
    );
  });

  test('is in another order', async () => {
    const { current, from, first, second } = await twoTransactions();

    const answer = await current.send(...signAll([first, second], [from]).toReversed());

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      /^transactionGroup: incomplete group: .* \(\{\{\} \[[A-Z2-7]{52} [A-Z2-7]{52}\]\}\)$/,
    );
  });

  test('is of two groups', async () => {
    const { current, from, first, second, other } = await twoTransactions();
    const [mine] = signAll([first, second], [from]);
    const [theirs] = signAll([other], [from]);

    const answer = await current.send(mine!, theirs!);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      /^transactionGroup: inconsistent group values: [A-Z2-7]{52} != [A-Z2-7]{52}$/,
    );
  });
});

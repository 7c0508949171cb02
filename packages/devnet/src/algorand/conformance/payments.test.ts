import { describe, expect, test } from 'vitest';
import { newAccount } from './client.ts';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const refusal = 'TransactionPool.Remember: ';

describe('paying', () => {
  test('moves the amount and takes the fee', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const to = await current.fundedAccount(100_000n);

    const transaction = pay({ from, params: await current.getParams() }, { to, amount: 300_000n });
    const confirmed = await current.confirm(from, transaction);

    expect(confirmed).toMatchObject({ 'pool-error': '', 'confirmed-round': expect.any(Number) });
    expect((await current.getAccount(from)).amount).toBe(699_000);
    expect((await current.getAccount(to)).amount).toBe(400_000);
  });

  test('answers with the id of the transaction', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const transaction = pay({ from, params: await current.getParams() }, { to: current.funder });

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ txId: transaction.txID() });
  });

  test('a confirmed transaction is shown as it was sent', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const note = new TextEncoder().encode('hello');
    const transaction = pay({ from, params }, { to: current.funder, amount: 5n, note });

    const confirmed = await current.confirm(from, transaction);

    expect(confirmed.txn.txn).toEqual({
      amt: 5,
      fee: 1_000,
      ...(params.firstValid > 0n && { fv: Number(params.firstValid) }),
      gen: params.genesisID,
      gh: Buffer.from(params.genesisHash!).toString('base64'),
      lv: Number(params.lastValid),
      note: Buffer.from(note).toString('base64'),
      rcv: current.funder.addr,
      snd: from.addr,
      type: 'pay',
    });
    expect(confirmed.txn.sig).toMatch(/^[\w+/]{86}==$/);
  });

  test('a zero payment works, also to oneself', async () => {
    const { current } = target;
    const from = await current.fundedAccount(200_000n);

    const transaction = pay({ from, params: await current.getParams() }, { to: from });
    await current.confirm(from, transaction);

    expect((await current.getAccount(from)).amount).toBe(199_000);
  });
});

describe('closing an account', () => {
  test('hands over everything and leaves nothing', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const to = await current.fundedAccount(100_000n);
    const heir = await current.fundedAccount(100_000n);

    const confirmed = await current.confirm(
      from,
      pay({ from, params: await current.getParams() }, { to, amount: 200_000n, closeTo: heir }),
    );

    expect(confirmed['closing-amount']).toBe(799_000);
    expect((await current.getAccount(from)).amount).toBe(0);
    expect((await current.getAccount(to)).amount).toBe(300_000);
    expect((await current.getAccount(heir)).amount).toBe(899_000);
  });

  test('to oneself is malformed', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);

    const answer = await current.send(
      pay(
        { from, params: await current.getParams() },
        { to: current.funder, closeTo: from },
      ).signTxn(from.sk),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      new RegExp(
        `^transaction \\{.*\\} invalid : transaction cannot close account to its sender ${from.addr}$`,
      ),
    );
  });
});

describe('too little money', () => {
  test('for the amount: overspend', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const transaction = pay(
      { from, params: await current.getParams() },
      { to: current.funder, amount: 2_000_000n },
    );

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      new RegExp(
        `^${refusal}transaction ${transaction.txID()}: overspend \\(account ${from.addr}, ` +
          `data \\{AccountBaseData:\\{Status:Offline MicroAlgos:999mA .*\\}\\}, tried to spend 2A\\)$`,
      ),
    );
  });

  test('for the fee: overspend of an account that never was', async () => {
    const { current } = target;
    const from = newAccount();
    const transaction = pay({ from, params: await current.getParams() }, { to: current.funder });

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/overspend .*MicroAlgos:0\.0A .*tried to spend 1mA\)$/);
  });

  test('to stay above the minimum balance', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const transaction = pay(
      { from, params: await current.getParams() },
      { to: current.funder, amount: 950_000n },
    );

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `${refusal}transaction ${transaction.txID()}: account ${from.addr} balance 49000 below min 100000 (0 assets)`,
    );
  });

  test('a receiver is not left below the minimum balance', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const to = newAccount();
    const transaction = pay({ from, params: await current.getParams() }, { to, amount: 99_999n });

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `${refusal}transaction ${transaction.txID()}: account ${to.addr} balance 99999 below min 100000 (0 assets)`,
    );
  });

  test.each([
    [999n, '999uA', '1mA', '1.000000', 0],
    [0n, '0.0A', '1mA', '1.000000', 0],
    [1_000n, '1mA', '1.001mA', '1.000100', 1_025],
  ])('a fee of %s is too low', async (fee, paid, needed, usage, noteSize) => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams({ fee });
    const note = noteSize > 0 ? new Uint8Array(noteSize) : undefined;

    const answer = await current.send(
      pay({ from, params }, { to: current.funder, ...(note && { note }) }).signTxn(from.sk),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `${refusal}txgroup with ${paid} fees is less than ${needed} (usage=${usage} * base=1mA)`,
    );
  });

  test('a long note is possible for a higher fee', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams({ fee: 1_308n });

    await current.confirm(
      from,
      pay({ from, params }, { to: current.funder, note: new Uint8Array(4_096) }),
    );
  });
});

import { randomBytes } from 'node:crypto';
import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const refusal = 'TransactionPool.Remember: ';

describe('the validity window', () => {
  test('not begun yet: dead', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const { firstValid } = await current.getParams();
    const window = { firstValid: firstValid + 900n, lastValid: firstValid + 1_900n };

    const answer = await current.send(
      pay({ from, params: await current.getParams(window) }, { to: current.funder }).signTxn(
        from.sk,
      ),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      new RegExp(
        `^${refusal}txn dead: round \\d+ outside of ${window.firstValid}--${window.lastValid}$`,
      ),
    );
  });

  test('over: dead', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const window = { firstValid: 1n, lastValid: 1n };
    await current.fundedAccount(100_000n);

    const answer = await current.send(
      pay({ from, params: await current.getParams(window) }, { to: current.funder }).signTxn(
        from.sk,
      ),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(new RegExp(`^${refusal}txn dead: round \\d+ outside of 1--1$`));
  });

  test('the next round is enough', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const { firstValid } = await current.getParams();

    await current.confirm(
      from,
      pay(
        { from, params: await current.getParams({ firstValid, lastValid: firstValid + 50n }) },
        { to: current.funder },
      ),
    );
  });

  test.each([
    ['longer than a thousand rounds', 1n, 1_002n, 'transaction window size excessive (1--1002)'],
    ['backwards', 10n, 2n, 'transaction invalid range (10--2)'],
  ])('%s: malformed', async (_, firstValid, lastValid, problem) => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams({ firstValid, lastValid });

    const answer = await current.send(
      pay({ from, params }, { to: current.funder }).signTxn(from.sk),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/^transaction \{.*\} invalid : /);
    expect(answer.message.endsWith(` invalid : ${problem}`)).toBe(true);
  });
});

describe('the genesis', () => {
  test('another id is refused', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const { genesisID } = await current.getParams();
    const params = await current.getParams({ genesisID: 'other-v1' });

    const answer = await current.send(
      pay({ from, params }, { to: current.funder }).signTxn(from.sk),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `${refusal}tx.GenesisID <other-v1> does not match expected <${genesisID}>`,
    );
  });

  test('another hash is refused', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams({ genesisHash: new Uint8Array(32).fill(7) });

    const answer = await current.send(
      pay({ from, params }, { to: current.funder }).signTxn(from.sk),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      /^TransactionPool\.Remember: tx\.GenesisHash <A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYHA4DQ> does not match expected <[A-Z2-7]{52}>$/,
    );
  });
});

describe('once only', () => {
  test('the same transaction again is already in the ledger', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const transaction = pay({ from, params: await current.getParams() }, { to: current.funder });
    await current.confirm(from, transaction);

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(`${refusal}transaction already in ledger: ${transaction.txID()}`);
  });

  test('a lease keeps every other transaction with it out, and names the one that was sent', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const lease = randomBytes(32);
    const leased = { to: current.funder, lease };
    const first = pay({ from, params: await current.getParams() }, leased);
    const second = pay({ from, params: await current.getParams() }, leased);
    await current.confirm(from, first);

    const leaseText = algosdk.encodeAddress(lease);
    for (const transaction of [first, second]) {
      const answer = await current.send(transaction.signTxn(from.sk));
      expect(answer.status).toBe(400);
      expect(answer.message).toBe(
        `${refusal}transaction ${transaction.txID()} using an overlapping lease (sender, lease):(${from.addr}, ${leaseText})`,
      );
    }
  });

  test('a lease belongs to its sender', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const other = await current.fundedAccount(1_000_000n);
    const leased = { to: current.funder, lease: randomBytes(32) };

    await current.confirm(from, pay({ from, params: await current.getParams() }, leased));
    await current.confirm(other, pay({ from: other, params: await current.getParams() }, leased));
  });

  test('a lease ends with the window of its transaction', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const leased = { to: current.funder, lease: randomBytes(32) };
    const short = await current.getParams();
    const first = pay({ from, params: { ...short, lastValid: short.firstValid + 20n } }, leased);
    await current.confirm(from, first);
    const passTime = async (): Promise<bigint> => {
      await current.confirm(from, pay({ from, params: await current.getParams() }, { to: from }));
      return (await current.getParams()).firstValid;
    };
    while ((await passTime()) < short.firstValid + 20n);

    await current.confirm(from, pay({ from, params: await current.getParams() }, leased));
  });

  test('a failed transaction does not take the lease', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const lease = randomBytes(32);
    const tooMuch = { to: current.funder, lease, amount: 5_000_000n };
    const failed = pay({ from, params: await current.getParams() }, tooMuch);
    expect((await current.send(failed.signTxn(from.sk))).status).toBe(400);

    await current.confirm(
      from,
      pay({ from, params: await current.getParams() }, { to: current.funder, lease }),
    );
  });
});

import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { newAccount, type TestAccount } from './client.ts';
import { pay, tamper } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const untrue = { message: "At least one signature didn't pass verification" };

async function signedPayment() {
  const { current } = target;
  const from = await current.fundedAccount(1_000_000n);
  const transaction = pay({ from, params: await current.getParams() }, { to: from });
  return { current, from, transaction, signed: transaction.signTxn(from.sk) };
}

describe('a signature', () => {
  test('of other bits is untrue', async () => {
    const { current, signed } = await signedPayment();

    const answer = await current.send(tamper(signed, (raw) => (raw.sig[0] ^= 1)));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(untrue);
  });

  test('of another transaction is untrue', async () => {
    const { current, signed } = await signedPayment();

    const answer = await current.send(tamper(signed, (raw) => (raw.txn.fee = 1_001n)));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(untrue);
  });

  test('may not be missing', async () => {
    const { current, signed } = await signedPayment();

    const answer = await current.send(tamper(signed, (raw) => delete raw.sig));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/^transaction \{.*\} invalid : signedtxn has no sig$/);
  });

  test('may not be of two kinds', async () => {
    const { current, signed } = await signedPayment();
    const msig = { subsig: [{ pk: new Uint8Array(32).fill(1) }], thr: 1, v: 1 };

    const answer = await current.send(tamper(signed, (raw) => (raw.msig = msig)));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : signedtxn should have only one type of signature$/);
  });

  test('by someone else is not authorized', async () => {
    const { current, from, transaction } = await signedPayment();
    const other = newAccount();

    const answer = await current.send(transaction.signTxn(other.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `TransactionPool.Remember: transaction ${transaction.txID()}: should have been authorized by ` +
        `${from.addr} but was actually authorized by ${other.addr}`,
    );
  });

  test('does not name its own sender as another signer', async () => {
    const { current, from, signed } = await signedPayment();

    const answer = await current.send(
      tamper(signed, (raw) => (raw.sgnr = algosdk.decodeAddress(from.addr).publicKey)),
    );

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : AuthAddr must be different from Sender$/);
  });
});

describe('rekeying', () => {
  test('gives the account to another key, and back', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const other = newAccount();
    const asOther: TestAccount = { addr: from.addr, sk: other.sk };
    await current.confirm(
      from,
      pay({ from, params: await current.getParams() }, { to: from, rekeyTo: other }),
    );
    expect(await current.getAccount(from)).toMatchObject({ 'auth-addr': other.addr });

    const byOldKey = pay({ from, params: await current.getParams() }, { to: from });
    const answer = await current.send(byOldKey.signTxn(from.sk));
    expect(answer.message).toBe(
      `TransactionPool.Remember: transaction ${byOldKey.txID()}: should have been authorized by ` +
        `${other.addr} but was actually authorized by ${from.addr}`,
    );

    await current.confirm(
      asOther,
      pay({ from, params: await current.getParams() }, { to: from, rekeyTo: from }),
    );
    expect(await current.getAccount(from)).not.toHaveProperty('auth-addr');
    await current.confirm(from, pay({ from, params: await current.getParams() }, { to: from }));
  });
});

describe('a multisignature', () => {
  async function multisigPayment() {
    const { current } = target;
    const keys = Array.from({ length: 3 }, () => newAccount());
    const multisig = { version: 1, threshold: 2, addrs: keys.map(({ addr }) => addr) };
    const from: TestAccount = {
      addr: algosdk.multisigAddress(multisig).toString(),
      sk: new Uint8Array(),
    };
    await current.confirm(
      current.funder,
      pay(
        { from: current.funder, params: await current.getParams() },
        { to: from, amount: 1_000_000n },
      ),
    );
    const transaction = pay({ from, params: await current.getParams() }, { to: from });
    const signWith = (...signers: readonly TestAccount[]): Uint8Array => {
      const parts = signers.map(
        ({ sk }) => algosdk.signMultisigTransaction(transaction, multisig, sk).blob,
      );
      return parts.length === 1 ? parts[0]! : algosdk.mergeMultisigTransactions(parts);
    };
    return { current, keys: keys as [TestAccount, TestAccount, TestAccount], signWith };
  }

  test('of enough keys is accepted', async () => {
    const { current, keys, signWith } = await multisigPayment();

    expect((await current.send(signWith(keys[0], keys[2]))).status).toBe(200);
  });

  test('of too few keys is refused', async () => {
    const { current, keys, signWith } = await multisigPayment();

    const answer = await current.send(signWith(keys[0]));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : multisig validation failed: /);
  });

  test('with one untrue signature is untrue', async () => {
    const { current, keys, signWith } = await multisigPayment();
    const signed = tamper(signWith(keys[0], keys[1]), (raw) => (raw.msig.subsig[1].s[3] ^= 1));

    const answer = await current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual(untrue);
  });

  test('of other keys is not this account', async () => {
    const { current, keys, signWith } = await multisigPayment();
    const change = (raw: any) => (raw.msig.thr = 1);

    const answer = await current.send(tamper(signWith(keys[0], keys[1]), change));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : multisig validation failed: /);
  });
});

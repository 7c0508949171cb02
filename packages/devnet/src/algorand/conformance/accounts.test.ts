import { randomBytes } from 'node:crypto';
import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { newAccount } from './client.ts';
import { useTarget } from './target.ts';

const target = useTarget();

describe('an account', () => {
  test('that never was is empty', async () => {
    const { current } = target;
    const account = newAccount();

    expect(await current.getAccount(account)).toEqual({
      address: account.addr,
      amount: 0,
      'amount-without-pending-rewards': 0,
      'apps-local-state': [],
      'apps-total-schema': { 'num-byte-slice': 0, 'num-uint': 0 },
      assets: [],
      'created-apps': [],
      'created-assets': [],
      'min-balance': 100_000,
      'pending-rewards': 0,
      'reward-base': 0,
      rewards: 0,
      round: expect.any(Number),
      status: 'Offline',
      'total-apps-opted-in': 0,
      'total-assets-opted-in': 0,
      'total-created-apps': 0,
      'total-created-assets': 0,
    });
  });

  test('has nothing waiting in the pool once its transactions are confirmed', async () => {
    const { current } = target;
    const account = await current.fundedAccount(200_000n);

    const answer = await current.get(`/v2/accounts/${account.addr}/transactions/pending`);

    expect(answer.json).toEqual({
      'top-transactions': [],
      'total-transactions': expect.any(Number),
    });
  });
});

describe('the pool', () => {
  test('lists in JSON and MessagePack', async () => {
    const { current } = target;

    const json = await current.get('/v2/transactions/pending');
    const packed = await current.get('/v2/transactions/pending?format=msgpack&max=5');

    expect(json.json).toEqual({
      'top-transactions': expect.any(Array),
      'total-transactions': expect.any(Number),
    });
    expect(packed.contentType).toBe('application/msgpack');
    expect(Object.keys(algosdk.msgpackRawDecode(packed.bytes) as object)).toEqual([
      'top-transactions',
      'total-transactions',
    ]);
  });

  test('refuses another format', async () => {
    const answer = await target.current.get('/v2/transactions/pending?format=xml');

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'failed to parse the format option' });
  });
});

describe('registering keys', () => {
  const register = async (fields: object) => {
    const { current } = target;
    const account = await current.fundedAccount(1_000_000n);
    const transaction = algosdk.makeKeyRegistrationTxnWithSuggestedParamsFromObject({
      sender: account.addr,
      suggestedParams: await current.getParams(),
      ...fields,
    });
    return { current, account, transaction };
  };
  const keys = {
    voteKey: randomBytes(32),
    selectionKey: randomBytes(32),
    stateProofKey: randomBytes(64),
    voteFirst: 1n,
    voteLast: 100_000n,
    voteKeyDilution: 300n,
  };

  test('brings an account online, and offline again', async () => {
    const { current, account, transaction } = await register(keys);
    await current.confirm(account, transaction);
    expect(await current.getAccount(account)).toMatchObject({
      status: 'Online',
      participation: {
        'vote-participation-key': keys.voteKey.toString('base64'),
        'selection-participation-key': keys.selectionKey.toString('base64'),
        'state-proof-key': keys.stateProofKey.toString('base64'),
        'vote-first-valid': 1,
        'vote-last-valid': 100_000,
        'vote-key-dilution': 300,
      },
    });

    const offline = algosdk.makeKeyRegistrationTxnWithSuggestedParamsFromObject({
      sender: account.addr,
      suggestedParams: await current.getParams(),
    });
    await current.confirm(account, offline);

    const after = await current.getAccount(account);
    expect(after.status).toBe('Offline');
    expect(after).not.toHaveProperty('participation');
  });

  test('is refused for rounds that have passed', async () => {
    const { current, account, transaction } = await register({ ...keys, voteLast: 1n });

    const answer = await current.send(transaction.signTxn(account.sk));

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `TransactionPool.Remember: transaction ${transaction.txID()}: transaction tries to mark an account as online with last voting round in the past`,
    );
  });
});

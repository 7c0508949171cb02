import { createHash } from 'node:crypto';
import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

async function confirmedPayment() {
  const { current } = target;
  const from = await current.fundedAccount(1_000_000n);
  const transaction = pay({ from, params: await current.getParams() }, { to: from, amount: 3n });
  const confirmed = await current.confirm(from, transaction);
  return { current, from, transaction, round: confirmed['confirmed-round'] as number, confirmed };
}

describe('a block', () => {
  test('holds its transactions without the genesis they share', async () => {
    const { current, transaction, round, confirmed } = await confirmedPayment();

    const { block } = (await current.get(`/v2/blocks/${round}`)).json;

    const { gen: _, gh: __, ...shortened } = confirmed.txn.txn;
    expect(block.txns).toContainEqual({ hgi: true, sig: confirmed.txn.sig, txn: shortened });
    expect(block.rnd).toBe(round);
    expect(block.fc).toBeGreaterThanOrEqual(1_000);
    expect(block.gen).toBe(transaction.genesisID);
    expect(Object.keys(block).toSorted()).toEqual([
      'bi',
      'fc',
      'fees',
      'gen',
      'gh',
      'ld',
      'prev',
      'prev512',
      'proto',
      'rnd',
      'rwcalr',
      'rwd',
      'seed',
      'spt',
      'tc',
      'ts',
      'txn',
      'txn256',
      'txn512',
      'txns',
    ]);
  });

  test('lists the ids of its transactions', async () => {
    const { current, transaction, round } = await confirmedPayment();

    const { json } = await current.get(`/v2/blocks/${round}/txids`);

    expect(json).toEqual({ blockTxids: expect.arrayContaining([transaction.txID()]) });
  });

  test('names the hash of the block before', async () => {
    const { current, round } = await confirmedPayment();

    const { block } = (await current.get(`/v2/blocks/${round}`)).json;
    const { blockHash } = (await current.get(`/v2/blocks/${round - 1}/hash`)).json;

    expect(block.prev).toBe(`blk-${blockHash}`);
  });

  test('its hash is the hash of its header, canonically encoded', async () => {
    const { current, round } = await confirmedPayment();

    const packed = await current.get(`/v2/blocks/${round}?format=msgpack&header-only=true`);
    const { blockHash } = (await current.get(`/v2/blocks/${round}/hash`)).json;

    // {"block": HEADER}: one map entry, its key of five letters, then the header as it is hashed.
    const header = packed.bytes.subarray(1 + 1 + 5);
    const expected = createHash('sha512-256').update('BH').update(header).digest();
    expect(algosdk.encodeAddress(expected).slice(0, 51)).toBe(blockHash.slice(0, 51));
  });

  test('has a type of its own in MessagePack', async () => {
    const { current, round } = await confirmedPayment();

    const answer = await current.get(`/v2/blocks/${round}?format=msgpack`);

    expect(answer.contentType).toBe('application/msgpack');
    expect(answer.headers.get('x-algorand-struct')).toBe('block-v1');
  });
});

describe('the first block', () => {
  test('counts a thousand transactions that never were', async ({ skip }) => {
    const answer = await target.current.get('/v2/blocks/0');
    if (answer.status === 404) skip('this algod has run for long and dropped its first block');
    const { block } = answer.json;

    expect(block.tc).toBe(1_000);
    expect(block.txn).toBe('J3hisbLS0SebtaGdDYdRj+cVAPEmuLozZ3W9NJoee3M=');
    expect(block.seed).toBe(block.gh);
    expect(block).not.toHaveProperty('rnd');
    expect(block).not.toHaveProperty('txns');
  });
});

describe('a block that is not there', () => {
  test.each(['', '/hash', '/txids'])('/v2/blocks/999999999%s', async (rest) => {
    const answer = await target.current.get(`/v2/blocks/999999999${rest}`);

    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: 'failed to retrieve information from the ledger' });
  });

  test('a round that is none', async () => {
    const answer = await target.current.get('/v2/blocks/x');

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      'Invalid format for parameter round: error binding string parameter: strconv.ParseUint: parsing "x": invalid syntax',
    );
  });

  test('a format that is none', async () => {
    const answer = await target.current.get('/v2/blocks/0?format=xml');

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'failed to parse the format option' });
  });
});

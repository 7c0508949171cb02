import { describe, expect, test } from 'vitest';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

describe('status', () => {
  test('says where the chain stands', async () => {
    const { status, contentType, json } = await target.current.get('/v2/status');

    expect(status).toBe(200);
    expect(contentType).toBe('application/json');
    expect(Object.keys(json).toSorted()).toEqual([
      'catchpoint',
      'catchpoint-acquired-blocks',
      'catchpoint-processed-accounts',
      'catchpoint-processed-kvs',
      'catchpoint-total-accounts',
      'catchpoint-total-blocks',
      'catchpoint-total-kvs',
      'catchpoint-verified-accounts',
      'catchpoint-verified-kvs',
      'catchup-time',
      'last-catchpoint',
      'last-round',
      'last-version',
      'next-version',
      'next-version-round',
      'next-version-supported',
      'stopped-at-unsupported-round',
      'time-since-last-round',
    ]);
    expect(json['next-version-round']).toBe(json['last-round'] + 1);
    expect(json['catchup-time']).toBe(0);
  });

  test('waiting for a round that has passed answers at once', async () => {
    const account = await target.current.fundedAccount(200_000n);
    await target.current.getAccount(account);

    const { status, json } = await target.current.get('/v2/status/wait-for-block-after/0');

    expect(status).toBe(200);
    expect(json['last-round']).toBeGreaterThan(0);
  });

  test('waiting for the next round answers when its block is there', async () => {
    const before = (await target.current.get('/v2/status')).json['last-round'];

    const waiting = target.current.get(`/v2/status/wait-for-block-after/${before}`);
    await target.current.fundedAccount(200_000n);

    expect((await waiting).json['last-round']).toBeGreaterThan(before);
  });

  test.each([
    ['x', 'strconv.ParseUint: parsing "x": invalid syntax'],
    ['-1', 'strconv.ParseUint: parsing "-1": invalid syntax'],
    [
      '18446744073709551616',
      'strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
  ])('a round %s is refused', async (round, problem) => {
    const answer = await target.current.get(`/v2/status/wait-for-block-after/${round}`);

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `Invalid format for parameter round: error binding string parameter: ${problem}`,
    );
  });
});

describe('parameters for transactions', () => {
  test('name the genesis, the fee and the last round', async () => {
    const { status, json } = await target.current.get('/v2/transactions/params');

    expect(status).toBe(200);
    expect(json).toEqual({
      'consensus-version': expect.stringContaining('github.com/algorandfoundation/specs'),
      fee: 0,
      'genesis-hash': expect.stringMatching(/^[\w+/]{43}=$/),
      'genesis-id': expect.stringMatching(/-v1$/),
      'last-round': expect.any(Number),
      'min-fee': 1_000,
    });
  });

  test('the genesis is the same everywhere', async () => {
    const params = (await target.current.get('/v2/transactions/params')).json;
    const versions = (await target.current.get('/versions')).json;
    const genesis = (await target.current.get('/genesis')).json;
    await target.current.fundedAccount(100_000n);
    const { json: status } = await target.current.get('/v2/status');
    const { block } = (await target.current.get(`/v2/blocks/${status['last-round']}`)).json;

    expect(versions.genesis_id).toBe(params['genesis-id']);
    expect(versions.genesis_hash_b64).toBe(params['genesis-hash']);
    expect(`${genesis.network}-${genesis.id}`).toBe(params['genesis-id']);
    expect(block).toMatchObject({ gen: params['genesis-id'], gh: params['genesis-hash'] });
  });
});

describe('what the node is', () => {
  test('versions name the API and the build', async () => {
    const { json } = await target.current.get('/versions');

    expect(json.versions).toEqual(['v2']);
    expect(json.build).toMatchObject({ major: 5, minor: 1 });
  });

  test.each(['/health', '/ready'])('%s answers null', async (path) => {
    const { status, text } = await target.current.request(path, { headers: {} });

    expect(status).toBe(200);
    expect(text.trim()).toBe('null');
  });
});

describe('the API token', () => {
  test.each([
    ['no token', {}],
    ['another token', { 'X-Algo-API-Token': 'a'.repeat(64) }],
    ['an empty token', { 'X-Algo-API-Token': '' }],
    ['a token of another scheme', { authorization: 'Basic abc' }],
  ])('%s is refused', async (_, headers) => {
    const answer = await target.current.request('/v2/status', { headers });

    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ message: 'Invalid API Token' });
  });

  test('the token may come as a bearer token', async () => {
    const headers = { authorization: `Bearer ${target.current.token}` };

    expect((await target.current.request('/v2/status', { headers })).status).toBe(200);
  });

  test.each(['/versions', '/genesis', '/health', '/ready'])('%s needs none', async (path) => {
    expect((await target.current.request(path, { headers: {} })).status).toBe(200);
  });
});

describe('paths and methods', () => {
  test('an unknown path is not found', async () => {
    const answer = await target.current.get('/v2/nothing');

    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: 'Not Found' });
  });

  test('a path is not found with another method', async () => {
    const answer = await target.current.get('/v2/transactions');

    expect(answer.status).toBe(405);
    expect(answer.json).toEqual({ message: 'Method Not Allowed' });
  });

  test('a send is confirmed by the time it is answered, in its own round', async () => {
    const { current } = target;
    const account = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const transaction = pay({ from: account, params }, { to: current.funder });

    const confirmed = await current.confirm(account, transaction);

    expect(confirmed['confirmed-round']).toBeGreaterThan(Number(params.firstValid));
  });
});

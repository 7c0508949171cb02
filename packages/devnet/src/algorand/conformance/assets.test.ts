import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { newAccount, type TestAccount } from './client.ts';
import { expectRefusal, issueAsset } from './issueAsset.ts';
import { useTarget } from './target.ts';
import { createAsset, destroyAsset, tamper } from './transactions.ts';

const target = useTarget();

describe('creating', () => {
  test('names the asset after the count of transactions, of which there were a thousand before the first', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(1_000_000n);

    const created = await current.confirm(
      creator,
      createAsset({ from: creator, params: await current.getParams() }),
    );

    const { block } = (await current.get(`/v2/blocks/${created['confirmed-round']}`)).json;
    expect(created['asset-index']).toBe(block.tc);
    expect(block.tc).toBeGreaterThan(1_000);
    expect(block.txns[0].caid).toBe(created['asset-index']);
  });

  test('keeps every parameter', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(1_000_000n);
    const someone = () => newAccount().addr;
    const roles = {
      manager: someone(),
      reserve: someone(),
      freeze: someone(),
      clawback: someone(),
    };
    const longestName = 'ß'.repeat(16);
    const assetMetadataHash = new Uint8Array(32).fill(9);

    const created = await current.confirm(
      creator,
      createAsset(
        { from: creator, params: await current.getParams() },
        {
          total: 2n ** 64n - 1n,
          decimals: 19,
          defaultFrozen: true,
          assetName: longestName,
          unitName: '12345678',
          assetURL: `https://${'x'.repeat(88)}`,
          assetMetadataHash,
          ...roles,
        },
      ),
    );

    const { text } = await current.get(`/v2/assets/${created['asset-index']}`);
    expect(JSON.parse(text.replaceAll('18446744073709551615', '"2^64-1"'))).toEqual({
      index: created['asset-index'],
      params: {
        ...roles,
        creator: creator.addr,
        decimals: 19,
        'default-frozen': true,
        'metadata-hash': Buffer.from(assetMetadataHash).toString('base64'),
        name: longestName,
        'name-b64': Buffer.from(longestName).toString('base64'),
        total: '2^64-1',
        'unit-name': '12345678',
        'unit-name-b64': Buffer.from('12345678').toString('base64'),
        url: `https://${'x'.repeat(88)}`,
        'url-b64': Buffer.from(`https://${'x'.repeat(88)}`).toString('base64'),
      },
    });
  });

  test('leaves out what was not given', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(1_000_000n);
    const bare = algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject({
      sender: creator.addr,
      total: 1n,
      decimals: 0,
      suggestedParams: await current.getParams(),
    });

    const created = await current.confirm(creator, bare);

    const { json } = await current.get(`/v2/assets/${created['asset-index']}`);
    expect(json.params).toEqual({
      creator: creator.addr,
      decimals: 0,
      'default-frozen': false,
      total: 1,
    });
  });

  test('shows a name that is not UTF-8 as base64 only', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const transaction = createAsset({ from: creator, params }, { unitName: 'A\u0007' });

    const created = await current.confirm(creator, transaction);

    const { json } = await current.get(`/v2/assets/${created['asset-index']}`);
    expect(json.params['unit-name']).toBeUndefined();
    expect(json.params['unit-name-b64']).toBe(Buffer.from('A\u0007').toString('base64'));
  });

  test('raises the minimum balance, and needs it', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(201_000n);
    await current.confirm(
      creator,
      createAsset({ from: creator, params: await current.getParams() }),
    );

    expect(await current.getAccount(creator)).toMatchObject({
      amount: 200_000,
      'min-balance': 200_000,
      'total-created-assets': 1,
      'total-assets-opted-in': 1,
    });
    const poor = await current.fundedAccount(200_999n);
    await expectRefusal(
      current,
      poor,
      createAsset({ from: poor, params: await current.getParams() }),
      `account ${poor.addr} balance 199999 below min 200000 (1 assets)`,
    );
  });

  test.each([
    ['an', 'x'.repeat(33), 'transaction asset name too big: 33 > 32'],
    ['un', 'x'.repeat(9), 'transaction asset unit name too big: 9 > 8'],
    ['au', 'x'.repeat(97), 'transaction asset url too big: 97 > 96'],
    ['dc', 20, 'transaction asset decimals is too high (max is 19)'],
  ])('%s = %s is malformed', async (field, value, problem) => {
    const { current } = target;
    const creator = await current.fundedAccount(1_000_000n);
    const signed = createAsset({ from: creator, params: await current.getParams() }).signTxn(
      creator.sk,
    );

    const answer = await current.send(tamper(signed, (raw) => (raw.txn.apar[field] = value)));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/^transaction \{.*\} invalid : /);
    expect(answer.message.endsWith(` invalid : ${problem}`)).toBe(true);
  });
});

describe('reading', () => {
  test('an account shows what it holds and created, and leaves out what is excluded', async () => {
    const { current } = target;
    const { creator, assetId } = await issueAsset(current);
    const full = await current.getAccount(creator);
    const read = async (exclude: string) =>
      (await current.get(`/v2/accounts/${creator.addr}?exclude=${exclude}`)).json;

    expect(full.assets).toEqual([
      { amount: 1_000, 'asset-id': Number(assetId), 'is-frozen': false },
    ]);
    expect(full['created-assets']).toEqual([
      { index: Number(assetId), params: (await current.get(`/v2/assets/${assetId}`)).json.params },
    ]);
    expect((await read('created-assets-params'))['created-assets']).toEqual([
      { index: Number(assetId) },
    ]);
    expect(await read('none')).toEqual({ ...full, round: expect.any(Number) });
    const bare = await read('all');
    for (const field of ['assets', 'created-assets', 'apps-local-state', 'created-apps']) {
      expect(bare).not.toHaveProperty(field);
    }
    expect(bare['total-created-assets']).toBe(1);
  });

  test('the creator sees holding and parameters, a holder its holding, anyone else nothing', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
    const stranger = newAccount();
    const read = (account: TestAccount) =>
      current.get(`/v2/accounts/${account.addr}/assets/${assetId}`);

    expect((await read(creator)).json).toEqual({
      'asset-holding': { amount: 900, 'asset-id': Number(assetId), 'is-frozen': false },
      'created-asset': (await current.get(`/v2/assets/${assetId}`)).json.params,
      round: expect.any(Number),
    });
    expect((await read(holders[0]!)).json).toEqual({
      'asset-holding': { amount: 100, 'asset-id': Number(assetId), 'is-frozen': false },
      round: expect.any(Number),
    });
    const missing = await read(stranger);
    expect(missing.status).toBe(404);
    expect(missing.json).toEqual({ message: 'account asset info not found' });
  });

  test('an asset that does not exist', async () => {
    const answer = await target.current.get('/v2/assets/999999999');

    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({ message: 'asset does not exist' });
  });

  test('an asset id that is none', async () => {
    const answer = await target.current.get('/v2/assets/abc');

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      'Invalid format for parameter asset-id: error binding string parameter: strconv.ParseUint: parsing "abc": invalid syntax',
    );
  });
});

describe('destroying', () => {
  test('needs the whole supply at the creator', async () => {
    const { current } = target;
    const { creator, assetId } = await issueAsset(current, { holders: 1 });

    await expectRefusal(
      current,
      creator,
      destroyAsset({ from: creator, params: await current.getParams() }, assetId),
      'cannot destroy asset: creator is holding only 900/1000',
    );
  });

  test('removes the asset and frees the minimum balance', async () => {
    const { current } = target;
    const { creator, assetId } = await issueAsset(current);

    await current.confirm(
      creator,
      destroyAsset({ from: creator, params: await current.getParams() }, assetId),
    );

    expect((await current.get(`/v2/assets/${assetId}`)).status).toBe(404);
    expect(await current.getAccount(creator)).toMatchObject({
      assets: [],
      'created-assets': [],
      'min-balance': 100_000,
      'total-created-assets': 0,
    });
  });
});

import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { newAccount, type TestAccount } from './client.ts';
import {
  configureAsset,
  createAsset,
  destroyAsset,
  freezeAsset,
  pay,
  tamper,
  transferAsset,
} from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

/** An asset with a holder of 100 units beside its creator. */
async function issue({ holders = 0, fields = {} }: { holders?: number; fields?: object } = {}) {
  const { current } = target;
  const creator = await current.fundedAccount(2_000_000n);
  const created = await current.confirm(
    creator,
    createAsset({ from: creator, params: await current.getParams() }, fields),
  );
  const assetId = BigInt(created['asset-index']);
  const accounts: TestAccount[] = [];
  for (let index = 0; index < holders; index++) {
    const holder = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    await current.confirm(holder, transferAsset({ from: holder, params }, { assetId, to: holder }));
    await current.confirm(
      creator,
      transferAsset({ from: creator, params }, { assetId, to: holder, amount: 100n }),
    );
    accounts.push(holder);
  }
  return { creator, assetId, holders: accounts };
}

async function expectRefusal(
  signer: TestAccount,
  transaction: algosdk.Transaction,
  problem: string,
) {
  const answer = await target.current.send(transaction.signTxn(signer.sk));
  expect(answer.status).toBe(400);
  expect(answer.message).toBe(
    `TransactionPool.Remember: transaction ${transaction.txID()}: ${problem}`,
  );
}

const amountOf = async (account: TestAccount, assetId: bigint): Promise<number> => {
  const { json } = await target.current.get(`/v2/accounts/${account.addr}/assets/${assetId}`);
  return json['asset-holding'].amount;
};

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
    const { creator, assetId } = await issue();
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
    const { creator, assetId, holders } = await issue({ holders: 1 });
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

describe('transferring', () => {
  test('needs the receiver to have opted in', async () => {
    const { current } = target;
    const { creator, assetId } = await issue();

    await expectRefusal(
      creator,
      transferAsset(
        { from: creator, params: await current.getParams() },
        { assetId, to: current.funder, amount: 1n },
      ),
      `receiver error: must optin, asset ${assetId} missing from ${current.funder.addr}`,
    );
  });

  test('needs the sender to hold it, and enough of it', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 1 });
    const params = await current.getParams();
    const from = holders[0]!;
    const stranger = await current.fundedAccount(1_000_000n);

    await expectRefusal(
      from,
      transferAsset({ from, params }, { assetId, to: creator, amount: 101n }),
      'underflow on subtracting 101 from sender amount 100',
    );
    await expectRefusal(
      stranger,
      transferAsset({ from: stranger, params }, { assetId, to: creator, amount: 1n }),
      `asset ${assetId} missing from ${stranger.addr}`,
    );
  });

  test('opting in to nothing is refused, opting in twice is not', async () => {
    const { current } = target;
    const { assetId, holders } = await issue({ holders: 1 });
    const from = holders[0]!;
    const params = await current.getParams();

    await expectRefusal(
      from,
      transferAsset({ from, params }, { assetId: 999_999_999n, to: from }),
      'asset 999999999 does not exist or has been deleted',
    );
    await current.confirm(from, transferAsset({ from, params }, { assetId, to: from }));
    expect(await amountOf(from, assetId)).toBe(100);
  });

  test('closing out hands the rest over and frees the minimum balance', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 2 });
    const [from, heir] = holders as [TestAccount, TestAccount];
    const params = await current.getParams();

    const confirmed = await current.confirm(
      from,
      transferAsset({ from, params }, { assetId, to: creator, amount: 30n, closeTo: heir }),
    );

    expect(confirmed['asset-closing-amount']).toBe(70);
    expect(await amountOf(heir, assetId)).toBe(170);
    expect(await amountOf(creator, assetId)).toBe(830);
    expect(await current.getAccount(from)).toMatchObject({ assets: [], 'min-balance': 100_000 });
  });

  test('the creator cannot close out, nor anyone who is not in', async () => {
    const { current } = target;
    const { creator, assetId } = await issue();
    const stranger = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();

    await expectRefusal(
      creator,
      transferAsset({ from: creator, params }, { assetId, to: creator, closeTo: current.funder }),
      'cannot close asset ID in allocating account',
    );
    await expectRefusal(
      stranger,
      transferAsset({ from: stranger, params }, { assetId, to: creator, closeTo: creator }),
      `cannot close asset holding on account ${stranger.addr} : account is not opted in asset ${assetId} `,
    );
  });

  test('an account with assets cannot be closed', async () => {
    const { current } = target;
    const { creator } = await issue();

    await expectRefusal(
      creator,
      pay(
        { from: creator, params: await current.getParams() },
        { to: current.funder, closeTo: current.funder },
      ),
      'cannot close: 1 outstanding assets',
    );
  });
});

describe('roles', () => {
  test('clawback moves what others hold', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();
    const clawback = { assetId, to: creator, amount: 40n, clawbackFrom: holder };

    await current.confirm(creator, transferAsset({ from: creator, params }, clawback));

    expect(await amountOf(holder, assetId)).toBe(60);
    await expectRefusal(
      holder,
      transferAsset({ from: holder, params }, { ...clawback, clawbackFrom: creator }),
      `clawback not allowed: sender ${holder.addr}, clawback ${creator.addr}`,
    );
  });

  test('clawback cannot close out', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 1 });
    const [holder] = holders as [TestAccount];
    const signed = transferAsset(
      { from: creator, params: await current.getParams() },
      { assetId, to: creator, amount: 1n, clawbackFrom: holder, closeTo: creator },
    ).signTxn(creator.sk);

    const answer = await current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : cannot close asset by clawback$/);
  });

  test('a frozen holding neither gives nor takes, except by clawback', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();
    await current.confirm(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: holder, frozen: true }),
    );

    await expectRefusal(
      holder,
      transferAsset({ from: holder, params }, { assetId, to: creator, amount: 1n }),
      `asset ${assetId} frozen in ${holder.addr}`,
    );
    await expectRefusal(
      creator,
      transferAsset({ from: creator, params }, { assetId, to: holder, amount: 1n }),
      'asset frozen in recipient',
    );
    const clawback = { assetId, to: creator, amount: 1n, clawbackFrom: holder };
    await current.confirm(creator, transferAsset({ from: creator, params }, clawback));
    await current.confirm(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: holder, frozen: false }),
    );
    await current.confirm(
      holder,
      transferAsset({ from: holder, params }, { assetId, to: creator, amount: 1n }),
    );
    expect(await amountOf(holder, assetId)).toBe(98);
  });

  test('a frozen holding can be closed out to the creator only', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 2 });
    const [holder, other] = holders as [TestAccount, TestAccount];
    const params = await current.getParams();
    await current.confirm(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: holder, frozen: true }),
    );

    await expectRefusal(
      holder,
      transferAsset({ from: holder, params }, { assetId, to: creator, closeTo: other }),
      `asset ${assetId} frozen in ${holder.addr}`,
    );
    await current.confirm(
      holder,
      transferAsset({ from: holder, params }, { assetId, to: creator, closeTo: creator }),
    );
  });

  test('an asset may be frozen from the start', async () => {
    const { current } = target;
    const { creator, assetId } = await issue({ fields: { defaultFrozen: true } });
    const holder = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    await current.confirm(holder, transferAsset({ from: holder, params }, { assetId, to: holder }));

    await expectRefusal(
      creator,
      transferAsset({ from: creator, params }, { assetId, to: holder, amount: 1n }),
      'asset frozen in recipient',
    );
  });

  test('only the freeze account freezes, and only who holds', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issue({ holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();

    await expectRefusal(
      holder,
      freezeAsset({ from: holder, params }, { assetId, target: creator, frozen: true }),
      `freeze not allowed: sender ${holder.addr}, freeze ${creator.addr}`,
    );
    await expectRefusal(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: current.funder, frozen: true }),
      'asset not found in account',
    );
  });

  test('the manager changes the roles; a role given up is gone for ever', async () => {
    const { current } = target;
    const { creator, assetId } = await issue();
    const params = await current.getParams();
    const keep = { assetId, manager: creator, reserve: creator };
    await current.confirm(creator, configureAsset({ from: creator, params }, keep));

    await current.confirm(
      creator,
      configureAsset({ from: creator, params }, { ...keep, freeze: creator, clawback: creator }),
    );

    const { json } = await current.get(`/v2/assets/${assetId}`);
    expect(json.params).toMatchObject({ manager: creator.addr });
    expect(json.params).not.toHaveProperty('freeze');
    expect(json.params).not.toHaveProperty('clawback');
  });

  test('only the manager configures and destroys', async () => {
    const { current } = target;
    const { creator, assetId } = await issue();
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const problem = `this transaction should be issued by the manager. It is issued by ${from.addr}, manager key ${creator.addr}`;

    await expectRefusal(
      from,
      configureAsset({ from, params }, { assetId, manager: from }),
      problem,
    );
    await expectRefusal(from, destroyAsset({ from, params }, assetId), problem);
  });
});

describe('destroying', () => {
  test('needs the whole supply at the creator', async () => {
    const { current } = target;
    const { creator, assetId } = await issue({ holders: 1 });

    await expectRefusal(
      creator,
      destroyAsset({ from: creator, params: await current.getParams() }, assetId),
      'cannot destroy asset: creator is holding only 900/1000',
    );
  });

  test('removes the asset and frees the minimum balance', async () => {
    const { current } = target;
    const { creator, assetId } = await issue();

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

import { describe, expect, test } from 'vitest';
import { type TestAccount } from './client.ts';
import { expectRefusal, issueAsset } from './issueAsset.ts';
import { useTarget } from './target.ts';
import { configureAsset, destroyAsset, freezeAsset, pay, transferAsset } from './transactions.ts';

const target = useTarget();

const amountOf = async (account: TestAccount, assetId: bigint): Promise<number> => {
  const { json } = await target.current.get(`/v2/accounts/${account.addr}/assets/${assetId}`);
  return json['asset-holding'].amount;
};

describe('transferring', () => {
  test('needs the receiver to have opted in', async () => {
    const { current } = target;
    const { creator, assetId } = await issueAsset(current);

    await expectRefusal(
      current,
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
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
    const params = await current.getParams();
    const from = holders[0]!;
    const stranger = await current.fundedAccount(1_000_000n);

    await expectRefusal(
      current,
      from,
      transferAsset({ from, params }, { assetId, to: creator, amount: 101n }),
      'underflow on subtracting 101 from sender amount 100',
    );
    await expectRefusal(
      current,
      stranger,
      transferAsset({ from: stranger, params }, { assetId, to: creator, amount: 1n }),
      `asset ${assetId} missing from ${stranger.addr}`,
    );
  });

  test('opting in to nothing is refused, opting in twice is not', async () => {
    const { current } = target;
    const { assetId, holders } = await issueAsset(current, { holders: 1 });
    const from = holders[0]!;
    const params = await current.getParams();

    await expectRefusal(
      current,
      from,
      transferAsset({ from, params }, { assetId: 999_999_999n, to: from }),
      'asset 999999999 does not exist or has been deleted',
    );
    await current.confirm(from, transferAsset({ from, params }, { assetId, to: from }));
    expect(await amountOf(from, assetId)).toBe(100);
  });

  test('closing out hands the rest over and frees the minimum balance', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issueAsset(current, { holders: 2 });
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
    const { creator, assetId } = await issueAsset(current);
    const stranger = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();

    await expectRefusal(
      current,
      creator,
      transferAsset({ from: creator, params }, { assetId, to: creator, closeTo: current.funder }),
      'cannot close asset ID in allocating account',
    );
    await expectRefusal(
      current,
      stranger,
      transferAsset({ from: stranger, params }, { assetId, to: creator, closeTo: creator }),
      `cannot close asset holding on account ${stranger.addr} : account is not opted in asset ${assetId} `,
    );
  });

  test('an account with assets cannot be closed', async () => {
    const { current } = target;
    const { creator } = await issueAsset(current);

    await expectRefusal(
      current,
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
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();
    const clawback = { assetId, to: creator, amount: 40n, clawbackFrom: holder };

    await current.confirm(creator, transferAsset({ from: creator, params }, clawback));

    expect(await amountOf(holder, assetId)).toBe(60);
    await expectRefusal(
      current,
      holder,
      transferAsset({ from: holder, params }, { ...clawback, clawbackFrom: creator }),
      `clawback not allowed: sender ${holder.addr}, clawback ${creator.addr}`,
    );
  });

  test('clawback cannot close out', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
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
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();
    await current.confirm(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: holder, frozen: true }),
    );

    await expectRefusal(
      current,
      holder,
      transferAsset({ from: holder, params }, { assetId, to: creator, amount: 1n }),
      `asset ${assetId} frozen in ${holder.addr}`,
    );
    await expectRefusal(
      current,
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
    const { creator, assetId, holders } = await issueAsset(current, { holders: 2 });
    const [holder, other] = holders as [TestAccount, TestAccount];
    const params = await current.getParams();
    await current.confirm(
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: holder, frozen: true }),
    );

    await expectRefusal(
      current,
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
    const { creator, assetId } = await issueAsset(current, { fields: { defaultFrozen: true } });
    const holder = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    await current.confirm(holder, transferAsset({ from: holder, params }, { assetId, to: holder }));

    await expectRefusal(
      current,
      creator,
      transferAsset({ from: creator, params }, { assetId, to: holder, amount: 1n }),
      'asset frozen in recipient',
    );
  });

  test('only the freeze account freezes, and only who holds', async () => {
    const { current } = target;
    const { creator, assetId, holders } = await issueAsset(current, { holders: 1 });
    const [holder] = holders as [TestAccount];
    const params = await current.getParams();

    await expectRefusal(
      current,
      holder,
      freezeAsset({ from: holder, params }, { assetId, target: creator, frozen: true }),
      `freeze not allowed: sender ${holder.addr}, freeze ${creator.addr}`,
    );
    await expectRefusal(
      current,
      creator,
      freezeAsset({ from: creator, params }, { assetId, target: current.funder, frozen: true }),
      'asset not found in account',
    );
  });

  test('the manager changes the roles; a role given up is gone for ever', async () => {
    const { current } = target;
    const { creator, assetId } = await issueAsset(current);
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
    const { creator, assetId } = await issueAsset(current);
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const problem = `this transaction should be issued by the manager. It is issued by ${from.addr}, manager key ${creator.addr}`;

    await expectRefusal(
      current,
      from,
      configureAsset({ from, params }, { assetId, manager: from }),
      problem,
    );
    await expectRefusal(current, from, destroyAsset({ from, params }, assetId), problem);
  });
});

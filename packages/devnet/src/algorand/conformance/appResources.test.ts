/** Which accounts, assets, applications and states a call may touch, by version of its program. */
import algosdk, { OnApplicationComplete as On } from 'algosdk';
import { describe, expect, test } from 'vitest';
import {
  addressBytes,
  type App,
  assembled,
  createApp,
  deploy,
  program,
  reasonOf,
  sendGroup,
  sentenceOf,
  uint64,
} from './applications.ts';
import type { TestAccount } from './client.ts';
import { issueAsset } from './issueAsset.ts';
import { createAsset, pay, tamper, transferAsset } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

/** Its account reads balance, its asset the total, and both the holding. */
const balanceOf = 'txna ApplicationArgs 0; balance; itob; log';
const totalOf = 'txna ApplicationArgs 0; btoi; asset_params_get AssetTotal; assert; itob; log';
const holdingOf =
  'txna ApplicationArgs 0; txna ApplicationArgs 1; btoi; asset_holding_get AssetBalance; pop; itob; log';
const isOptedIn = 'txna ApplicationArgs 0; txna ApplicationArgs 1; btoi; app_opted_in; itob; log';

function deployVersion(body: string, version: number): Promise<App> {
  return deploy(target.current, body, {
    approvalProgram: program(body, version),
    clearProgram: assembled('pushint 1', version),
  });
}

describe.each([7, 8, 9, 10])('a program of version %i', (version) => {
  test('sees the balance of its sender, of its own account and of accounts that are named', async () => {
    const app = await deployVersion(balanceOf, version);
    const other = await target.current.fundedAccount(300_000n);
    const appArgs = [addressBytes(other.addr)];

    const refused = await app.refused({ appArgs });
    const named = await app.call({ appArgs, accounts: [other.addr] });
    await app.call({ appArgs: [addressBytes(app.creator.addr)] });
    await app.call({ appArgs: [addressBytes(app.address)] });

    expect(reasonOf(refused)).toBe(`unavailable Account ${other.addr}`);
    expect(named.logs).toEqual([Buffer.from(uint64(300_000)).toString('base64')]);
  });

  test('sees the accounts of applications that are named', async () => {
    const app = await deployVersion(balanceOf, version);
    const other = await deployVersion(balanceOf, version);
    const appArgs = [addressBytes(other.address)];

    await app.call({ appArgs, foreignApps: [other.id] });

    expect(reasonOf(await app.refused({ appArgs }))).toBe(`unavailable Account ${other.address}`);
  });

  test('sees what others in its group name from version 9 on', async () => {
    const { current } = target;
    const app = await deployVersion(balanceOf, version);
    const other = await current.fundedAccount(300_000n);
    const params = await current.getParams();
    const payment = pay({ from: app.creator, params }, { to: other });
    const call = await app.build({ appArgs: [addressBytes(other.addr)] });

    const answer = await sendGroup(current, [
      [app.creator, payment],
      [app.creator, call],
    ]);

    if (version >= 9) expect(answer.status).toBe(200);
    else expect(reasonOf(sentenceOf(answer, call))).toBe(`unavailable Account ${other.addr}`);
  });
});

describe('assets', () => {
  test('must be named, by id or by place', async () => {
    const { current } = target;
    const { assetId } = await issueAsset(current);
    const app = await deploy(current, totalOf);
    const foreignAssets = [assetId];

    expect(reasonOf(await app.refused({ appArgs: [uint64(assetId)] }))).toBe(
      `unavailable Asset ${assetId}`,
    );
    const byId = await app.call({ appArgs: [uint64(assetId)], foreignAssets });
    const byPlace = await app.call({ appArgs: [uint64(0)], foreignAssets });
    expect(byId.logs).toEqual([Buffer.from(uint64(1_000)).toString('base64')]);
    expect(byPlace.logs).toEqual(byId.logs);
  });

  test('a holding needs one transaction that names both the account and the asset', async () => {
    const { current } = target;
    const { assetId, holders } = await issueAsset(current, { holders: 1 });
    const [holder] = holders as [TestAccount];
    const app = await deploy(current, holdingOf);
    const appArgs = [addressBytes(holder.addr), uint64(assetId)];
    const accounts = [holder.addr];
    const foreignAssets = [assetId];
    const apart = [
      await app.build({
        accounts,
        appArgs: [addressBytes(app.creator.addr), uint64(assetId)],
        foreignAssets,
      }),
      await app.build({ appArgs, foreignAssets: [] }),
    ];
    const one = await app.build({ appArgs, accounts, foreignAssets: [] });
    const two = await app.build({
      appArgs: [addressBytes(app.creator.addr), uint64(assetId)],
      foreignAssets,
    });

    const together = await sendGroup(
      current,
      apart.map((transaction) => [app.creator, transaction] as const),
    );
    const split = await sendGroup(current, [
      [app.creator, two],
      [app.creator, one],
    ]);

    expect(together.status).toBe(200);
    expect(reasonOf(sentenceOf(split, one))).toBe(`unavailable Holding ${assetId}+${holder.addr}`);
    expect(reasonOf(await app.refused({ appArgs }))).toBe(
      `unavailable Account ${holder.addr}, unavailable Asset ${assetId}`,
    );
    expect(reasonOf(await app.refused({ appArgs, foreignAssets }))).toBe(
      `unavailable Account ${holder.addr}`,
    );
    expect(reasonOf(await app.refused({ appArgs, accounts }))).toBe(`unavailable Asset ${assetId}`);
  });

  test('made in the group are available to calls after them', async () => {
    const { current } = target;
    const app = await deploy(current, 'gaid 0; asset_params_get AssetTotal; assert; itob; log');
    const from = await current.fundedAccount(2_000_000n);
    const params = await current.getParams();
    const call = await app.build();

    const answer = await sendGroup(current, [
      [from, createAsset({ from, params }, { total: 77n })],
      [app.creator, call],
    ]);

    expect(answer.status).toBe(200);
    const confirmed = (await current.get(`/v2/transactions/pending/${call.txID()}`)).json;
    expect(confirmed.logs).toEqual([Buffer.from(uint64(77)).toString('base64')]);
  });

  test('a transfer in the group makes its holdings available', async () => {
    const { current } = target;
    const { assetId, holders } = await issueAsset(current, { holders: 1 });
    const [holder] = holders as [TestAccount];
    const app = await deploy(current, holdingOf);
    const params = await current.getParams();
    const transfer = transferAsset({ from: holder, params }, { assetId, to: holder, amount: 1n });
    const call = await app.build({ appArgs: [addressBytes(holder.addr), uint64(assetId)] });

    const answer = await sendGroup(current, [
      [holder, transfer],
      [app.creator, call],
    ]);

    expect(answer.status).toBe(200);
  });
});

describe('local states', () => {
  test('of another account need it and the application in one transaction', async () => {
    const { current } = target;
    const app = await deploy(current, isOptedIn);
    const [joined, other] = [
      await deploy(current, 'pushint 1; pop'),
      await current.fundedAccount(1_000_000n),
    ];
    await joined.call({ from: other, onComplete: On.OptInOC });
    const appArgs = [addressBytes(other.addr), uint64(joined.id)];
    const accounts = [other.addr];
    const foreignApps = [joined.id];
    const one = await app.build({ accounts, appArgs: [addressBytes(other.addr), uint64(0)] });
    const two = await app.build({ appArgs, foreignApps });

    const answer = await sendGroup(current, [
      [app.creator, one],
      [app.creator, two],
    ]);

    expect(reasonOf(sentenceOf(answer, two))).toBe(
      `unavailable Local State ${joined.id}+${other.addr}`,
    );
    expect((await app.call({ appArgs, accounts, foreignApps })).logs).toEqual(['AAAAAAAAAAE=']);
    expect(reasonOf(await app.refused({ appArgs }))).toBe(
      `unavailable Account ${other.addr}, unavailable App ${joined.id}, ` +
        `unavailable Local State 0+${other.addr}`,
    );
    expect(reasonOf(await app.refused({ appArgs, accounts }))).toBe(`unavailable App ${joined.id}`);
  });

  test('can only be changed where the account has opted in', async () => {
    const body = 'txna ApplicationArgs 0; pushbytes "k"; pushint 1; app_local_put';
    const app = await deploy(target.current, body, { numLocalInts: 1 });
    const remover = await deploy(
      target.current,
      'txna ApplicationArgs 0; pushbytes "k"; app_local_del',
    );
    const { addr } = app.creator;

    expect(reasonOf(await app.refused({ appArgs: [addressBytes(addr)] }))).toBe(
      `cannot fetch key, ${addr} has not opted in to app ${app.id}`,
    );
    expect(reasonOf(await remover.refused({ appArgs: [addressBytes(remover.creator.addr)] }))).toBe(
      `cannot del key, ${remover.creator.addr} has not opted in to app ${remover.id}`,
    );
  });
});

describe('an account by its place', () => {
  test.each([
    ['the sender', 0, undefined],
    ['one beyond', 2, 'invalid Account reference 2 exceeds length of tx.Accounts 1'],
  ])('%s', async (_, place, reason) => {
    const app = await deploy(target.current, 'txna ApplicationArgs 0; btoi; balance; pop');
    const other = await target.current.fundedAccount(300_000n);
    const fields = { appArgs: [uint64(place)], accounts: [other.addr] };

    if (reason === undefined) await app.call(fields);
    else expect(reasonOf(await app.refused(fields))).toBe(reason);
  });

  test('bytes that are no address', async () => {
    const app = await deploy(target.current, balanceOf);

    expect(reasonOf(await app.refused({ appArgs: [new Uint8Array(31)] }))).toBe('not an address');
  });
});

describe('an application by its number', () => {
  const reads = 'txna ApplicationArgs 0; btoi; pushbytes "k"; app_global_get_ex; pop; pop';

  test('a low number is a place', async () => {
    const app = await deploy(target.current, reads);

    expect(reasonOf(await app.refused({ appArgs: [uint64(3)] }))).toBe('unavailable App 3');
    expect(reasonOf(await app.refused({ appArgs: [uint64(200)], foreignApps: [200n] }))).toBe(
      'low App lookup 200',
    );
  });

  test('one that is named and does not exist', async () => {
    const app = await deploy(target.current, reads);
    const gone = 999_999_999n;

    expect(reasonOf(await app.refused({ appArgs: [uint64(gone)], foreignApps: [gone] }))).toBe(
      `app ${gone} does not exist`,
    );
  });
});

describe('an access list', () => {
  /** algosdk's builder has no say in it: the list is set on the wire. */
  const withAccess = async (app: App, appArgs: Uint8Array[], al: readonly object[]) => {
    const transaction = await app.build({ appArgs });
    const raw = algosdk.msgpackRawDecode(transaction.toByte(), {
      intDecoding: algosdk.IntDecoding.BIGINT,
    }) as any;
    raw.al = al;
    const changed = algosdk.decodeUnsignedTransaction(algosdk.msgpackRawEncode(raw));
    const answer = await target.current.send(changed.signTxn(app.creator.sk));
    return { answer, transaction: changed };
  };

  test('names everything, also the account of the application itself', async () => {
    const app = await deploy(target.current, balanceOf);
    const other = await target.current.fundedAccount(300_000n);
    const d = addressBytes(other.addr);

    expect((await withAccess(app, [d], [{ d }])).answer.status).toBe(200);
  });

  test('a holding is an entry of its own', async () => {
    const { current } = target;
    const { assetId, holders } = await issueAsset(current, { holders: 1 });
    const app = await deploy(current, holdingOf);
    const d = addressBytes(holders[0]!.addr);
    const appArgs = [d, uint64(assetId)];

    const apart = await withAccess(app, appArgs, [{ d }, { s: assetId }]);
    const whole = await withAccess(app, appArgs, [{ d }, { s: assetId }, { h: { d: 1, s: 2 } }]);

    expect(reasonOf(sentenceOf(apart.answer, apart.transaction))).toBe(
      `unavailable Holding ${assetId}+${holders[0]!.addr}`,
    );
    expect(whole.answer.status).toBe(200);
  });

  test.each([
    [[{ h: { s: 1 } }], 'holding Asset reference 1 is not an Asset'],
    [[{ h: { d: 5, s: 1 } }], 'holding Address reference 5 outside tx.Access'],
    [[{ l: { d: 1 } }], 'locals Address reference 1 is not an Address'],
    [[{ l: { p: 9 } }], 'locals App reference 9 outside tx.Access'],
    [[{ b: { i: 1, n: Uint8Array.of(1) } }], 'box Index reference 1 is not an App'],
    [[{ b: { i: 4, n: Uint8Array.of(1) } }], 'box Index 4 outside tx.Access'],
    [[{ b: { n: new Uint8Array(65) } }], 'tx.Access box Name too long, max len 64 bytes'],
    [[{ s: 1, p: 1 }], 'tx.Access element has fields from multiple types'],
    [
      Array.from({ length: 17 }, () => ({ p: 1 })),
      'tx.Access too long, max number of references is 16',
    ],
  ])('%j is malformed', async (al, problem) => {
    const app = await deploy(target.current, 'pushint 1; pop');
    const signed = (await app.build()).signTxn(app.creator.sk);

    // Its signature is wrong now, and looked at later.
    const answer = await target.current.send(tamper(signed, (raw) => (raw.txn.al = al)));

    expect(answer.status).toBe(400);
    expect(answer.message.endsWith(` invalid : ${problem}`)).toBe(true);
  });

  test('is for programs that share', async () => {
    const app = await deployVersion('pushint 1; pop', 8);

    const { answer, transaction } = await withAccess(app, [], [{ p: app.id }]);

    expect(sentenceOf(answer, transaction)).toBe(
      'logic eval error: pre-sharedResources program cannot be invoked with tx.Access. ' +
        `Details: app=${app.id}, pc=0`,
    );
    expect(answer.json.data).toEqual({
      'app-index': Number(app.id),
      'eval-states': [{}],
      'group-index': 0,
      pc: 0,
    });
  });
});

test('an application made in the group and its account are available to calls after it', async () => {
  const { current } = target;
  const from = await current.fundedAccount(5_000_000n);
  const params = await current.getParams();
  const app = await deploy(current, 'gaid 0; app_params_get AppAddress; assert; balance; pop');
  const call = await app.build();

  const answer = await sendGroup(current, [
    [from, createApp({ from, params })],
    [app.creator, call],
  ]);

  expect(answer.status).toBe(200);
});

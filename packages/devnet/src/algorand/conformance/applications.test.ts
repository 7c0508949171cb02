import { createHash } from 'node:crypto';
import algosdk, { OnApplicationComplete as On } from 'algosdk';
import { describe, expect, test } from 'vitest';
import {
  approves,
  assembled,
  bytes,
  createApp,
  deploy,
  openApp,
  program,
  rejects,
  sendGroup,
  sortedDelta,
  uint64,
} from './applications.ts';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const base64 = (value: Uint8Array): string => Buffer.from(value).toString('base64');

describe('creating an application', () => {
  test('it has the number of its transaction, and its programs and schemas are public', async () => {
    const { current } = target;
    const creator = await current.fundedAccount(5_000_000n);
    const transaction = createApp(
      { from: creator, params: await current.getParams() },
      {
        approvalProgram: program('pushint 1'),
        numGlobalInts: 1,
        numGlobalByteSlices: 2,
        numLocalInts: 3,
        numLocalByteSlices: 4,
        extraPages: 1,
      },
    );

    const confirmed = await current.confirm(creator, transaction);
    const id = confirmed['application-index'];
    const { block } = (await current.get(`/v2/blocks/${confirmed['confirmed-round']}`)).json;

    expect(block.txns.find((txn: any) => txn.apid === id)).toBeDefined();
    expect(block.tc).toBeGreaterThanOrEqual(id);
    expect((await current.get(`/v2/applications/${id}`)).json).toEqual({
      id,
      params: {
        'approval-program': base64(program('pushint 1')),
        'clear-state-program': base64(approves),
        creator: creator.addr,
        'extra-program-pages': 1,
        'global-state-schema': { 'num-byte-slice': 2, 'num-uint': 1 },
        'local-state-schema': { 'num-byte-slice': 4, 'num-uint': 3 },
      },
    });
  });

  test('its program runs in it, and can refuse it', async () => {
    const { current } = target;
    const from = await current.fundedAccount(5_000_000n);
    const transaction = createApp(
      { from, params: await current.getParams() },
      { approvalProgram: rejects },
    );

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: `TransactionPool.Remember: transaction ${transaction.txID()}: transaction rejected by ApprovalProgram`,
    });
  });

  test('it may be opted in to, and be deleted, in the same call', async () => {
    const { current } = target;
    const from = await current.fundedAccount(5_000_000n);
    const params = await current.getParams();
    const joined = await current.confirm(
      from,
      createApp({ from, params }, { onComplete: On.OptInOC, numLocalInts: 1 }),
    );
    const deleted = await current.confirm(
      from,
      createApp({ from, params }, { onComplete: On.DeleteApplicationOC }),
    );

    const account = await current.getAccount(from);
    expect(account['apps-local-state'].map(({ id }: any) => id)).toEqual([
      joined['application-index'],
    ]);
    expect(account['total-created-apps']).toBe(1);
    expect((await current.get(`/v2/applications/${deleted['application-index']}`)).status).toBe(
      404,
    );
  });
});

describe('the global state', () => {
  test('changes are recorded once, sorted, and not when nothing changes', async () => {
    const body =
      'pushbytes 0xff00; pushbytes 0xfe; app_global_put; pushbytes "n"; pushint 7; app_global_put; ' +
      'pushbytes "e"; pushbytes 0x; app_global_put; pushbytes "none"; app_global_del';
    const app = await deploy(target.current, body, { numGlobalInts: 1, numGlobalByteSlices: 2 });

    const first = await app.call();
    const second = await app.call();

    expect(sortedDelta(first['global-state-delta'])).toEqual([
      { key: '/wA=', value: { action: 1, bytes: '/g==' } },
      { key: 'ZQ==', value: { action: 1 } },
      { key: 'bg==', value: { action: 2, uint: 7 } },
    ]);
    expect(second).not.toHaveProperty('global-state-delta');
    const { params } = (await target.current.get(`/v2/applications/${app.id}`)).json;
    expect(params['global-state']).toEqual([
      { key: 'ZQ==', value: { bytes: '', type: 1, uint: 0 } },
      { key: 'bg==', value: { bytes: '', type: 2, uint: 7 } },
      { key: '/wA=', value: { bytes: '/g==', type: 1, uint: 0 } },
    ]);
  });

  test('a block holds what changed, and what was logged', async () => {
    const { current } = target;
    const body =
      'pushbytes "hi"; log; pushbytes 0x00ff; log; pushbytes "k"; txna ApplicationArgs 0; btoi; app_global_put; ' +
      'pushbytes "gone"; app_global_del';
    const app = await deploy(current, body, { numGlobalInts: 1 });

    const confirmed = await app.call({ appArgs: [uint64(3)] });
    const round = confirmed['confirmed-round'];
    const { block } = (await current.get(`/v2/blocks/${round}`)).json;
    const packed = await current.get(`/v2/blocks/${round}?format=msgpack`);

    expect(confirmed.logs).toEqual(['aGk=', 'AP8=']);
    const inBlock = block.txns.find((txn: any) => txn.txn.apid === Number(app.id));
    expect(inBlock.dt).toEqual({
      gd: { k: { at: 2, ui: 3 } },
      lg: ['hi', '\u0000\ufffd'],
    });
    // dt as the block is hashed: logs are strings of any bytes.
    const delta = '82a2676481a16b82a2617402a2756903a26c6792a26869a200ff';
    expect(Buffer.from(packed.bytes).toString('hex')).toContain(delta);
  });

  test('reads of another application need it to be named', async () => {
    const one = await deploy(target.current, 'pushbytes "k"; pushint 9; app_global_put', {
      numGlobalInts: 1,
    });
    await one.call();
    const two = await deploy(
      target.current,
      'txna ApplicationArgs 0; btoi; pushbytes "k"; app_global_get_ex; assert; itob; log',
    );

    const refused = await two.refused({ appArgs: [uint64(one.id)] });
    const byId = await two.call({ appArgs: [uint64(one.id)], foreignApps: [one.id] });
    const byPlace = await two.call({ appArgs: [uint64(1)], foreignApps: [one.id] });

    expect(refused).toBe(
      `logic eval error: unavailable App ${one.id}. Details: app=${two.id}, pc=13`,
    );
    expect(byId.logs).toEqual(['AAAAAAAAAAk=']);
    expect(byPlace.logs).toEqual(byId.logs);
  });
});

describe('the local state', () => {
  const counts =
    'txn OnCompletion; pushint 1; ==; bnz end; ' +
    'pushint 0; pushbytes "n"; pushint 0; pushbytes "n"; app_local_get; pushint 1; +; app_local_put; end: pushint 1; pop';

  test('opting in makes room, calls fill it, closing out takes it away', async () => {
    const { current } = target;
    const app = await deploy(current, counts, { numLocalInts: 1 });
    const from = await current.fundedAccount(2_000_000n);

    await app.call({ from, onComplete: On.OptInOC });
    const joined = await current.get(`/v2/accounts/${from.addr}/applications/${app.id}`);
    const counted = await app.call({ from });
    const filled = await current.get(`/v2/accounts/${from.addr}/applications/${app.id}`);
    await app.call({ from, onComplete: On.CloseOutOC });
    const left = await current.get(`/v2/accounts/${from.addr}/applications/${app.id}`);

    const state = { id: Number(app.id), schema: { 'num-byte-slice': 0, 'num-uint': 1 } };
    expect(joined.json).toEqual({ 'app-local-state': state, round: expect.any(Number) });
    expect(counted['local-state-delta']).toEqual([
      { address: from.addr, delta: [{ key: 'bg==', value: { action: 2, uint: 1 } }] },
    ]);
    expect(filled.json['app-local-state']).toEqual({
      ...state,
      'key-value': [{ key: 'bg==', value: { bytes: '', type: 2, uint: 1 } }],
    });
    expect(left.status).toBe(404);
    expect(left.json).toEqual({ message: 'account application info not found' });
  });

  test('of other accounts is recorded by their place in the call', async () => {
    const { current } = target;
    const body =
      'txn OnCompletion; pushint 1; ==; bnz end; ' +
      'txna Accounts 1; pushbytes "k"; pushbytes "v"; app_local_put; end: pushint 1; pop';
    const app = await deploy(current, body, { numLocalByteSlices: 1 });
    const other = await current.fundedAccount(2_000_000n);
    await app.call({ from: other, onComplete: On.OptInOC });

    const confirmed = await app.call({ accounts: [other.addr] });
    const { block } = (await current.get(`/v2/blocks/${confirmed['confirmed-round']}`)).json;

    expect(confirmed['local-state-delta']).toEqual([
      { address: other.addr, delta: [{ key: 'aw==', value: { action: 1, bytes: 'dg==' } }] },
    ]);
    const inBlock = block.txns.find((txn: any) => txn.txn.apid === Number(app.id));
    expect(inBlock.dt.ld).toEqual({ 1: { k: { at: 1, bs: 'v' } } });
  });

  test('of an account that only another call names is listed beside the changes', async () => {
    const { current } = target;
    const body =
      'txn OnCompletion; pushint 1; ==; bnz end; txn NumAppArgs; bz end; ' +
      'txna ApplicationArgs 0; pushbytes "k"; pushint 1; app_local_put; end: pushint 1; pop';
    const app = await deploy(current, body, { numLocalInts: 1 });
    const other = await current.fundedAccount(2_000_000n);
    await app.call({ from: other, onComplete: On.OptInOC });
    const first = await app.build({ accounts: [other.addr] });
    const second = await app.build({
      appArgs: [algosdk.decodeAddress(other.addr).publicKey],
    });

    const answer = await sendGroup(current, [
      [app.creator, first],
      [app.creator, second],
    ]);

    expect(answer.status).toBe(200);
    const confirmed = (await current.get(`/v2/transactions/pending/${second.txID()}`)).json;
    expect(confirmed['local-state-delta'][0].address).toBe(other.addr);
    const { block } = (await current.get(`/v2/blocks/${confirmed['confirmed-round']}`)).json;
    expect(block.txns[1].dt).toEqual({ ld: { 1: { k: { at: 2, ui: 1 } } }, sa: [other.addr] });
  });

  test('the account endpoint lists what it joined and created', async () => {
    const { current } = target;
    const app = await deploy(current, counts, { numLocalInts: 2, numGlobalByteSlices: 1 });
    await app.call({ onComplete: On.OptInOC });

    const account = await current.getAccount(app.creator);
    const short = await current.get(`/v2/accounts/${app.creator.addr}?exclude=created-apps-params`);

    expect(account).toMatchObject({
      'apps-total-schema': { 'num-byte-slice': 1, 'num-uint': 2 },
      'total-apps-opted-in': 1,
      'total-created-apps': 1,
      'apps-local-state': [{ id: Number(app.id), schema: { 'num-byte-slice': 0, 'num-uint': 2 } }],
      'created-apps': [{ id: Number(app.id), params: { creator: app.creator.addr } }],
    });
    expect(short.json['created-apps']).toEqual([{ id: Number(app.id) }]);
  });
});

describe('leaving an application', () => {
  const joined = async (fields: object) => {
    const { current } = target;
    const app = await deploy(current, 'txn OnCompletion; pushint 1; ==; assert', {
      numLocalInts: 1,
      ...fields,
    });
    await app.call({ onComplete: On.OptInOC });
    return app;
  };

  test('closing out can be refused, clearing cannot', async () => {
    const app = await joined({ clearProgram: rejects });

    const refused = await app.refused({ onComplete: On.CloseOutOC });
    await app.call({ onComplete: On.ClearStateOC });

    expect(refused).toBe(`logic eval error: assert failed pc=11. Details: app=${app.id}, pc=11`);
    expect((await target.current.getAccount(app.creator))['total-apps-opted-in']).toBe(0);
  });

  test('a clear state program that fails leaves nothing behind', async () => {
    const clearProgram = assembled(
      'pushbytes "x"; log; pushbytes "k"; pushint 1; app_global_put; err',
    );
    const app = await joined({ clearProgram, numGlobalInts: 1 });

    const cleared = await app.call({ onComplete: On.ClearStateOC });

    expect(cleared).not.toHaveProperty('logs');
    expect(cleared).not.toHaveProperty('global-state-delta');
  });

  test('a clear state program that approves is recorded', async () => {
    const clearProgram = assembled(
      'pushbytes "x"; log; pushbytes "k"; pushint 1; app_global_put; pushint 1',
    );
    const app = await joined({ clearProgram, numGlobalInts: 1 });

    const cleared = await app.call({ onComplete: On.ClearStateOC });

    expect(cleared.logs).toEqual(['eA==']);
    expect(cleared['global-state-delta']).toHaveLength(1);
  });

  test('an application that is gone can still be left', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', { numLocalInts: 1 });
    const member = await current.fundedAccount(2_000_000n);
    await app.call({ from: member, onComplete: On.OptInOC });
    await app.call({ onComplete: On.DeleteApplicationOC });

    const refused = await app.refused({ from: member, onComplete: On.CloseOutOC });
    await app.call({ from: member, onComplete: On.ClearStateOC });
    const again = await app.refused({ from: member, onComplete: On.ClearStateOC });

    expect(refused).toBe(
      `only ClearState is supported for an application (${app.id}) that does not exist`,
    );
    expect(again).toBe(
      `cannot clear state: ${member.addr} is not currently opted in to app ${app.id}`,
    );
    expect((await current.getAccount(member))['apps-local-state']).toEqual([]);
  });
});

describe('changing an application', () => {
  test('an update replaces its programs and counts', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop');

    await app.call({
      onComplete: On.UpdateApplicationOC,
      approvalProgram: program('pushbytes "new"; log'),
      clearProgram: rejects,
    });
    const called = await app.call();

    expect(called.logs).toEqual(['bmV3']);
    expect((await current.get(`/v2/applications/${app.id}`)).json.params).toMatchObject({
      version: 1,
      'clear-state-program': base64(rejects),
    });
  });

  test('deleting it leaves nothing to call', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', { numGlobalInts: 1 });

    await app.call({ onComplete: On.DeleteApplicationOC });

    expect((await current.get(`/v2/applications/${app.id}`)).json).toEqual({
      message: 'application does not exist',
    });
    expect(await app.refused()).toBe(
      `only ClearState is supported for an application (${app.id}) that does not exist`,
    );
    const account = await current.getAccount(app.creator);
    expect(account).toMatchObject({ 'min-balance': 100_000, 'created-apps': [] });
  });

  test('a group happens whole or not at all', async () => {
    const { current } = target;
    const app = await deploy(
      current,
      'pushbytes "k"; txna ApplicationArgs 0; btoi; app_global_put',
      {
        numGlobalInts: 1,
      },
    );
    const poor = await current.fundedAccount(100_000n);
    const params = await current.getParams();

    const answer = await sendGroup(current, [
      [app.creator, await app.build({ appArgs: [uint64(5)] })],
      [poor, pay({ from: poor, params }, { to: app.creator, amount: 1n })],
    ]);

    expect(answer.status).toBe(400);
    const { params: kept } = (await current.get(`/v2/applications/${app.id}`)).json;
    expect(kept).not.toHaveProperty('global-state');
  });

  test('an application made in a group can be called later in it', async () => {
    const { current } = target;
    const from = await current.fundedAccount(5_000_000n);
    const params = await current.getParams();
    // The second call reads the id the first one got.
    const reader = await deploy(current, 'gaid 0; itob; log');

    const answer = await sendGroup(current, [
      [from, createApp({ from, params })],
      [reader.creator, await reader.build()],
    ]);

    expect(answer.status).toBe(200);
    const first = (await current.get(`/v2/transactions/pending/${answer.json.txId}`)).json;
    const { block } = (await current.get(`/v2/blocks/${first['confirmed-round']}?format=json`))
      .json;
    expect(Buffer.from(block.txns[1].dt.lg[0], 'latin1')).toHaveLength(8);
    expect(openApp(current, BigInt(first['application-index']), from).address).toHaveLength(58);
  });
});

test('the account of an application is a hash of its id', () => {
  const id = Buffer.from(uint64(1234));
  const expected = createHash('sha512-256').update('appID').update(id).digest();

  expect(algosdk.getApplicationAddress(1234).toString()).toBe(algosdk.encodeAddress(expected));
  expect(bytes('x')).toEqual(Uint8Array.of(0x78));
});

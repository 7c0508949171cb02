import algosdk, { OnApplicationComplete as On, type Transaction } from 'algosdk';
import { describe, expect, test } from 'vitest';
import {
  addressBytes,
  type App,
  assembled,
  bytes,
  createApp,
  deploy,
  fund,
  program,
  uint64,
} from './applications.ts';
import type { Answer, TestAccount } from './client.ts';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const zeroLogs = Array.from({ length: 33 }, () => 'pushbytes 0x00; log').join('; ');

type Group = readonly (readonly [Transaction, TestAccount | undefined])[];

/** Asks for a simulation; a transaction without a signer goes unsigned. */
async function simulate(group: Group, options: object = {}, query = ''): Promise<Answer> {
  if (group.length > 1 && group[0]![0].group === undefined) {
    algosdk.assignGroupID(group.map(([transaction]) => transaction));
  }
  const txns = group.map(([transaction, signer]) =>
    algosdk.msgpackRawDecode(
      signer
        ? transaction.signTxn(signer.sk)
        : algosdk.encodeUnsignedSimulateTransaction(transaction),
      { intDecoding: algosdk.IntDecoding.BIGINT },
    ),
  );
  const { current } = target;
  return current.request(`/v2/transactions/simulate${query}`, {
    method: 'POST',
    body: algosdk.msgpackRawEncode({ 'txn-groups': [{ txns }], ...options }),
    headers: { 'X-Algo-API-Token': current.token },
  });
}

async function simulateGroup(group: Group, options: object = {}): Promise<any> {
  const { status, json, text } = await simulate(group, options);
  if (status !== 200) throw new Error(`Not simulated: ${status} ${text}`);
  return json['txn-groups'][0];
}

const unnamed = { 'allow-unnamed-resources': true };

/** Lists that algod answers in any order. */
function sorted(resources: any): any {
  return Object.fromEntries(
    Object.entries(resources ?? {}).map(([name, list]) => [
      name,
      Array.isArray(list)
        ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : list,
    ]),
  );
}

describe('a simulation', () => {
  test('tells what would come of a call, and keeps nothing', async () => {
    const { current } = target;
    const body = 'pushbytes "hi"; log; pushbytes "k"; pushint 5; app_global_put';
    const app = await deploy(current, body, { numGlobalInts: 1 });
    const call = await app.build();

    const answer = await simulate([[call, app.creator]]);

    expect(answer.json).toEqual({
      'last-round': expect.any(Number),
      version: 2,
      'txn-groups': [
        {
          'app-budget-added': 700,
          'app-budget-consumed': 8,
          'group-fees-paid': 1_000,
          'group-usage': 1_000_000,
          'txn-results': [
            {
              'app-budget-consumed': 8,
              'fees-paid': 1_000,
              'txn-result': {
                'global-state-delta': [{ key: 'aw==', value: { action: 2, uint: 5 } }],
                logs: ['aGk='],
                'pool-error': '',
                txn: expect.objectContaining({ sig: expect.any(String) }),
              },
            },
          ],
        },
      ],
    });
    const { params } = (await current.get(`/v2/applications/${app.id}`)).json;
    expect(params).not.toHaveProperty('global-state');
    expect((await current.get(`/v2/transactions/pending/${call.txID()}`)).status).toBe(404);
  });

  test('tells the id of what it creates', async () => {
    const { current } = target;
    const from = await current.fundedAccount(2_000_000n);
    const create = createApp({ from, params: await current.getParams() });

    const { 'txn-results': results } = await simulateGroup([[create, from]]);

    expect(results[0]['txn-result']['application-index']).toBeGreaterThan(1_000);
  });

  test('answers in MessagePack, as algosdk reads it', async () => {
    const { current } = target;
    const body = 'pushint 0; pushbytes "k"; pushint 5; app_local_put; pushbytes "hi"; log';
    const app = await deploy(
      current,
      `txn OnCompletion; pushint 1; ==; bnz end; ${body}; end: pushint 1; pop`,
      {
        numLocalInts: 1,
      },
    );
    await app.call({ onComplete: On.OptInOC });

    const answer = await simulate([[await app.build(), app.creator]], {}, '?format=msgpack');

    expect(answer.contentType).toBe('application/msgpack');
    const decoded = algosdk.decodeMsgpack(answer.bytes, algosdk.modelsv2.SimulateResponse);
    const [result] = decoded.txnGroups[0]!.txnResults;
    expect(result!.txnResult.logs).toEqual([bytes('hi')]);
    expect(result!.txnResult.localStateDelta?.[0]?.address.toString()).toBe(app.creator.addr);
  });

  test('of a failing call tells where, why and how far it got', async () => {
    const app = await deploy(
      target.current,
      'pushbytes "hi"; log; pushbytes "k"; pushint 5; app_global_put; txna ApplicationArgs 0; btoi; assert',
      { numGlobalInts: 1 },
    );
    const good = await app.build({ appArgs: [uint64(1)] });
    const bad = await app.build({ appArgs: [uint64(0)] });

    const group = await simulateGroup([
      [good, app.creator],
      [bad, app.creator],
    ]);

    expect(group['failed-at']).toEqual([1]);
    expect(group['failure-message']).toBe(
      `transaction ${bad.txID()}: logic eval error: assert failed pc=21. Details: app=${app.id}, ` +
        'pc=21, opcodes=txna ApplicationArgs 0; btoi; assert; label1:',
    );
    expect(group['app-budget-added']).toBe(1_400);
    const [first, second] = group['txn-results'];
    expect(first['txn-result'].logs).toEqual(['aGk=']);
    expect(second['txn-result'].logs).toEqual(['aGk=']);
    expect(second['app-budget-consumed']).toBe(first['app-budget-consumed'] - 1);
  });

  test('of a payment alone has no budget', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();

    const good = await simulateGroup([[pay({ from, params }, { to: from }), from]], {
      'extra-opcode-budget': 100,
      ...unnamed,
    });
    const transaction = pay({ from, params }, { to: current.funder, amount: 5_000_000n });
    const bad = await simulateGroup([[transaction, from]]);
    const cheap = await simulateGroup([
      [pay({ from, params: { ...params, fee: 10n } }, { to: from }), from],
    ]);

    expect(Object.keys(good).toSorted()).toEqual(['group-fees-paid', 'group-usage', 'txn-results']);
    expect(bad['failed-at']).toEqual([0]);
    expect(bad['failure-message']).toContain(`transaction ${transaction.txID()}: overspend`);
    expect(cheap).toMatchObject({
      'failed-at': [0],
      'failure-message': 'txgroup with 10uA fees is less than 1mA (usage=1.000000 * base=1mA)',
      'group-fees-paid': 10,
    });
  });
});

describe('signatures of a simulation', () => {
  test('may be left out when the request says so', async () => {
    const app = await deploy(target.current, 'pushint 1; pop');
    const call = await app.build();

    const refused = await simulateGroup([[call, undefined]]);
    const allowed = await simulate([[call, undefined]], { 'allow-empty-signatures': true });

    expect(refused['failure-message']).toMatch(/ invalid : signedtxn has no sig$/);
    expect(refused['failed-at']).toEqual([0]);
    expect(refused).not.toHaveProperty('app-budget-added');
    expect(allowed.json['eval-overrides']).toEqual({ 'allow-empty-signatures': true });
    expect(allowed.json['txn-groups'][0]).not.toHaveProperty('failure-message');
  });

  test('of a rekeyed account are fixed when the request says so', async () => {
    const { current } = target;
    const [from, to] = [
      await current.fundedAccount(1_000_000n),
      await current.fundedAccount(1_000_000n),
    ];
    const params = await current.getParams();
    await current.confirm(from, pay({ from, params }, { to: from, rekeyTo: to }));
    const transaction = pay({ from, params }, { to });
    const empty = { 'allow-empty-signatures': true };

    const plain = await simulateGroup([[transaction, undefined]], empty);
    const fixed = await simulateGroup([[transaction, undefined]], {
      ...empty,
      'fix-signers': true,
    });
    const wrong = await simulate([[transaction, undefined]], { 'fix-signers': true });

    expect(plain['failure-message']).toBe(
      `transaction ${transaction.txID()}: should have been authorized by ${to.addr} but was actually authorized by ${from.addr}`,
    );
    expect(fixed).not.toHaveProperty('failure-message');
    expect(fixed['txn-results'][0]['fixed-signer']).toBe(to.addr);
    expect(wrong.status).toBe(400);
    expect(wrong.json).toEqual({
      message: 'FixSigners requires AllowEmptySignatures to be enabled',
    });
  });

  test('that are there must be true', async () => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const other = await current.fundedAccount(1_000_000n);
    const params = await current.getParams();
    const transaction = pay({ from, params }, { to: from });

    const group = await simulateGroup([[transaction, other]], { 'allow-empty-signatures': true });

    expect(group['failure-message']).toBe(
      `transaction ${transaction.txID()}: should have been authorized by ${from.addr} but was actually authorized by ${other.addr}`,
    );
  });
});

describe('more than the protocol allows', () => {
  test('opcode budget', async () => {
    const app = await deploy(
      target.current,
      Array.from({ length: 19 }, () => 'pushbytes 0x00; sha256; pop').join('; '),
    );
    const call = await app.build();

    const plain = await simulateGroup([[call, app.creator]]);
    const more = await simulate([[call, app.creator]], { 'extra-opcode-budget': 50 });
    const toomuch = await simulate([[call, app.creator]], { 'extra-opcode-budget': 320_001 });

    expect(plain['failure-message']).toContain('dynamic cost budget exceeded');
    expect(more.json['eval-overrides']).toEqual({ 'extra-opcode-budget': 50 });
    expect(more.json['txn-groups'][0]).toMatchObject({
      'app-budget-added': 750,
      'app-budget-consumed': 706,
    });
    expect(more.json['txn-groups'][0]).not.toHaveProperty('failure-message');
    expect(toomuch.status).toBe(400);
    expect(toomuch.json).toEqual({
      message: 'extra budget 320001 > simulation extra budget limit 320000',
    });
  });

  test('logs', async () => {
    const app = await deploy(target.current, zeroLogs);
    const call = await app.build();

    const plain = await simulateGroup([[call, app.creator]]);
    const more = await simulate([[call, app.creator]], { 'allow-more-logging': true });

    expect(plain['failure-message']).toContain(
      'too many log calls in program. up to 32 is allowed',
    );
    expect(plain['txn-results'][0]['txn-result'].logs).toHaveLength(32);
    expect(more.json['eval-overrides']).toEqual({ 'max-log-calls': 2_048, 'max-log-size': 65_536 });
    expect(more.json['txn-groups'][0]['txn-results'][0]['txn-result'].logs).toHaveLength(33);
  });
});

describe('resources that no one named', () => {
  const used = async (app: App, fields: object = {}) => {
    const group = await simulateGroup([[await app.build(fields), app.creator]], unnamed);
    expect(group).not.toHaveProperty('failure-message');
    return sorted(group['unnamed-resources-accessed']);
  };

  test('accounts, applications and what an account has of one', async () => {
    const { current } = target;
    const app = await deploy(
      current,
      'txna ApplicationArgs 0; balance; pop; txna ApplicationArgs 1; btoi; pushbytes "k"; app_global_get_ex; pop; pop; ' +
        'txna ApplicationArgs 0; txna ApplicationArgs 1; btoi; app_opted_in; pop',
    );
    const other = await deploy(current, 'pushint 1; pop');
    const { addr } = await current.fundedAccount(1_000_000n);

    const stranger = await used(app, { appArgs: [addressBytes(addr), uint64(other.id)] });
    const account = await used(app, { appArgs: [addressBytes(other.address), uint64(other.id)] });

    const id = Number(other.id);
    expect(stranger).toEqual({
      accounts: [addr],
      apps: [id],
      'app-locals': [{ account: addr, app: id }],
    });
    // The application brings its account, and what the account has of it.
    expect(account).toEqual({ apps: [id] });
  });

  test('boxes, and the references without a name that their bytes need', async () => {
    const { current } = target;
    const app = await deploy(
      current,
      'pushbytes "big"; pushint 5000; box_create; pop; pushbytes "other"; box_len; pop; pop',
    );
    await fund(current, app.address, 5_000_000n);
    const box = (name: string) => ({
      app: Number(app.id),
      name: Buffer.from(name).toString('base64'),
    });

    const all = await used(app);
    const some = await used(app, { boxes: [{ appIndex: 0n, name: bytes('big') }] });
    await app.call({
      boxes: ['big', 'other', '', ''].map((name) => ({ appIndex: 0n, name: bytes(name) })),
    });
    const reading = await used(app);

    expect(all).toEqual({ boxes: [box('big'), box('other')], 'extra-box-refs': 1 });
    expect(some).toEqual({ boxes: [box('other')], 'extra-box-refs': 1 });
    expect(reading).toEqual({ boxes: [box('big'), box('other')], 'extra-box-refs': 1 });
  });

  test('too little budget for the boxes that are named', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushbytes "b"; pushint 7000; box_create; pop');
    await fund(current, app.address, 5_000_000n);
    const named = [{ appIndex: 0n, name: bytes('b') }];
    const empty = { appIndex: 0n, name: bytes('') };
    await app.call({ boxes: [...named, empty, empty, empty] });

    expect(await used(app, { boxes: named })).toEqual({ 'extra-box-refs': 3 });
  });

  test('boxes of an application made in the group are given as empty references', async () => {
    const { current } = target;
    const from = await current.fundedAccount(2_000_000n);
    const create = createApp(
      { from, params: await current.getParams() },
      {
        approvalProgram: assembled('pushbytes "b"; box_len; pop; pop; pushint 1'),
      },
    );

    const group = await simulateGroup([[create, from]], unnamed);

    expect(group['unnamed-resources-accessed']).toEqual({ 'extra-box-refs': 1 });
  });

  test('programs of before sharing need them in their own transaction', async () => {
    const { current } = target;
    const app = await deploy(current, '', {
      approvalProgram: program('txna ApplicationArgs 0; balance; pop', 8),
      clearProgram: assembled('pushint 1', 8),
    });
    const { addr } = await current.fundedAccount(1_000_000n);
    const call = await app.build({ appArgs: [addressBytes(addr)] });

    const group = await simulateGroup([[call, app.creator]], unnamed);

    expect(group).not.toHaveProperty('unnamed-resources-accessed');
    expect(group['txn-results'][0]['unnamed-resources-accessed']).toEqual({ accounts: [addr] });
  });

  test('are no more than a group could name', async () => {
    const { current } = target;
    // Eight boxes in each of sixteen calls are possible, one more is not.
    const app = await deploy(
      current,
      'loop: load 0; pushint 1; +; dup; store 0; itob; box_len; pop; pop; load 0; pushint 129; <; bnz loop',
    );

    const group = await simulateGroup([[await app.build(), app.creator]], {
      ...unnamed,
      'extra-opcode-budget': 5_000,
    });

    expect(group['failure-message']).toContain('invalid Box reference 0x0000000000000081');
    expect(group['unnamed-resources-accessed'].boxes).toHaveLength(128);
  });

  test('what is used is enough when it is named', async () => {
    const { current } = target;
    const app = await deploy(
      current,
      'txna ApplicationArgs 0; balance; pop; pushbytes "b"; pushint 3000; box_create; pop',
    );
    await fund(current, app.address, 5_000_000n);
    const { addr } = await current.fundedAccount(1_000_000n);
    const appArgs = [addressBytes(addr)];

    const { accounts, boxes, 'extra-box-refs': extra } = await used(app, { appArgs });

    const references = boxes.map(({ name }: any) => ({
      appIndex: 0n,
      name: Buffer.from(name, 'base64'),
    }));
    const empty = Array.from({ length: extra }, () => ({ appIndex: 0n, name: bytes('') }));
    await app.call({ appArgs, accounts, boxes: [...references, ...empty] });
  });
});

describe('a request that is none', () => {
  const post = (body: Uint8Array) =>
    target.current.request('/v2/transactions/simulate', {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'X-Algo-API-Token': target.current.token },
    });

  test.each([
    ['nothing to simulate', { 'txn-groups': [] }, 'expected 1 transaction group, got 0'],
    ['an empty group', { 'txn-groups': [{ txns: [] }] }, 'empty txgroup'],
    [
      'a long group',
      { 'txn-groups': [{ txns: Array.from({ length: 17 }, () => ({ txn: { fee: 1 } })) }] },
      'transaction group size 17 exceeds protocol max 16',
    ],
    [
      'two groups',
      { 'txn-groups': [{ txns: [{ txn: { fee: 1 } }] }, { txns: [{ txn: { fee: 1 } }] }] },
      'expected 1 transaction group, got 2',
    ],
    [
      'an unknown option',
      { 'txn-groups': [], whatever: 1 },
      'failed to decode object: json decode error [pos 1]: only encoded map or array can be decoded into a struct',
    ],
  ])('%s', async (_, request, message) => {
    const answer = await post(algosdk.msgpackRawEncode(request));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message });
  });

  test('a round to come', async () => {
    const app = await deploy(target.current, 'pushint 1; pop');

    const answer = await simulate([[await app.build(), app.creator]], { round: 999_999_999 });

    expect(answer.status).toBe(500);
    expect(answer.message).toMatch(
      /^ledger does not have entry 999999999 \(latest \d+, committed \d+\)$/,
    );
  });

  test('a malformed transaction is a failure of its group', async () => {
    const app = await deploy(target.current, 'pushint 1; pop');
    const call = await app.build({ appArgs: Array.from({ length: 16 }, () => bytes('x')) });
    const raw = algosdk.msgpackRawDecode(call.signTxn(app.creator.sk), {
      intDecoding: algosdk.IntDecoding.BIGINT,
    }) as any;
    raw.txn.apan = 9;

    const answer = await post(algosdk.msgpackRawEncode({ 'txn-groups': [{ txns: [raw] }] }));

    expect(answer.json['txn-groups'][0]).toMatchObject({
      'failed-at': [0],
      'failure-message': 'invalid application OnCompletion (9)',
    });
  });
});

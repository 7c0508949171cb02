/** What applications cost accounts in minimum balance, and what must be gone before an account can be closed. */
import { OnApplicationComplete as On } from 'algosdk';
import { describe, expect, test } from 'vitest';
import {
  approves,
  type AppFields,
  createApp,
  deploy,
  program,
  sentenceOf,
} from './applications.ts';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const base = 100_000;
const uintCost = 28_500;
const bytesCost = 50_000;

async function minBalanceOf(account: { readonly addr: string }): Promise<number> {
  return (await target.current.get(`/v2/accounts/${account.addr}`)).json['min-balance'];
}

describe('creating an application costs its creator', () => {
  test.each<[string, AppFields, number]>([
    ['a base', {}, 2 * base],
    ['integers', { numGlobalInts: 3 }, 2 * base + 3 * uintCost],
    ['byte strings', { numGlobalByteSlices: 2 }, 2 * base + 2 * bytesCost],
    ['pages', { extraPages: 3 }, 5 * base],
    ['not the local state of others', { numLocalInts: 4, numLocalByteSlices: 4 }, 2 * base],
  ])('%s', async (_, fields, expected) => {
    const app = await deploy(target.current, 'pushint 1; pop', fields);

    expect(await minBalanceOf(app.creator)).toBe(expected);
    await app.call({ onComplete: On.DeleteApplicationOC });
    expect(await minBalanceOf(app.creator)).toBe(base);
  });

  test('and is refused when it does not have it', async () => {
    const { current } = target;
    const poor = await current.fundedAccount(201_000n);
    const common = { from: poor, params: await current.getParams() };
    const tooMuch = createApp(common, { numGlobalInts: 1 });

    const answer = await current.send(tooMuch.signTxn(poor.sk));
    await current.confirm(poor, createApp(common));

    expect(sentenceOf(answer, tooMuch)).toBe(
      `account ${poor.addr} balance 200000 below min 228500 (0 assets)`,
    );
  });
});

describe('joining an application costs who joins', () => {
  test('a base and the local schema, until leaving', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', {
      numLocalInts: 1,
      numLocalByteSlices: 2,
      numGlobalInts: 5,
    });
    const member = await current.fundedAccount(1_000_000n);

    await app.call({ from: member, onComplete: On.OptInOC });
    const joined = await minBalanceOf(member);
    await app.call({ from: member, onComplete: On.ClearStateOC });

    expect(joined).toBe(2 * base + uintCost + 2 * bytesCost);
    expect(await minBalanceOf(member)).toBe(base);
  });

  test('and is refused when it does not have it, or has joined', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop');
    const poor = await current.fundedAccount(200_999n);

    const refused = await app.refused({ from: poor, onComplete: On.OptInOC });
    await app.call({ onComplete: On.OptInOC });
    const again = await app.refused({ onComplete: On.OptInOC });
    const stranger = await app.refused({ from: poor, onComplete: On.CloseOutOC });

    expect(refused).toBe(`account ${poor.addr} balance 199999 below min 200000 (0 assets)`);
    expect(again).toBe(`account ${app.creator.addr} has already opted in to app ${app.id}`);
    expect(stranger).toBe(
      `account ${poor.addr} is not opted in to any app, and in particular ${app.id}`,
    );
  });
});

describe('an update that changes sizes', () => {
  const sizes = { numGlobalInts: 2, extraPages: 1 };

  test('moves their cost to who updates', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', { numGlobalInts: 1 });
    const updater = await current.fundedAccount(2_000_000n);

    await app.call({
      from: updater,
      onComplete: On.UpdateApplicationOC,
      approvalProgram: program('pushint 1; pop'),
      clearProgram: approves,
      ...sizes,
    });

    expect(await minBalanceOf(app.creator)).toBe(2 * base);
    expect(await minBalanceOf(updater)).toBe(2 * base + 2 * uintCost);
    const { params } = (await current.get(`/v2/applications/${app.id}`)).json;
    expect(params).toMatchObject({
      'size-sponsor': updater.addr,
      'extra-program-pages': 1,
      'global-state-schema': { 'num-byte-slice': 0, 'num-uint': 2 },
      version: 1,
    });
    await app.call({ onComplete: On.DeleteApplicationOC });
    expect(await minBalanceOf(updater)).toBe(base);
  });

  test('keeps room for the state there is', async () => {
    const { current } = target;
    const body =
      'pushbytes "a"; pushint 1; app_global_put; pushbytes "b"; pushint 1; app_global_put';
    const app = await deploy(current, body, { numGlobalInts: 2 });
    await app.call();

    const refused = await app.refused({
      onComplete: On.UpdateApplicationOC,
      approvalProgram: program('pushint 1; pop'),
      clearProgram: approves,
      numGlobalInts: 1,
    });

    expect(refused).toBe(
      'unable to change global schema: store integer count 2 exceeds schema integer count 1',
    );
  });
});

describe('an update', () => {
  test('of a program too long for the pages, or of an older version, is refused', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop');
    const long = program(`pushbytes 0x${'00'.repeat(2_100)}; pop`);

    const tooLong = await app.refused({
      onComplete: On.UpdateApplicationOC,
      approvalProgram: long,
      clearProgram: approves,
    });
    const older = await app.refused({
      onComplete: On.UpdateApplicationOC,
      approvalProgram: program('pushint 1; pop', 9),
      clearProgram: program('pushint 1; pop', 9),
    });

    expect(tooLong).toBe(`approval program too long. (${long.length} > 2048)`);
    expect(older).toBe('approval program version downgrade: 9 < 10');
  });

  test('can be refused by version', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop');
    const update = {
      onComplete: On.UpdateApplicationOC,
      approvalProgram: program('pushint 1; pop'),
      clearProgram: approves,
    };
    await app.call(update);

    await app.call({ rejectVersion: 2 });
    const refused = await app.refused({ rejectVersion: 1 });

    expect(refused).toBe('app version (1) >= reject version (1)');
  });
});

describe('an account with applications', () => {
  test('cannot be closed before it left and deleted them', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', { numLocalInts: 1 });
    const close = async () => {
      const params = await current.getParams();
      const to = current.funder;
      const transaction = pay({ from: app.creator, params }, { to, closeTo: to });
      const answer = await current.send(transaction.signTxn(app.creator.sk));
      return { answer, transaction };
    };
    await app.call({ onComplete: On.OptInOC });

    const joined = await close();
    await app.call({ onComplete: On.CloseOutOC });
    const created = await close();
    await app.call({ onComplete: On.DeleteApplicationOC });
    const free = await close();

    expect(sentenceOf(joined.answer, joined.transaction)).toBe(
      'cannot close: 1 outstanding applications opted in. Please opt out or clear them',
    );
    expect(sentenceOf(created.answer, created.transaction)).toBe(
      'cannot close: 1 outstanding created applications',
    );
    expect(free.answer.status).toBe(200);
  });

  test('says what it has when it overspends', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop', { numGlobalInts: 2, extraPages: 1 });
    await app.call({ onComplete: On.OptInOC });
    const params = await current.getParams();
    const transaction = pay(
      { from: app.creator, params },
      { to: current.funder, amount: 10n ** 12n },
    );

    const answer = await current.send(transaction.signTxn(app.creator.sk));

    expect(sentenceOf(answer, transaction)).toContain(
      'TotalAppSchema:{NumUint:2 NumByteSlice:0} TotalExtraAppPages:1 TotalAppParams:1 TotalAppLocalStates:1',
    );
  });
});

/** What calls may spend: opcode budget, fees, log space, program bytes. */
import algosdk, { OnApplicationComplete as On } from 'algosdk';
import { describe, expect, test } from 'vitest';
import {
  type App,
  assembled,
  bytes,
  createApp,
  deploy,
  reasonOf,
  sendGroup,
  sentenceOf,
  sortedDelta,
} from './applications.ts';
import { pay } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();

/** Costs 37 for each hash. */
const hashes = (count: number): string =>
  Array.from({ length: count }, () => 'pushbytes 0x00; sha256; pop').join('; ');

describe('opcode budget', () => {
  test('is 700 for a call', async () => {
    const fits = await deploy(target.current, hashes(18));
    const exceeds = await deploy(target.current, hashes(19));

    await fits.call();
    const refused = await exceeds.refused();

    expect(reasonOf(refused)).toMatch(
      /^dynamic cost budget exceeded, executing sha256: local program cost was \d+$/,
    );
  });

  test('is pooled by the calls of a group, and payments bring none', async () => {
    const { current } = target;
    const app = await deploy(current, hashes(19));
    const helper = await deploy(current, 'pushint 1; pop');
    const params = await current.getParams();
    const expensive = await app.build();

    const alone = await sendGroup(current, [
      [app.creator, pay({ from: app.creator, params }, { to: app.creator })],
      [app.creator, expensive],
    ]);
    const again = await app.build();
    const helped = await sendGroup(current, [
      [app.creator, again],
      [helper.creator, await helper.build()],
    ]);

    expect(reasonOf(sentenceOf(alone, expensive))).toMatch(/^dynamic cost budget exceeded/);
    expect(helped.status).toBe(200);
  });

  test('what is left is known to programs', async () => {
    const app = await deploy(target.current, 'global OpcodeBudget; itob; log');

    const { logs } = await app.call();

    expect(Number(Buffer.from(logs[0], 'base64').readBigUInt64BE())).toBe(700 - 3);
  });

  test('a clear state program has its own 700, whatever the group has', async () => {
    const { current } = target;
    const clearProgram = assembled(`pushbytes "x"; log; ${hashes(19)}; pushint 1`);
    const app = await deploy(current, 'pushint 1; pop', { clearProgram });
    await app.call({ onComplete: On.OptInOC });
    const clearing = await app.build({ onComplete: On.ClearStateOC });

    const answer = await sendGroup(current, [
      [app.creator, await app.build()],
      [app.creator, await app.build()],
      [app.creator, clearing],
    ]);

    // It ran out, so it left nothing; leaving worked.
    expect(answer.status).toBe(200);
    const confirmed = (await current.get(`/v2/transactions/pending/${clearing.txID()}`)).json;
    expect(confirmed).not.toHaveProperty('logs');
  });

  test('clearing needs 700 that no one has spent', async () => {
    const { current } = target;
    const app = await deploy(
      current,
      `txn OnCompletion; bnz end; ${hashes(10)}; end: pushint 1; pop`,
    );
    await app.call({ onComplete: On.OptInOC });
    const spending = await deploy(current, hashes(19));
    const clearing = await app.build({ onComplete: On.ClearStateOC });

    const answer = await sendGroup(current, [
      [spending.creator, await spending.build()],
      [app.creator, clearing],
    ]);

    expect(sentenceOf(answer, clearing)).toMatch(
      /^attempted ClearState execution with low OpcodeBudget \d+$/,
    );
  });
});

describe('logs', () => {
  const logOf = (size: number) => `pushint ${size}; bzero; log`;

  test('have 1024 bytes and 32 calls', async () => {
    const { current } = target;
    await (await deploy(current, logOf(1_024))).call();
    const long = await deploy(current, `${logOf(1_000)}; ${logOf(25)}`);
    const many = await deploy(current, Array.from({ length: 33 }, () => logOf(1)).join('; '));

    expect(reasonOf(await long.refused())).toBe(
      'program logs too large. 1025 bytes >  1024 bytes limit',
    );
    expect(reasonOf(await many.refused())).toBe(
      'too many log calls in program. up to 32 is allowed',
    );
  });
});

describe('state', () => {
  const put = (key: string, value: string) => `pushbytes "${key}"; ${value}; app_global_put`;

  test.each([
    [
      'integers beyond the schema',
      `${put('a', 'pushint 1')}; ${put('b', 'pushint 2')}`,
      'store integer count 2 exceeds schema integer count 1',
    ],
    [
      'bytes beyond the schema',
      `${put('a', 'pushbytes "x"')}; ${put('b', 'pushbytes "y"')}`,
      'store bytes count 2 exceeds schema bytes count 1',
    ],
    ['a long key', put('k'.repeat(65), 'pushint 1'), 'key too long: length was 65, maximum is 64'],
    [
      'a long value',
      'pushbytes "k"; pushint 129; bzero; app_global_put',
      'value too long for key 0x6b: length was 129',
    ],
    [
      'a key and a value that are long together',
      'pushbytes "key"; pushint 126; bzero; app_global_put',
      'key/value total too long for key 0x6b6579: sum was 129',
    ],
  ])('%s', async (_, body, reason) => {
    const app = await deploy(target.current, body, { numGlobalInts: 1, numGlobalByteSlices: 1 });

    expect(reasonOf(await app.refused())).toBe(reason);
  });

  test('a value may change its type within the schema', async () => {
    const app = await deploy(
      target.current,
      `${put('a', 'pushint 1')}; ${put('a', 'pushbytes "x"')}; ${put('b', 'pushint 2')}`,
      { numGlobalInts: 1, numGlobalByteSlices: 1 },
    );

    expect(sortedDelta((await app.call())['global-state-delta'])).toEqual([
      { key: 'YQ==', value: { action: 1, bytes: 'eA==' } },
      { key: 'Yg==', value: { action: 2, uint: 2 } },
    ]);
  });
});

describe('fees', () => {
  const callWith = async (app: App, size: number, fee: bigint) => {
    const { current } = target;
    const params = await current.getParams({ fee });
    const transaction = algosdk.makeApplicationCallTxnFromObject({
      sender: app.creator.addr,
      appIndex: app.id,
      onComplete: On.NoOpOC,
      appArgs: [new Uint8Array(size)],
      suggestedParams: params,
    });
    return current.send(transaction.signTxn(app.creator.sk));
  };

  test('cover 2048 bytes of arguments; each further byte costs a ten-thousandth', async () => {
    const app = await deploy(target.current, 'pushint 1; pop');

    const free = await callWith(app, 2_048, 1_000n);
    const short = await callWith(app, 3_048, 1_099n);
    const enough = await callWith(app, 3_048, 1_100n);

    expect(free.status).toBe(200);
    expect(short.status).toBe(400);
    expect(short.message).toBe(
      'TransactionPool.Remember: txgroup with 1.099mA fees is less than 1.100mA ' +
        '(usage=1.100000 * base=1mA)',
    );
    expect(enough.status).toBe(200);
  });

  test('are taken together by a group', async () => {
    const { current } = target;
    const app = await deploy(current, 'pushint 1; pop');
    const free = await app.build({ suggestedParams: await current.getParams({ fee: 0n }) });
    const paid = await app.build({ suggestedParams: await current.getParams({ fee: 2_000n }) });

    const answer = await sendGroup(current, [
      [app.creator, free],
      [app.creator, paid],
    ]);

    expect(answer.status).toBe(200);
  });

  test('large programs cost by the byte, and box references to write them', async () => {
    const { current } = target;
    const from = await current.fundedAccount(10_000_000n);
    const approvalProgram = assembled(
      Array.from({ length: 3 }, () => `pushbytes 0x${'00'.repeat(3_000)}; pop`).join('; ') +
        '; pushint 1',
    );
    const extra = approvalProgram.length + 3 - 8_192;
    const create = async (fee: bigint, boxes: number) =>
      createApp(
        { from, params: await current.getParams({ fee }) },
        {
          approvalProgram,
          extraPages: 4,
          boxes: Array.from({ length: boxes }, () => ({ appIndex: 0n, name: bytes('') })),
        },
      );
    const send = async (fee: bigint, boxes: number) => {
      const transaction = await create(fee, boxes);
      return { transaction, answer: await current.send(transaction.signTxn(from.sk)) };
    };

    const cheap = await send(1_000n, 1);
    const unpaid = await send(1_200n, 0);
    const done = await send(1_200n, 1);

    expect(extra).toBeGreaterThan(0);
    expect(cheap.answer.message).toMatch(
      /^TransactionPool.Remember: txgroup with 1mA fees is less/,
    );
    expect(sentenceOf(unpaid.answer, unpaid.transaction)).toMatch(
      new RegExp(`^write budget exceeded \\(${extra} > 0\\) while creating app \\d+$`),
    );
    expect(done.answer.status).toBe(200);
  });
});

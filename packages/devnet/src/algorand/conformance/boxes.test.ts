import { OnApplicationComplete as On } from 'algosdk';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  addressBytes,
  type App,
  assembled,
  bytes,
  createApp,
  deploy,
  fund,
  reasonOf,
  sendGroup,
  sentenceOf,
  uint64,
} from './applications.ts';
import { useTarget } from './target.ts';

const target = useTarget();

/** Does what its first argument says with the box of its second: create, put, get, del, len, resize. */
const boxTool = `
  txna ApplicationArgs 0; pushbytess "create" "put" "get" "del" "len" "resize" "join"; uncover 7;
  match create put get del len resize join; err;
  create: txna ApplicationArgs 1; txna ApplicationArgs 2; btoi; box_create; itob; log; b end;
  put: txna ApplicationArgs 1; txna ApplicationArgs 2; box_put; b end;
  get: txna ApplicationArgs 1; box_get; itob; log; log; b end;
  del: txna ApplicationArgs 1; box_del; itob; log; b end;
  len: txna ApplicationArgs 1; box_len; itob; log; itob; log; b end;
  resize: txna ApplicationArgs 1; txna ApplicationArgs 2; btoi; box_resize; b end;
  join: b end;
  end: pushint 1; pop`;

const box = (name: string | Uint8Array, appIndex = 0n) => ({
  appIndex,
  name: typeof name === 'string' ? bytes(name) : name,
});
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');

async function deployTool(): Promise<App> {
  const app = await deploy(target.current, boxTool);
  await fund(target.current, app.address, 10_000_000n);
  return app;
}

function args(...parts: readonly (string | number | Uint8Array)[]): Uint8Array[] {
  return parts.map((part) =>
    typeof part === 'string' ? bytes(part) : typeof part === 'number' ? uint64(part) : part,
  );
}

describe('a box', () => {
  test('is made, read, changed and deleted', async () => {
    const { current } = target;
    const app = await deployTool();
    const boxes = [box('b')];
    const get = () => current.get(`/v2/applications/${app.id}/box?name=str:b`);

    const created = await app.call({ appArgs: args('create', 'b', 4), boxes });
    const again = await app.call({ appArgs: args('create', 'b', 4), boxes });
    const empty = await get();
    await app.call({ appArgs: args('put', 'b', 'full'), boxes });
    const full = await get();
    const read = await app.call({ appArgs: args('get', 'b'), boxes });
    await app.call({ appArgs: args('resize', 'b', 2), boxes });
    const short = await get();
    const deleted = await app.call({ appArgs: args('del', 'b'), boxes });
    const none = await app.call({ appArgs: args('len', 'b'), boxes });
    const gone = await get();

    const yes = base64(uint64(1));
    const no = base64(uint64(0));
    expect(created.logs).toEqual([yes]);
    expect(again.logs).toEqual([no]);
    expect(empty.json).toEqual({
      name: base64('b'),
      value: base64(new Uint8Array(4)),
      round: expect.any(Number),
    });
    expect(full.json.value).toBe(base64('full'));
    expect(read.logs).toEqual([yes, base64('full')]);
    expect(short.json.value).toBe(base64('fu'));
    expect(deleted.logs).toEqual([yes]);
    expect(none.logs).toEqual([no, no]);
    expect(gone.status).toBe(404);
    expect(gone.json).toEqual({ message: 'box not found' });
  });

  test('costs the account of its application minimum balance, by its name and content', async () => {
    const { current } = target;
    const app = await deployTool();
    await app.call({ appArgs: args('create', 'name', 100), boxes: [box('name')] });

    const { json } = await current.get(`/v2/accounts/${app.address}`);

    expect(json).toMatchObject({
      'total-boxes': 1,
      'total-box-bytes': 104,
      'min-balance': 100_000 + 2_500 + 400 * 104,
    });
  });

  test('is not made when its application cannot keep it', async () => {
    const app = await deploy(target.current, boxTool);

    const refused = await app.refused({
      appArgs: args('create', 'b', 10),
      boxes: [box('b')],
    });

    expect(refused).toBe(`account ${app.address} balance 0 below min 106900 (0 assets)`);
  });

  test('must be named by the group', async () => {
    const app = await deployTool();
    const other = await deployTool();
    const appArgs = args('len', 'b');

    expect(reasonOf(await app.refused({ appArgs }))).toBe('invalid Box reference 0x62');
    // Of another application it is another box.
    const boxes = [box('b', other.id)];
    const foreignApps = [other.id];
    expect(reasonOf(await app.refused({ appArgs, boxes, foreignApps }))).toBe(
      'invalid Box reference 0x62',
    );
    const elsewhere = await other.build({ appArgs: args('join') });
    const named = await app.build({ appArgs: args('join'), boxes: [box('b')] });
    const using = await app.build({ appArgs });
    const answer = await sendGroup(target.current, [
      [other.creator, elsewhere],
      [app.creator, named],
      [app.creator, using],
    ]);
    expect(answer.status).toBe(200);
  });

  test.each([
    ['no name', args('create', '', 1), 'box names may not be zero length'],
    [
      'a long name',
      args('create', new Uint8Array(65), 1),
      'name too long: length was 65, maximum is 64',
    ],
    [
      'a size beyond all',
      args('create', 'b', 32_769),
      'box size too large: 32769, maximum is 32768',
    ],
    ['another size', args('put', 'b', 'longer'), 'attempt to box_put wrong size 4 != 6'],
    ['a new size when it exists', args('create', 'b', 5), 'box size mismatch 4 5'],
    ['resizing what is not there', args('resize', 'c', 5), 'no such box 0x63'],
  ])('is refused for %s', async (_, appArgs, reason) => {
    const app = await deployTool();
    const boxes = [box('b'), box('c')];
    await app.call({ appArgs: args('create', 'b', 4), boxes });

    expect(reasonOf(await app.refused({ appArgs, boxes }))).toBe(reason);
  });

  test('is out of reach for a clear state program', async () => {
    const { current } = target;
    const clearProgram = assembled('pushbytes "x"; log; pushbytes "b"; box_len; pushint 1; return');
    const app = await deploy(current, boxTool, { clearProgram });
    await app.call({ appArgs: args('join'), onComplete: On.OptInOC });

    const cleared = await app.call({ onComplete: On.ClearStateOC, boxes: [box('b')] });

    expect(cleared).not.toHaveProperty('logs');
  });

  test('outlives its application', async () => {
    const { current } = target;
    const app = await deployTool();
    await app.call({ appArgs: args('put', 'b', 'kept'), boxes: [box('b')] });

    await app.call({ appArgs: args('join'), onComplete: On.DeleteApplicationOC });

    const kept = await current.get(`/v2/applications/${app.id}/box?name=b64:Yg==`);
    expect(kept.json.value).toBe(base64('kept'));
  });
});

describe('the I/O budget of boxes', () => {
  test('is 2048 bytes for each name, read before anything runs', async () => {
    const app = await deployTool();
    const boxes = [box('b'), box('c'), box('')];
    await app.call({ appArgs: args('create', 'b', 6_000), boxes });

    expect(await app.refused({ appArgs: args('join'), boxes: [box('b'), box('')] })).toBe(
      'read budget exceeded (6000 > 4096)',
    );
    await app.call({ appArgs: args('len', 'b'), boxes });
  });

  test('is shared by the group', async () => {
    const app = await deployTool();
    await app.call({ appArgs: args('create', 'b', 4_096), boxes: [box('b'), box('')] });

    const reading = await app.build({ appArgs: args('len', 'b'), boxes: [box('b')] });
    const helping = await app.build({ appArgs: args('join'), boxes: [box('unused')] });
    const answer = await sendGroup(target.current, [
      [app.creator, reading],
      [app.creator, helping],
    ]);

    expect(answer.status).toBe(200);
  });

  test.each([
    [
      'creating',
      args('create', 'b', 2_049),
      'write budget exceeded (2049 > 2048) while creating box 0x62',
    ],
    [
      'writing',
      args('put', 'b', new Uint8Array(2_050)),
      'write budget exceeded (2050 > 2048) while writing box 0x62',
    ],
  ])('limits %s', async (_, appArgs, reason) => {
    const app = await deployTool();

    expect(reasonOf(await app.refused({ appArgs, boxes: [box('b')] }))).toBe(reason);
  });

  test('counts resizing by the new size', async () => {
    const app = await deployTool();
    const boxes = [box('b')];
    await app.call({ appArgs: args('create', 'b', 2_000), boxes });

    expect(reasonOf(await app.refused({ appArgs: args('resize', 'b', 3_000), boxes }))).toBe(
      'write budget exceeded (3000 > 2048) while resizing box 0x62',
    );
    await app.call({ appArgs: args('resize', 'b', 3_000), boxes: [...boxes, box('')] });
  });

  test('is given back by deleting what was written', async () => {
    const app = await deployTool();
    const boxes = [box('b')];
    const group = [
      await app.build({ appArgs: args('create', 'b', 2_000), boxes }),
      await app.build({ appArgs: args('del', 'b') }),
      await app.build({ appArgs: args('create', 'b', 2_048) }),
    ];

    const answer = await sendGroup(
      target.current,
      group.map((transaction) => [app.creator, transaction] as const),
    );

    expect(answer.status).toBe(200);
  });

  test('of a group that writes too much, all is refused', async () => {
    const app = await deployTool();
    const boxes = [box('b')];
    const first = await app.build({ appArgs: args('create', 'b', 2_000), boxes });
    const second = await app.build({ appArgs: args('create', 'c', 3_000), boxes: [box('c')] });

    const answer = await sendGroup(target.current, [
      [app.creator, first],
      [app.creator, second],
    ]);

    expect(reasonOf(sentenceOf(answer, second))).toBe(
      'write budget exceeded (5000 > 4096) while creating box 0x63',
    );
    const { json } = await target.current.get(`/v2/applications/${app.id}/boxes`);
    expect(json.boxes).toEqual([]);
  });
});

describe('boxes of an application made in the same group', () => {
  const makesBoxes = assembled(
    'txn NumAppArgs; bz end; pushbytes "one"; pushint 10; box_create; assert; end: pushint 1',
  );

  test('are named by the creation itself', async () => {
    const { current } = target;
    const from = await current.fundedAccount(5_000_000n);
    const fields = {
      approvalProgram: makesBoxes,
      appArgs: [bytes('x')],
      boxes: [box('one')],
    };

    const transaction = createApp({ from, params: await current.getParams() }, fields);
    const answer = await current.send(transaction.signTxn(from.sk));

    // The box is made; its application has nothing to keep it with.
    expect(sentenceOf(answer, transaction)).toMatch(/^account .* balance 0 below min 107700/);
  });

  test('may be used without a name, one for each empty reference', async () => {
    const { current } = target;
    const from = await current.fundedAccount(5_000_000n);
    const params = await current.getParams();
    const create = (boxes: readonly { appIndex: bigint; name: Uint8Array }[]) =>
      createApp(
        { from, params },
        {
          approvalProgram: makesBoxes,
          appArgs: [bytes('x')],
          boxes: [...boxes],
        },
      );

    const unnamed = create([]);
    const empty = create([box('')]);

    expect(reasonOf(sentenceOf(await current.send(unnamed.signTxn(from.sk)), unnamed))).toBe(
      'invalid Box reference 0x6f6e65',
    );
    expect(sentenceOf(await current.send(empty.signTxn(from.sk)), empty)).toMatch(
      /^account .* balance 0 below min 107700/,
    );
  });
});

describe('the endpoints of boxes', () => {
  let app: App;
  const names = ['a1', 'a2', 'b1'];
  beforeAll(async () => {
    app = await deployTool();
    for (const name of names) {
      await app.call({ appArgs: args('put', name, `value of ${name}`), boxes: [box(name)] });
    }
  });
  const list = (query = '') => target.current.get(`/v2/applications/${app.id}/boxes${query}`);
  const get = (name: string) =>
    target.current.get(`/v2/applications/${app.id}/box?name=${encodeURIComponent(name)}`);

  test('list names', async () => {
    const { json } = await list();

    expect(Object.keys(json)).toEqual(['boxes']);
    const listed = json.boxes.map(({ name }: any) => name).toSorted();
    expect(listed).toEqual(names.map(base64).toSorted());
    expect((await list('?max=3')).json.boxes).toHaveLength(3);
  });

  test('refuse to list more than was asked', async () => {
    const answer = await list('?max=2');

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: 'Result limit exceeded',
      data: { max: 2, 'max-api-box-per-application': 100_000, 'total-boxes': 3 },
    });
  });

  test('list page by page, with values, by prefix', async () => {
    const first = (await list('?limit=2')).json;
    const second = (await list(`?limit=2&next=${encodeURIComponent(first['next-token'])}`)).json;
    const some = (await list('?prefix=str:a&include=values')).json;

    expect(first.boxes).toEqual([{ name: base64('a1') }, { name: base64('a2') }]);
    expect(second).toEqual({ boxes: [{ name: base64('b1') }], round: expect.any(Number) });
    expect(some.boxes).toEqual([
      { name: base64('a1'), value: base64('value of a1') },
      { name: base64('a2'), value: base64('value of a2') },
    ]);
  });

  test('of an application that is not there list nothing', async () => {
    const answer = await target.current.get('/v2/applications/999999999999/boxes');

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ boxes: [] });
  });

  test.each(['str:a1', 'string:a1', 'b64:YTE=', 'base64:YTE=', 'b32:MEYQ===='])(
    'find a box by %s',
    async (name) => {
      expect((await get(name)).json).toMatchObject({ name: base64('a1') });
    },
  );

  test.each([
    ['a1', "all arguments and box names should be of the form 'encoding:value'"],
    ['b64:YT', 'Could not decode base64-encoded string (YT): illegal base64 data at input byte 0'],
    [
      'int:x',
      'Could not parse uint64 from string (x): strconv.ParseUint: parsing "x": invalid syntax',
    ],
    ['foo:x', 'Unknown encoding: foo'],
  ])('refuse the name %s', async (name, message) => {
    const answer = await get(name);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message });
  });

  test('find boxes named by integers and addresses', async () => {
    const { addr } = app.creator;
    for (const name of [uint64(7), addressBytes(addr)]) {
      await app.call({ appArgs: args('put', name, 'x'), boxes: [box(name)] });
    }

    expect((await get('int:7')).json.value).toBe(base64('x'));
    expect((await get(`addr:${addr}`)).json.value).toBe(base64('x'));
  });

  test('need a name', async () => {
    const answer = await target.current.get(`/v2/applications/${app.id}/box`);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/name/);
  });
});

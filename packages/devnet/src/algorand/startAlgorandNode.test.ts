import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import algosdk from 'algosdk';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type App, bytes, deploy, fund, openApp } from './conformance/applications.ts';
import { createClient, newAccount, type TestAccount } from './conformance/client.ts';
import { createAsset, pay, transferAsset } from './conformance/transactions.ts';
import { startAlgorandNode } from './startAlgorandNode.ts';

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'devnet-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

describe('a chain on disk', () => {
  /** A chain with an asset and a holder, closed again. */
  async function writeChain(stateDir: string) {
    await using node = await startAlgorandNode({ stateDir });
    const client = createClient(node);
    const holder = await client.fundedAccount(1_000_000n);
    const params = await client.getParams({ fee: 2_000n });
    const created = await client.confirm(
      client.funder,
      createAsset({ from: client.funder, params }, { total: 500n }),
    );
    const assetId = BigInt(created['asset-index']);
    const optIn = transferAsset(
      { from: holder, params: { ...params, fee: 0n } },
      { assetId, to: holder },
    );
    const give = transferAsset(
      { from: client.funder, params },
      { assetId, to: holder, amount: 7n },
    );
    const [first, second] = algosdk.assignGroupID([optIn, give]);
    await client.send(first!.signTxn(holder.sk), second!.signTxn(client.funder.sk));
    return { node, holder, assetId, everything: await readEverything(client, holder, assetId) };
  }

  async function readEverything(
    client: ReturnType<typeof createClient>,
    holder: TestAccount,
    assetId: bigint,
  ) {
    const { json: status } = await client.get('/v2/status');
    const rounds = Array.from({ length: status['last-round'] + 1 }, (_, round) => round);
    return {
      blocks: await Promise.all(
        rounds.map(async (round) => (await client.get(`/v2/blocks/${round}`)).text),
      ),
      asset: (await client.get(`/v2/assets/${assetId}`)).text,
      holder: await client.getAccount(holder),
      funder: await client.getAccount(client.funder),
    };
  }

  test('is the same chain after a restart', async () => {
    const stateDir = temporaryDirectory();
    const before = await writeChain(stateDir);

    await using node = await startAlgorandNode({ stateDir });

    expect(node.genesisHash).toBe(before.node.genesisHash);
    expect(node.funderMnemonic).toBe(before.node.funderMnemonic);
    const client = createClient(node);
    expect(await readEverything(client, before.holder, before.assetId)).toEqual(before.everything);
    expect(before.everything.holder.assets).toEqual([
      { amount: 7, 'asset-id': Number(before.assetId), 'is-frozen': false },
    ]);
  });

  test('has the same applications, states and boxes after a restart', async () => {
    const stateDir = temporaryDirectory();
    const body =
      'txn OnCompletion; pushint 1; ==; bnz end; pushbytes "k"; pushint 7; app_global_put; ' +
      'pushint 0; pushbytes "l"; global LatestTimestamp; app_local_put; pushbytes "b"; pushbytes "content"; box_put; ' +
      'txna ApplicationArgs 0; log; end: pushint 1; pop';
    const read = async (client: ReturnType<typeof createClient>, app: App) => {
      const paths = [
        `/v2/applications/${app.id}`,
        `/v2/applications/${app.id}/boxes?include=values`,
        `/v2/accounts/${app.address}`,
        `/v2/accounts/${app.creator.addr}`,
        '/v2/blocks/6',
      ];
      return Promise.all(paths.map(async (path) => (await client.get(path)).text));
    };
    const before = await (async () => {
      await using node = await startAlgorandNode({ stateDir });
      const client = createClient(node);
      const app = await deploy(client, body, { numGlobalInts: 1, numLocalInts: 1 });
      await fund(client, app.address, 1_000_000n);
      await app.call({ onComplete: algosdk.OnApplicationComplete.OptInOC });
      const fields = { boxes: [{ appIndex: 0n, name: bytes('b') }], appArgs: [bytes('x')] };
      await app.call(fields);
      await app.call(fields);
      return { app, everything: await read(client, app) };
    })();

    await using node = await startAlgorandNode({ stateDir });
    const client = createClient(node);

    expect(await read(client, before.app)).toEqual(before.everything);
    expect(before.everything[1]).toContain(Buffer.from('content').toString('base64'));
    const again = openApp(client, before.app.id, before.app.creator);
    expect(
      (await again.call({ boxes: [{ appIndex: 0n, name: bytes('b') }], appArgs: [bytes('y')] }))
        .logs,
    ).toEqual(['eQ==']);
  });

  test('still knows what was sent before the restart', async () => {
    const stateDir = temporaryDirectory();
    const transaction = await (async () => {
      await using node = await startAlgorandNode({ stateDir });
      const client = createClient(node);
      const sent = pay(
        { from: client.funder, params: await client.getParams() },
        { to: client.funder, lease: new Uint8Array(32).fill(1) },
      );
      await client.confirm(client.funder, sent);
      return sent;
    })();

    await using node = await startAlgorandNode({ stateDir });
    const client = createClient(node);
    const again = await client.send(transaction.signTxn(client.funder.sk));

    expect(again.message).toContain('using an overlapping lease');
    expect((await client.get(`/v2/transactions/pending/${transaction.txID()}`)).json).toMatchObject(
      {
        'confirmed-round': 1,
      },
    );
  });

  test('goes on after a line that was not finished', async () => {
    const stateDir = temporaryDirectory();
    const before = await writeChain(stateDir);
    appendFileSync(join(stateDir, 'blocks.jsonl'), '{"round":"4","timest');
    const after = await (async () => {
      await using node = await startAlgorandNode({ stateDir });
      const client = createClient(node);
      expect(await readEverything(client, before.holder, before.assetId)).toEqual(
        before.everything,
      );
      await client.fundedAccount(200_000n);
      return await readEverything(client, before.holder, before.assetId);
    })();

    await using again = await startAlgorandNode({ stateDir });

    const client = createClient(again);
    expect(await readEverything(client, before.holder, before.assetId)).toEqual(after);
    expect(after.blocks).toHaveLength(before.everything.blocks.length + 1);
  });

  test('is refused when a block was changed', async () => {
    const stateDir = temporaryDirectory();
    await writeChain(stateDir);
    const path = join(stateDir, 'blocks.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"timestamp":"(\d)/, '"timestamp":"9'));

    await expect(startAlgorandNode({ stateDir })).rejects.toThrow(
      /block 1 replays to another hash; delete the directory to start afresh/,
    );
  });

  test('belongs to one process', async () => {
    const stateDir = temporaryDirectory();
    await using _ = await startAlgorandNode({ stateDir });

    await expect(startAlgorandNode({ stateDir })).rejects.toThrow(/process \d+ is using it/);
  });

  test('is taken over from a process that is gone', async () => {
    const stateDir = temporaryDirectory();
    await writeChain(stateDir);
    writeFileSync(join(stateDir, 'lock'), '2147483646');

    await using node = await startAlgorandNode({ stateDir });

    expect(node.genesisId).toMatch(/^devnet-[0-9a-f]{12}-v1$/);
  });

  test('keeps the words of its funder from others', async () => {
    const stateDir = temporaryDirectory();
    await writeChain(stateDir);

    expect(statSync(join(stateDir, 'genesis.json')).mode & 0o077).toBe(0);
  });
});

describe('a chain with a block time', () => {
  test('keeps transactions in the pool until their block comes', async () => {
    await using node = await startAlgorandNode({ blockTimeMs: 3_600_000 });
    const client = createClient(node);
    const sent = pay(
      { from: client.funder, params: await client.getParams() },
      { to: client.funder, note: new Uint8Array([1]) },
    );

    await client.send(sent.signTxn(client.funder.sk));
    const waiting = await client.get(`/v2/transactions/pending/${sent.txID()}`);
    const pool = await client.get('/v2/transactions/pending');
    const again = await client.send(sent.signTxn(client.funder.sk));
    const round = await node.makeBlocks();

    expect(waiting.json).toMatchObject({ 'pool-error': '', txn: { txn: { note: 'AQ==' } } });
    expect(waiting.json).not.toHaveProperty('confirmed-round');
    expect(pool.json).toMatchObject({ 'total-transactions': 1 });
    expect(again.message).toContain('transaction already in ledger');
    const confirmed = await client.get(`/v2/transactions/pending/${sent.txID()}`);
    expect(confirmed.json['confirmed-round']).toBe(Number(round));
  });

  test('lets later transactions build on those in the pool', async () => {
    await using node = await startAlgorandNode({ blockTimeMs: 3_600_000 });
    const client = createClient(node);
    const params = await client.getParams();
    const from = newAccount();
    const fund = pay({ from: client.funder, params }, { to: from, amount: 500_000n });
    const create = createAsset({ from, params });

    await client.send(fund.signTxn(client.funder.sk));
    await client.send(create.signTxn(from.sk));
    await node.makeBlocks();

    const { json } = await client.get(`/v2/transactions/pending/${create.txID()}`);
    expect(json).toMatchObject({ 'confirmed-round': 1, 'asset-index': 1_002 });
  });

  test('makes blocks by itself, full or empty', async () => {
    await using node = await startAlgorandNode({ blockTimeMs: 20 });
    const client = createClient(node);

    const { json } = await client.get('/v2/status/wait-for-block-after/3');

    expect(json['last-round']).toBeGreaterThan(3);
  });
});

describe('a node', () => {
  test('begins a chain that no other node has', async () => {
    await using one = await startAlgorandNode();
    await using other = await startAlgorandNode();

    expect(one.genesisId).not.toBe(other.genesisId);
    expect(one.genesisHash).not.toBe(other.genesisHash);
    expect(one.funderMnemonic).not.toBe(other.funderMnemonic);
  });

  test('takes the token it is given', async () => {
    await using node = await startAlgorandNode({ token: 'a'.repeat(64) });

    expect((await createClient(node).get('/v2/status')).status).toBe(200);
  });

  test('says when its port is taken', async () => {
    await using node = await startAlgorandNode();
    const port = Number(new URL(node.url).port);

    await expect(startAlgorandNode({ port })).rejects.toThrow(/EADDRINUSE/);
  });

  test('ends while clients wait for a block', async () => {
    const node = await startAlgorandNode();
    const client = createClient(node);
    const waiting = client.get('/v2/status/wait-for-block-after/5').then(
      ({ status }) => status,
      () => 'cut',
    );
    await client.get('/v2/status');

    await node.close();

    expect([500, 'cut']).toContain(await waiting);
  });

  test('forgets transactions after a thousand rounds, as algod does', async () => {
    await using node = await startAlgorandNode();
    const client = createClient(node);
    const sent = pay(
      { from: client.funder, params: await client.getParams() },
      { to: client.funder },
    );
    await client.confirm(client.funder, sent);
    const find = async () => (await client.get(`/v2/transactions/pending/${sent.txID()}`)).status;

    await node.makeBlocks(1_000);
    expect(await find()).toBe(200);
    await node.makeBlocks(1);
    expect(await find()).toBe(404);
  });

  test('refuses what it cannot do yet in words that do not blame the client', async () => {
    await using node = await startAlgorandNode();
    const client = createClient(node);
    const program = new Uint8Array([10, 0x81, 1]);
    const signature = new algosdk.LogicSigAccount(program);
    const payment = pay(
      {
        from: { ...client.funder, addr: signature.address().toString() },
        params: await client.getParams(),
      },
      { to: client.funder },
    );

    const answer = await client.send(algosdk.signLogicSigTransaction(payment, signature).blob);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: 'logic signatures are not supported by the devnet: use a full algod for them',
    });
  });
});

/** ARC-3 issuance on an Algorand chain: the files are recorded and pinned before anything is signed. */
import { createHash, randomUUID } from 'node:crypto';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { expect, test } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import { signal } from '../ipfs/conformance.ts';
import { createKuboPinner } from '../ipfs/kuboPinner.ts';
import { startKubo, type KuboServer } from '../ipfs/testing/startKubo.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';
import type { Pinner } from '../ports/ipfs.ts';
import type { Deployment } from '../ports/store/index.ts';

const network = 'algorand-localnet';
const song = {
  network,
  name: 'My Song',
  unitName: 'SONG',
  metadata: { description: 'My first and best song!' },
};

interface Node extends AsyncDisposable {
  readonly url: string;
  readonly token: string;
  readonly funderMnemonic: string;
}

/** A real algod where one is given, as everywhere. */
async function chooseNode(): Promise<Node> {
  const { ALGOD_URL: url, ALGOD_TOKEN: token, ALGOD_FUNDER_MNEMONIC: words } = process.env;
  if (url === undefined || token === undefined || words === undefined) return startAlgorandNode();
  return { url, token, funderMnemonic: words, async [Symbol.asyncDispose]() {} };
}

async function createHarness(node: Node, pinners: readonly Pinner[] = []): Promise<EngineHarness> {
  return createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [{ url: node.url, token: node.token }],
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 1_000,
      }),
    sponsorSecret: node.funderMnemonic,
    pinners,
  });
}

const kuboAt = ({ url }: KuboServer) => createKuboPinner({ url, authorization: null });

const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

async function assetsOf(node: Node, address: string): Promise<unknown[]> {
  const answer = await fetch(`${node.url}/v2/accounts/${address}`, {
    headers: { 'x-algo-api-token': node.token },
  });
  const account = (await answer.json()) as { 'created-assets'?: unknown[] };
  return account['created-assets'] ?? [];
}

/** What `POST …/retry` does. */
async function retry(h: EngineHarness, { id, version }: Deployment): Promise<void> {
  await h.store.advance({
    deploymentId: id,
    version,
    lease: null,
    steps: [{ event: 'retry' }],
    set: { error: null, waiting: null },
    dueAt: h.clock.now(),
    keepLease: false,
    actor: { actor: 'user', correlationId: null, ip: null, userAgent: null },
    now: h.clock.now(),
  });
}

test.each([
  ['arc3-ft', { totalSupply: '1000', decimals: 2 }],
  ['arc3-nft', {}],
  ['arc3-fnft', { decimals: 3 }],
] as const)(
  'one request becomes one %s, with URL and hash of the recorded file read back',
  async (tokenType, fields) => {
    await using node = await chooseNode();
    await using h = await createHarness(node);
    const { id, parameters } = await h.accept(tokenType, { ...song, ...fields });

    await h.turn();

    const done = await h.get(id);
    expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null });
    const { url, metadataHash } = parameters;
    expect(url).toBe(`ipfs://${String(parameters['metadataCid'])}#arc3`);
    expect(done.readBack).toContainEqual({ field: 'url', asked: url, found: url, equal: true });
    expect(done.readBack).toContainEqual({
      field: 'metadataHash',
      asked: metadataHash,
      found: metadataHash,
      equal: true,
    });
    const [asset] = (await assetsOf(node, h.issuer.avm.address)) as [{ params: object }];
    expect(asset.params).toMatchObject({ name: 'My Song', url, 'metadata-hash': metadataHash });
    const bytes = await h.store.readPiece(String(parameters['metadataCid']), 0);
    expect(createHash('sha256').update(bytes!).digest('base64')).toBe(metadataHash);
  },
);

test('extra metadata is hashed into the asset as ARC-3 wants it', async () => {
  await using node = await chooseNode();
  await using h = await createHarness(node);
  const extraMetadata = 'iHcUslDaL/jEM/oTxqEX++4CS8o3+IZp7/V5Rgchqwc=';
  const { id, parameters } = await h.accept('arc3-nft', { ...song, metadata: { extraMetadata } });

  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });

  const bytes = await h.store.readPiece(String(parameters['metadataCid']), 0);
  const hash = (...parts: Uint8Array[]) =>
    createHash('sha512-256').update(Buffer.concat(parts)).digest();
  const expected = hash(
    Buffer.from('arc0003/am'),
    hash(Buffer.from('arc0003/amj'), bytes!),
    Buffer.from(extraMetadata, 'base64'),
  );
  expect(parameters['metadataHash']).toBe(expected.toString('base64'));
});

test('what an IPFS node holds is there before anything is signed, and the asset leads to it', async () => {
  await using node = await chooseNode();
  await using local = await startKubo();
  const { IPFS_RPC_URL: rpcUrl = local.url } = process.env;
  const kubo = createKuboPinner({ url: rpcUrl, authorization: null });
  await using h = await createHarness(node, [kubo]);
  // No node has seen this file before.
  const metadata = { properties: { edition: randomUUID() } };
  const { id, parameters } = await h.accept('arc3-nft', { ...song, metadata });
  const cid = String(parameters['metadataCid']);
  expect(await kubo.isPinned(cid, signal())).toBe(false);

  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });

  const [pin] = await h.store.listPins(cid);
  const [attempt] = await h.store.listAttempts(id);
  expect(pin?.heldAt?.getTime()).toBeLessThanOrEqual(attempt?.createdAt.getTime() ?? 0);
  const [asset] = (await assetsOf(node, h.issuer.avm.address)) as [{ params: { url: string } }];
  const [, address = ''] = /^ipfs:\/\/(.+)#arc3$/.exec(asset.params.url) ?? [];
  const file = Buffer.concat(await readAll(kubo.read!(address, signal())));
  expect(JSON.parse(file.toString())).toEqual({ name: 'My Song', decimals: 0, ...metadata });
});

async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return pieces;
}

test.each([
  ['fails', { failing: true }, 3, 'it refused, with HTTP status 500: the disk is full'],
  ['stalls', { stalling: true }, 3, 'it was not done within 300 ms'],
  ['lies', { lying: true }, 1, 'it answered with the CID'],
] as const)(
  'a node that %s stops the deployment before the chain; once it is mended, a retry completes',
  async (_, fault, turns, reason) => {
    await using node = await chooseNode();
    await using kubo = await startKubo();
    Object.assign(kubo, fault);
    await using h = await createHarness(node, [kuboAt(kubo)]);
    const { id, parameters } = await h.accept('arc3-nft', song);
    const cid = String(parameters['metadataCid']);

    for (let turn = 1; turn < turns; turn += 1) {
      await h.turn();
      expect(await h.get(id)).toMatchObject({
        state: 'Queued',
        waiting: { kind: 'ipfs', details: { pinner: kuboAt(kubo).name, cid, tries: turn } },
      });
      await h.clock.advance(60_000);
    }
    await h.turn();

    const failed = await h.get(id);
    expect(failed).toMatchObject({
      state: 'Failed',
      waiting: null,
      dueAt: null,
      error: {
        errorCode: 'IPFS_UPLOAD_FAILED',
        retryable: true,
        details: { pinner: kuboAt(kubo).name, cid, reason: expect.stringContaining(reason) },
      },
    });
    expect((await h.historyOf(id)).map(({ reason }) => reason)).toEqual([
      'DEPLOYMENT_QUEUED',
      'TRANSACTION_SUBMISSION_FAILED',
    ]);
    expect(await h.store.listAttempts(id)).toEqual([]);
    expect(await assetsOf(node, h.issuer.avm.address)).toEqual([]);

    Object.assign(kubo, { failing: false, stalling: false, lying: false });
    await retry(h, failed);
    expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed', error: null });
    expect(await assetsOf(node, h.issuer.avm.address)).toHaveLength(1);
    expect(kubo.pinned.has(cid)).toBe(true);
  },
);

test('a node that comes back between two tries costs a try, not the deployment', async () => {
  await using node = await chooseNode();
  await using kubo = await startKubo();
  kubo.failing = true;
  await using h = await createHarness(node, [kuboAt(kubo)]);
  const { id } = await h.accept('arc3-nft', song);
  await h.turn();
  expect(await h.get(id)).toMatchObject({ waiting: { kind: 'ipfs' } });

  kubo.failing = false;

  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed', waiting: null });
});

test('other standards ask nobody to pin anything', async () => {
  await using node = await chooseNode();
  await using kubo = await startKubo();
  kubo.stalling = true;
  await using h = await createHarness(node, [kuboAt(kubo)]);
  const { id } = await h.accept('asa-nft', { network, name: 'Plain', unitName: 'PLN' });

  expect(await h.turnUntil(id, isResting)).toMatchObject({ state: 'Completed' });
});

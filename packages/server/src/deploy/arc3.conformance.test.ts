/** What is proven of ARC-3 beyond the asset itself: its files are held before anything is signed, and it leads to them. */
import { createHash } from 'node:crypto';
import type { TokenType } from '@biatec-tokens/core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { createAlgorandAdapter } from '../chains/algorand/adapter.ts';
import { chooseNode, type ChosenNode } from '../chains/algorand/testing/chooseNode.ts';
import { createResultsRecorder } from '../chains/conformance/results.ts';
import { addressContent } from '../ipfs/addressContent.ts';
import { createKuboPinner } from '../ipfs/kuboPinner.ts';
import { startKubo, type KuboServer } from '../ipfs/testing/startKubo.ts';
import type { Deployment } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { stageContent } from '../services/content/stageContent.ts';
import { createEngineHarness, type EngineHarness } from '../testing/createEngineHarness.ts';

const network = 'algorand-localnet';
const picture = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const requests: Partial<Record<TokenType, Record<string, unknown>>> = {
  'arc3-ft': { totalSupply: '1000', decimals: 2 },
  'arc3-nft': {},
  'arc3-fnft': { decimals: 3 },
};

describe('chain adapter algorand, with files', () => {
  const results = createResultsRecorder('arc3');
  let node: ChosenNode;
  let kubo: KuboServer;

  beforeAll(async () => {
    node = await chooseNode();
    kubo = await startKubo();
  });
  afterAll(async () => {
    results.write(node.name);
    await kubo?.[Symbol.asyncDispose]();
    await node?.[Symbol.asyncDispose]();
  });

  for (const [type, fields] of Object.entries(requests)) {
    const tokenType = type as TokenType;
    const common = { network, name: 'My Song', unitName: 'SONG', metadata: {}, ...fields };

    const hasMetadata = 'its metadata is held first, by the hash on chain';
    results.proves(tokenType, 'metadata', hasMetadata, async () => {
      await using h = await createHarness();
      await checkMetadata(h, tokenType, common);
    });

    const hasMedia = 'its media is held first, with its integrity in the metadata';
    results.proves(tokenType, 'media', hasMedia, async () => {
      await using h = await createHarness();
      await checkMedia(h, tokenType, common);
    });
  }

  function createHarness(): Promise<EngineHarness> {
    return createEngineHarness({
      createAdapter: ({ signer, clock, store }) =>
        createAlgorandAdapter({
          networkId: network,
          genesisHash: null,
          endpoints: [{ url: node.url, token: node.token }],
          pin: (identity) => store.pinNetwork(network, identity, clock.now()),
          signer,
          clock,
        }),
      sponsorSecret: node.funderMnemonic,
      // Beside the embedded store, which holds whatever is recorded.
      pinners: [
        createKuboPinner({
          url: process.env['IPFS_RPC_URL'] ?? kubo.url,
          authorization: null,
        }),
      ],
    });
  }
});

async function checkMetadata(
  h: EngineHarness,
  tokenType: TokenType,
  body: Record<string, unknown>,
): Promise<void> {
  const done = await complete(h, tokenType, body);

  const cid = String(done.parameters['metadataCid']);
  expect(fieldsOf(done)['url']).toBe(`ipfs://${cid}#arc3`);
  expect(fieldsOf(done)['metadataHash']).toBe(sha256(await h.store.readPiece(cid, 0)));
  await expectHeldFirst(h, done, cid);
}

async function checkMedia(
  h: EngineHarness,
  tokenType: TokenType,
  body: Record<string, unknown>,
): Promise<void> {
  const { mediaId, cid } = await keepMedia(h);

  const done = await complete(h, tokenType, { ...body, mediaId });

  const bytes = await h.store.readPiece(String(done.parameters['metadataCid']), 0);
  expect(JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))).toMatchObject({
    image: `ipfs://${cid}`,
    image_integrity: `sha256-${sha256(picture)}`,
    image_mimetype: 'image/png',
  });
  await expectHeldFirst(h, done, cid);
}

async function complete(
  h: EngineHarness,
  tokenType: TokenType,
  body: Record<string, unknown>,
): Promise<Deployment> {
  const { id } = await h.accept(tokenType, body);
  const done = await h.turnUntil(id, ({ state }) => state === 'Completed' || state === 'Failed');
  expect(done).toMatchObject({ state: 'Completed', error: null });
  return done;
}

async function expectHeldFirst(h: EngineHarness, { id }: Deployment, cid: string): Promise<void> {
  const [attempt] = await h.store.listAttempts(id);
  const pins = await h.store.listPins(cid);
  expect(pins.length).toBeGreaterThan(0);
  for (const { heldAt } of pins)
    expect(heldAt?.getTime()).toBeLessThanOrEqual(attempt?.createdAt.getTime() ?? 0);
}

/** What an upload leaves. */
async function keepMedia({
  store,
  clock,
  issuer,
}: EngineHarness): Promise<{ mediaId: string; cid: string }> {
  const ids = createIds({ clock });
  const { uploadId, address } = await stageContent(
    { store, clock, ids, addressContent },
    (async function* () {
      yield picture;
    })(),
  );
  const createdAt = clock.now();
  const { organizationId } = issuer;
  const id = ids.next('media');
  const kept = await store.keepMedia(
    uploadId,
    {
      id,
      organizationId,
      content: { ...address, mimeType: 'image/png', createdAt },
      createdBy: 'usr_test',
      createdAt,
    },
    {
      bytesMax: 1_000_000,
      audit: {
        id: ids.next('audit'),
        at: createdAt,
        actor: 'usr_test',
        organizationId,
        correlationId: null,
        ip: null,
        userAgent: null,
        action: 'media.upload',
        target: id,
        outcome: 'success',
        errorCode: null,
        details: {},
      },
    },
  );
  if (!kept.ok) throw new Error('Expected room for the media');
  return { mediaId: kept.media.id, cid: address.cid };
}

function fieldsOf({ readBack }: Deployment): Record<string, unknown> {
  return Object.fromEntries((readBack ?? []).map(({ field, found }) => [field, found]));
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? new Uint8Array())
    .digest('base64');
}

import { expect, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import type { Pinner, Pins } from '../ports/ipfs.ts';
import type { Content, Store } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { createSqliteFixture } from '../store/sqlite/fixture.ts';
import { addressContent } from './addressContent.ts';
import { contentOf, signal } from './conformance.ts';
import { createPins } from './createPins.ts';
import { createEmbeddedPinner } from './embeddedPinner.ts';
import { createKuboPinner } from './kuboPinner.ts';
import { parseCid } from './parseCid.ts';
import { createPinningService } from './pinningService.ts';
import { startKubo } from './testing/startKubo.ts';
import { delegate, startPinningService } from './testing/startPinningService.ts';

const token = new Secret('public-test-token');
const log = { debug() {}, info() {}, warn() {}, error() {} };

interface PinsHarness extends AsyncDisposable {
  readonly pins: Pins;
  readonly store: Store;
  /** Recorded, as everything is that is to be pinned. */
  record(size?: number, seed?: number): Promise<Content>;
}

async function createHarness(
  remotes: readonly Pinner[],
  { timeoutMs = 5_000 } = {},
): Promise<PinsHarness> {
  const fixture = await createSqliteFixture();
  const { store } = fixture;
  const ids = createIds({ clock: systemClock });
  const embedded = createEmbeddedPinner({ store, clock: systemClock, ids, addressContent });
  return {
    pins: createPins({
      pinners: [embedded, ...remotes],
      store,
      clock: systemClock,
      log,
      addressContent,
      parseCid,
      timeoutMs,
    }),
    store,
    async record(size = 1_000, seed = 1) {
      const content = await contentOf(size, seed);
      await embedded.pin(content, signal());
      return content;
    },
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

test('all hold it, each seen to give the same bytes back, and all of that is on record', async () => {
  await using kubo = await startKubo();
  await using service = await startPinningService();
  const node = createKuboPinner({ url: kubo.url, authorization: null });
  const remote = createPinningService({
    url: service.url,
    token,
    provider: node,
    gatewayUrl: service.url,
    pollMs: 1,
  });
  await using h = await createHarness([node, remote]);
  const content = await h.record(300_000);
  // The service finds on the network what the node holds by then.
  service.network.set(content.cid, { ...content, read: () => node.read!(content.cid, signal()) });
  expect(await h.pins.isRecorded(content.cid)).toBe(false);

  expect(await h.pins.hold(content.cid)).toEqual({ ok: true });

  expect(await h.store.listPins(content.cid)).toMatchObject(
    [node.name, remote.name].toSorted().map((pinner) => ({ pinner, heldAt: expect.any(Date) })),
  );
  expect(await h.pins.isRecorded(content.cid)).toBe(true);
  expect(service.requests).toMatchObject([
    { cid: content.cid, origins: [expect.stringContaining('/p2p/')] },
  ]);
  expect(kubo.connected).toEqual([delegate]);
  // Held already: nobody is asked to pin it again.
  expect(await h.pins.hold(content.cid)).toEqual({ ok: true });
  expect(service.requests).toHaveLength(1);
});

test('a pinner that has lost what it held is made to hold it again', async () => {
  await using kubo = await startKubo();
  const node = createKuboPinner({ url: kubo.url, authorization: null });
  await using h = await createHarness([node]);
  const { cid } = await h.record();
  await h.pins.hold(cid);
  (kubo.pinned as Map<string, Buffer>).clear();

  expect(await h.pins.hold(cid)).toEqual({ ok: true });

  expect(kubo.pinned.has(cid)).toBe(true);
});

test('a node that stores something else is caught by its CID', async () => {
  await using kubo = await startKubo();
  kubo.lying = true;
  const node = createKuboPinner({ url: kubo.url, authorization: null });
  await using h = await createHarness([node]);
  const { cid } = await h.record();

  expect(await h.pins.hold(cid)).toMatchObject({
    ok: false,
    pinner: node.name,
    cid,
    mayPass: false,
    reason: expect.stringContaining('it answered with the CID'),
  });
  expect(await h.store.listPins(cid)).toMatchObject([{ pinner: node.name, heldAt: null }]);
});

test.each([
  ['stalling', true, 'it was not done within 300 ms'],
  ['failing', true, 'it refused, with HTTP status 500: the disk is full'],
] as const)('a node that is %s is told, and may be tried again', async (fault, mayPass, reason) => {
  await using kubo = await startKubo();
  kubo[fault] = true;
  const node = createKuboPinner({ url: kubo.url, authorization: null });
  await using h = await createHarness([node], { timeoutMs: 300 });
  const { cid } = await h.record();

  expect(await h.pins.hold(cid)).toEqual({ ok: false, pinner: node.name, cid, mayPass, reason });
});

test.each([
  ['down', true, 'with HTTP status 503: UNAVAILABLE'],
  ['rate-limited', true, 'with HTTP status 429: TOO_MANY_REQUESTS'],
  ['stalling', true, 'it was not done within 300 ms'],
  ['slow', true, 'it was not done within 300 ms'],
  ['failing', true, 'it could not fetch the content from IPFS'],
  ['lying-cid', false, 'it answered with the CID'],
  ['forgetting', false, 'does not list it'],
  ['garbage', true, 'not of the Pinning Service API'],
  ['redirecting', false, 'with HTTP status 307'],
] as const)('a service that is %s is told for what it is', async (fault, mayPass, reason) => {
  await using service = await startPinningService();
  service.fault = fault;
  const remote = createPinningService({ url: service.url, token, pollMs: 1 });
  await using h = await createHarness([remote], { timeoutMs: 300 });
  const content = await h.record();
  const { cid } = content;
  service.network.set(cid, await contentOf(1_000));

  expect(await h.pins.hold(cid)).toEqual({
    ok: false,
    pinner: remote.name,
    cid,
    mayPass,
    reason: expect.stringContaining(reason),
  });

  service.fault = undefined;
  const mended = await h.pins.hold(cid);
  // A pin that was made meanwhile is found again, not made twice; one of a liar is refused for good.
  if (fault !== 'lying-cid') expect(mended).toEqual({ ok: true });
});

test.each([
  ['other', 'it gives other bytes back'],
  ['shorter', 'it gives other bytes back'],
  ['longer', 'it gives more bytes back than it got'],
] as const)(
  'a service whose gateway gives %s bytes back is not believed',
  async (corrupt, reason) => {
    await using service = await startPinningService();
    service.corrupt = corrupt;
    const remote = createPinningService({
      url: service.url,
      token,
      gatewayUrl: service.url,
      pollMs: 1,
    });
    await using h = await createHarness([remote]);
    const content = await h.record();
    service.network.set(content.cid, await contentOf(1_000));

    expect(await h.pins.hold(content.cid)).toMatchObject({ ok: false, mayPass: false, reason });
    expect(await h.pins.isRecorded(content.cid)).toBe(false);
  },
);

test('what was never recorded is pinned nowhere', async () => {
  await using kubo = await startKubo();
  await using h = await createHarness([createKuboPinner({ url: kubo.url, authorization: null })]);
  const { cid } = await contentOf(77);

  await expect(h.pins.hold(cid)).rejects.toThrow('it was never recorded as content');
  expect(kubo.pinned.size).toBe(0);
});

test('a check tells of each pinner whether it works', async () => {
  await using kubo = await startKubo();
  const node = createKuboPinner({ url: kubo.url, authorization: null });
  const nobody = createPinningService({ url: 'http://127.0.0.1:9/psa', token });
  await using h = await createHarness([node, nobody]);

  expect(await h.pins.check()).toEqual([
    { pinner: 'embedded', problem: null },
    { pinner: node.name, problem: null },
    { pinner: 'pinning service at 127.0.0.1:9/psa', problem: 'it cannot be reached' },
  ]);
});

test('no error shows a token', async () => {
  await using service = await startPinningService();
  const secret = new Secret('hunter2');
  const remote = createPinningService({ url: service.url, token: secret, pollMs: 1 });
  await using h = await createHarness([remote]);
  const { cid } = await h.record();

  const failure = await h.pins.hold(cid);

  expect(failure).toMatchObject({ ok: false, mayPass: false });
  expect(JSON.stringify(failure)).not.toContain('hunter2');
});

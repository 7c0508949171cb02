import { randomBytes } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import { expect, onTestFinished, test } from 'vitest';
import { createKeyRing } from '../../keys/createKeyRing.ts';
import { createEnvironmentKeyProvider } from '../../keys/environmentKeyProvider.ts';
import type { KeyProvider } from '../../ports/keyProvider.ts';
import type { Log } from '../../ports/log.ts';
import type { Account, RegisterUser } from '../../ports/store/index.ts';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock as clock } from '../../runtime/systemClock.ts';
import { createRewrapper } from '../../signer/createRewrapper.ts';
import { createVault } from '../../signer/createVault.ts';
import { keySubjectOf, phraseSubjectOf } from '../../signer/subjects.ts';
import { createSamples } from '../../store/conformance/samples.ts';
import { createSqliteFixture } from '../../store/sqlite/fixture.ts';
import { countByKey } from './countByKey.ts';
import { currentKeyOf, openRewrap } from './openRewrap.ts';
import { walkRecords, type HeldRewrap, type WalkDeps } from './walkRecords.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const ids = createIds({ clock });
const samples = createSamples(ids);
const secret = Buffer.from('not a real secret');

function inside(name: string): KeyProvider {
  const key = randomBytes(32).toString('base64');
  const provider = createEnvironmentKeyProvider({ kind: 'environment', key, allowed: true });
  return {
    name,
    async wrap(dataKey, aad) {
      return { ...(await provider.wrap(dataKey, aad)), provider: name };
    },
    unwrap: (wrapped, aad) => provider.unwrap({ ...wrapped, provider: 'environment' }, aad),
    check: () => provider.check(),
  };
}

/** A store with organizations whose five records each were sealed with an old provider, and a new one. */
async function setUp({ organizations = 10 } = {}) {
  const fixture = await createSqliteFixture();
  onTestFinished(() => fixture[Symbol.asyncDispose]());
  const { store } = fixture;
  const [before, after] = [inside('before'), inside('after')];
  const keyProvider = createKeyRing(after, [before]);
  const oldVault = createVault({ keyProvider: before });
  const newVault = createVault({ keyProvider });

  async function seal(account: Account): Promise<Account> {
    return { ...account, sealedKey: await oldVault.seal(keySubjectOf(account), secret) };
  }
  async function register(): Promise<RegisterUser> {
    const sample = samples.registration();
    const { id } = sample.organization;
    const registration = {
      ...sample,
      accounts: await Promise.all(sample.accounts.map(seal)),
      sealedPhrase: await oldVault.seal(phraseSubjectOf(id), secret),
    };
    await store.registerUser(registration);
    return registration;
  }
  const registered: RegisterUser[] = [];
  for (let count = 0; count < organizations; count += 1) registered.push(await register());
  await store.putSponsor('base', await seal(samples.account('platform', { family: 'evm' })));

  const rewrapper = createRewrapper({ keyProvider });
  const deps: WalkDeps = { store, rewrapper, clock, log: silent };
  async function claim({ everything = false } = {}): Promise<HeldRewrap> {
    await openRewrap({ store, keyProvider, clock, ids }, { everything });
    const claimed = await store.claimRewrap({ now: clock.now(), leaseMs: 0 });
    if (claimed === undefined) return expect.fail('nothing to claim');
    return claimed;
  }
  async function expectAllReadable(): Promise<void> {
    for (const { organization } of registered) {
      for (const family of ['avm', 'evm'] as const) {
        const account = await store.getIssuer(organization.id, family);
        const opened = await newVault.open(keySubjectOf(account), account.sealedKey);
        expect(Buffer.from(opened)).toEqual(secret);
      }
      const phrase = await store.getSealedPhrase(organization.id);
      expect(Buffer.from(await newVault.open(phraseSubjectOf(organization.id), phrase))).toEqual(
        secret,
      );
    }
  }
  return {
    store,
    deps,
    rewrapper,
    keyProvider,
    claim,
    expectAllReadable,
    register,
    seal,
    registered,
  };
}

/** Keys by provider alone: their ids are random here. */
async function providersOf(store: WalkDeps['store']): Promise<Record<string, number>> {
  const counts = await countByKey(store);
  return Object.fromEntries([...counts].map(([key, count]) => [key.split(' ')[0], count]));
}

test('every record is wrapped with the new key, and all are readable before, between and after', async () => {
  const { store, deps, claim, expectAllReadable } = await setUp();
  await expectAllReadable();
  const seen: number[] = [];

  const walk = await walkRecords(deps, await claim(), {
    batchRows: 3,
    onProgress: ({ done }) => void seen.push(done),
  });

  expect(walk).toMatchObject({ total: 31, done: 31, rewrapped: 31, failed: 0, pass: 1 });
  expect(walk.finishedAt).not.toBeNull();
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(10);
  expect(await providersOf(store)).toEqual({ after: 31 });
  await expectAllReadable();
});

test('a second walk finds nothing to do, unless everything is to be wrapped anew', async () => {
  const { deps, claim } = await setUp({ organizations: 2 });
  await walkRecords(deps, await claim());

  expect(await walkRecords(deps, await claim())).toMatchObject({ rewrapped: 0, done: 7 });
  expect(await walkRecords(deps, await claim({ everything: true }))).toMatchObject({
    rewrapped: 7,
    done: 7,
    pass: 1,
  });
});

test('a walk that was cut off goes on where it was, and does at most one batch again', async () => {
  const { store, deps, rewrapper, claim, expectAllReadable } = await setUp();
  let rewrapped = 0;
  const dying = {
    async rewrap(...given: Parameters<typeof rewrapper.rewrap>) {
      // What a killed process leaves: some records of a batch are done, its progress is not.
      if (rewrapped >= 14) throw new Error('killed');
      rewrapped += 1;
      return rewrapper.rewrap(...given);
    },
  };
  await expect(
    walkRecords({ ...deps, rewrapper: dying }, await claim(), { batchRows: 4 }),
  ).rejects.toThrow('killed');
  await expectAllReadable();
  const left = await store.findRewrap();
  expect(left?.done).toBe(12);

  const walk = await walkRecords(deps, await claim(), { batchRows: 4 });

  expect(walk.id).toBe(left?.id);
  // The two that were done and not counted are found to be done.
  expect(walk).toMatchObject({ done: 31, rewrapped: 29, finishedAt: expect.any(Date) });
  expect(await providersOf(store)).toEqual({ after: 31 });
  await expectAllReadable();
});

test('who writes a record while it is rewrapped wins, and the record is looked at again', async () => {
  const { store, deps, rewrapper, claim, seal } = await setUp({ organizations: 1 });
  const sponsor = await store.findSponsor('base');
  const resealed = await seal(sponsor ?? expect.fail('no sponsor'));
  let interfered = false;
  const slow = {
    async rewrap(...given: Parameters<typeof rewrapper.rewrap>) {
      const fresh = await rewrapper.rewrap(...given);
      if (given[0].purpose === 'sponsor-key' && !interfered) {
        interfered = true;
        await store.putSponsor('base', resealed);
      }
      return fresh;
    },
  };

  const walk = await walkRecords({ ...deps, rewrapper: slow }, await claim());

  expect(walk).toMatchObject({ pass: 2, failed: 0, rewrapped: 4 });
  expect(await providersOf(store)).toEqual({ after: 4 });
});

test('records that a server with old settings still makes are found by another pass', async () => {
  const { store, deps, rewrapper, claim, register } = await setUp({ organizations: 1 });
  let registered = false;
  const meanwhile = {
    async rewrap(...given: Parameters<typeof rewrapper.rewrap>) {
      if (given[0].purpose === 'sponsor-key' && !registered) {
        registered = true;
        await register();
      }
      return rewrapper.rewrap(...given);
    },
  };

  const walk = await walkRecords({ ...deps, rewrapper: meanwhile }, await claim());

  expect(walk).toMatchObject({ pass: 2, total: 7, done: 7, rewrapped: 7 });
  expect(await providersOf(store)).toEqual({ after: 7 });
});

test('records that do not open are left as they are and told of; the walk ends', async () => {
  const { store, deps, claim } = await setUp({ organizations: 2 });
  const garbage = samples.account('platform', { family: 'avm', sealedKey: Uint8Array.of(1, 2) });
  await store.putSponsor('voi-mainnet', garbage);
  const [other] = (await store.listSealed('account-keys', { after: '', limit: 1 })).items;
  const moved = { ...samples.account('platform'), sealedKey: other?.record ?? new Uint8Array() };
  await store.putSponsor('aramid-mainnet', moved);

  const walk = await walkRecords(deps, await claim());

  expect(walk).toMatchObject({ failed: 2, rewrapped: 7, done: 9, pass: 1 });
  expect(walk.lastError).toContain('sponsor-keys');
  expect((await store.findSponsor('voi-mainnet'))?.sealedKey).toEqual(garbage.sealedKey);
  expect(await providersOf(store)).toEqual({ after: 7, before: 1, unreadable: 1 });
});

test('a key service that is away stops the walk, which says so and goes on later', async () => {
  const { store, deps, rewrapper, claim } = await setUp({ organizations: 2 });
  const away = new AppError({ code: 'KEY_PROVIDER_UNAVAILABLE', message: 'Cannot use it: away' });
  let answers = 3;
  const flaky = {
    rewrap: (...given: Parameters<typeof rewrapper.rewrap>) =>
      answers-- > 0 ? rewrapper.rewrap(...given) : Promise.reject(away),
  };

  await expect(walkRecords({ ...deps, rewrapper: flaky }, await claim())).rejects.toBe(away);
  expect(await store.findRewrap()).toMatchObject({ lastError: away.message, finishedAt: null });

  expect(await walkRecords(deps, await claim())).toMatchObject({ done: 7, failed: 0 });
  expect(await providersOf(store)).toEqual({ after: 7 });
});

test('a walk whose lease is lost does nothing more', async () => {
  const { store, deps, claim } = await setUp();
  const first = await claim();
  const second = await claim();

  const walk = await walkRecords(deps, first, { batchRows: 1 });

  expect(walk.finishedAt).toBeNull();
  expect(walk.done).toBe(1);
  expect((await store.findRewrap())?.done).toBe(0);
  expect(await walkRecords(deps, second)).toMatchObject({ done: 31, failed: 0 });
});

test('the key to wrap with is the one that the provider uses now', async () => {
  const { keyProvider } = await setUp({ organizations: 0 });

  expect(await currentKeyOf(keyProvider)).toMatchObject({ provider: 'after', keyVersion: '1' });
});

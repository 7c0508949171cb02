import { accountLockedWebhookEvent } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import type { GuessTarget, Store } from '../../ports/store/index.ts';
import { at } from './samples.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';

const email = 'ada@example.com';
const target: GuessTarget = { email };
const minute = 60_000;

export function describeGuesses(open: OpenHarness): void {
  test('of 50 parallel tries from two processes five are taken, and the rest waits for them', async () => {
    await using h = await open();
    const other = await h.connect();

    const tries = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        (index % 2 ? h.store : other).takeTry(target, at(0)),
      ),
    );

    expect(tries.filter(({ outcome }) => outcome === 'taken')).toHaveLength(5);
    expect(tries.filter(({ outcome }) => outcome === 'busy')).toHaveLength(45);
  });

  test('the fifth failure locks for 30 minutes, and then five more may be tried', async () => {
    await using h = await open();

    const ends = await failTimes(h, h.store, 5, 0);

    expect(ends.map(({ lockedUntil }) => lockedUntil)).toEqual([
      null,
      null,
      null,
      null,
      at(30 * minute),
    ]);
    expect(await h.store.takeTry(target, at(30 * minute - 1))).toEqual({
      outcome: 'locked',
      until: at(30 * minute),
    });
    const later = await failTimes(h, h.store, 5, 30 * minute);
    expect(later.at(-1)?.lockedUntil).toEqual(at(60 * minute));
  });

  test('a success forgets the failures before it', async () => {
    await using h = await open();
    await failTimes(h, h.store, 4, 0);
    await h.store.takeTry(target, at(1));

    await h.store.clearTries(target);

    await failTimes(h, h.store, 4, 2);
    expect(await h.store.takeTry(target, at(3))).toEqual({ outcome: 'taken' });
  });

  test('a session that opens forgets the failures in its own transaction', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await failTimes(h, h.store, 4, 0);
    await h.store.takeTry(target, at(1));

    await h.store.openSession({
      ...h.samples.session(owner),
      audit: h.samples.audit(),
      passwordHash: '$argon2id$test',
      tried: target,
    });

    expect((await failTimes(h, h.store, 4, 2)).at(-1)?.lockedUntil).toBeNull();
  });

  test('a try that is given back neither counts nor forgets', async () => {
    await using h = await open();
    await failTimes(h, h.store, 4, 0);
    for (let round = 0; round < 9; round += 1) {
      expect(await h.store.takeTry(target, at(1))).toEqual({ outcome: 'taken' });
      await h.store.giveTryBack(target);
    }

    const [last] = await failTimes(h, h.store, 1, 2);

    expect(last?.lockedUntil).toEqual(at(2 + 30 * minute));
  });

  test('failures are forgotten half an hour after the last, and tries that nobody settled too', async () => {
    await using h = await open();
    await failTimes(h, h.store, 2, 0);
    // As if the process that checked them was killed.
    for (let lost = 0; lost < 3; lost += 1) await h.store.takeTry(target, at(1));

    expect(await h.store.takeTry(target, at(30 * minute))).toEqual({
      outcome: 'busy',
      until: at(30 * minute + 1),
    });
    expect(await h.store.takeTry(target, at(30 * minute + 1))).toEqual({ outcome: 'taken' });
  });

  test('tries of a user and of an address are apart, and so are those of different ones', async () => {
    await using h = await open();
    await failTimes(h, h.store, 5, 0);

    for (const other of [{ email: 'bob@example.com' }, { userId: email }]) {
      expect(await h.store.takeTry(other, at(1))).toEqual({ outcome: 'taken' });
    }
  });

  test('a lock of a user is told to the organization: an event for its endpoints, a line of audit', async () => {
    await using h = await open();
    const registration = h.samples.registration(email);
    await h.store.registerUser(registration);
    const { organization, user } = registration;
    const owner = { userId: user.id, organizationId: organization.id };
    const endpoint = h.samples.endpoint(
      { ...owner, account: registration.accounts[0]! },
      { events: ['security.account_locked'] },
    );
    await h.store.createEndpoint(endpoint, h.samples.audit(), 1);

    await failTimes(h, h.store, 5, 0);

    const { items } = await h.store.listEvents(organization.id, undefined, 10);
    expect(items).toHaveLength(1);
    expect(accountLockedWebhookEvent.parse(items[0])).toMatchObject({
      organizationId: organization.id,
      data: { userId: user.id, email, lockedUntil: at(30 * minute).toISOString(), ip: '192.0.2.1' },
    });
    const page = { limit: 10 };
    const deliveries = await h.store.listDeliveries(organization.id, endpoint.id, {}, page);
    expect(deliveries.items).toMatchObject([{ eventType: 'security.account_locked' }]);
  });

  test('a reset of the password unlocks', async () => {
    await using h = await open();
    const registration = h.samples.registration(email);
    await h.store.registerUser(registration);
    await failTimes(h, h.store, 5, 0);

    await h.store.clearLoginFailures(registration.user.id, at(1));

    expect((await failTimes(h, h.store, 4, 2)).at(-1)?.lockedUntil).toBeNull();
  });

  test('a reset of the password also unlocks what asks for it again', async () => {
    await using h = await open();
    const registration = h.samples.registration(email);
    await h.store.registerUser(registration);
    const session = { userId: registration.user.id };
    for (let time = 0; time < 5; time += 1) {
      await h.store.takeTry(session, at(0));
      const entries = { now: at(0), audit: h.samples.audit(), locked: h.samples.audit() };
      await h.store.failTry(session, entries);
    }
    expect(await h.store.takeTry(session, at(1))).toMatchObject({ outcome: 'locked' });

    await h.store.clearLoginFailures(registration.user.id, at(1));

    expect(await h.store.takeTry(session, at(1))).toEqual({ outcome: 'taken' });
  });

  test('a reset gives no more tries while some are being checked', async () => {
    await using h = await open();
    const registration = h.samples.registration(email);
    await h.store.registerUser(registration);
    for (let taken = 0; taken < 5; taken += 1) await h.store.takeTry(target, at(0));

    await h.store.clearLoginFailures(registration.user.id, at(1));

    expect(await h.store.takeTry(target, at(1))).toMatchObject({ outcome: 'busy' });
  });
}

/** Takes a try and fails it, as often as said. */
async function failTimes(
  { samples }: StoreHarness,
  store: Store,
  times: number,
  afterMs: number,
): Promise<{ readonly lockedUntil: Date | null }[]> {
  const failed = [];
  for (let time = 0; time < times; time += 1) {
    expect(await store.takeTry(target, at(afterMs))).toEqual({ outcome: 'taken' });
    const entry = { at: at(afterMs), ip: '192.0.2.1', outcome: 'failure' } as const;
    const audit = samples.audit({ ...entry, action: 'auth.login' });
    const locked = samples.audit({ ...entry, action: 'security.account_locked' });
    failed.push(await store.failTry(target, { now: at(afterMs), audit, locked }));
  }
  return failed;
}

import { expect, test } from 'vitest';
import type { Rewrap, SealedPlace } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start } from './samples.ts';

const walk: Rewrap = {
  id: 'rwp_1',
  provider: 'file',
  keyId: 'key',
  keyVersion: '2',
  everything: false,
  pass: 1,
  place: 'account-keys',
  row: '',
  done: 0,
  total: 4,
  rewrapped: 0,
  failed: 0,
  lastError: null,
  startedAt: start,
  updatedAt: start,
  finishedAt: null,
};
const to = Uint8Array.of(1, 99, 99);

async function listAll(h: StoreHarness, place: SealedPlace, limit: number) {
  const items = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<typeof h.store.listSealed>> = await h.store.listSealed(place, {
      after,
      limit,
    });
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

export function describeSealed(open: OpenHarness): void {
  test('every sealed record is listed with its owner, whatever the size of the page', async () => {
    await using h = await open();
    const registrations = [1, 2, 3].map(() => h.samples.registration());
    for (const registration of registrations) await h.store.registerUser(registration);
    const sponsor = h.samples.account('platform');
    await h.store.putSponsor('base', sponsor);
    const accounts = registrations.flatMap((registration) => registration.accounts);

    for (const limit of [1, 2, 6, 50]) {
      const listed = await listAll(h, 'account-keys', limit);
      expect(listed.map(({ owner, record }) => ({ ...owner, record }))).toEqual(
        accounts.map(({ id, organizationId, family, sealedKey }) => ({
          id,
          organizationId,
          family,
          record: sealedKey,
        })),
      );
    }
    expect(await h.store.countSealedRows('account-keys')).toBe(6);
    expect(await h.store.countSealedRows('phrases')).toBe(3);
    const phrases = await listAll(h, 'phrases', 2);
    expect(phrases.map(({ owner }) => owner.id)).toEqual(
      registrations.map(({ organization }) => organization.id),
    );
    expect(await listAll(h, 'sponsor-keys', 2)).toMatchObject([
      { owner: { id: sponsor.id, organizationId: 'platform', family: sponsor.family } },
    ]);
  });

  test('a record is replaced only while it is the one that was read', async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const [item] = await listAll(h, 'phrases', 9);
    const { row = '', record: from = new Uint8Array() } = item ?? {};

    const tries = await Promise.all(
      [1, 2, 3].map((n) =>
        h.store.replaceSealed('phrases', row, { from, to: Uint8Array.of(1, n) }),
      ),
    );

    expect(tries).toEqual([true, false, false]);
    const { id } = registration.organization;
    expect(await h.store.getSealedPhrase(id)).toEqual(Uint8Array.of(1, 1));
    expect(await h.store.replaceSealed('phrases', '999', { from, to })).toBe(false);
  });

  test('of several secrets in a row only the one that was read is replaced', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const secrets = [
      { sealed: Uint8Array.of(1, 2), retiresAt: null },
      { sealed: Uint8Array.of(1, 3), retiresAt: at(99) },
    ];
    const endpoint = { ...h.samples.endpoint(owner), secrets };
    await h.store.createEndpoint(endpoint, h.samples.audit(), 9);

    const listed = await listAll(h, 'webhook-secrets', 1);
    expect(listed.map(({ owner: { id }, record }) => ({ id, record }))).toEqual(
      secrets.map(({ sealed }) => ({ id: endpoint.id, record: sealed })),
    );
    const second = listed[1];
    const change = { from: Uint8Array.of(1, 3), to };
    expect(await h.store.replaceSealed('webhook-secrets', second?.row ?? '', change)).toBe(true);

    const found = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(found?.secrets).toEqual([secrets[0], { ...secrets[1], sealed: to }]);
  });

  test('kept answers that are plain JSON are no sealed records', async () => {
    await using h = await open();
    const { organizationId } = await h.samples.owner(h.store);
    const claim = { organizationId, operation: 'a.b', key: 'k:1', fingerprint: 'f' };
    await h.store.storeIdempotentAnswer(claim, Buffer.from('{}'), start);
    await h.store.storeIdempotentAnswer({ ...claim, key: 'k:2' }, Uint8Array.of(1, 2), start);

    expect(await h.store.countSealedRows('idempotent-answers')).toBe(1);
    expect(await listAll(h, 'idempotent-answers', 9)).toMatchObject([
      { owner: { id: 'a.b:k:2', organizationId }, record: Uint8Array.of(1, 2) },
    ]);
  });

  test('a walk begins once, and survives a crash with its progress', async () => {
    await using h = await open();
    expect(await h.store.findRewrap()).toBeUndefined();

    const opened = await Promise.all(
      ['rwp_1', 'rwp_2', 'rwp_3'].map((id) => h.store.openRewrap({ ...walk, id })),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);

    const claimed = await h.store.claimRewrap({ now: start, leaseMs: 1_000 });
    const held = { id: opened[0]?.id ?? '', leaseToken: claimed?.leaseToken ?? '' };
    const progress = { ...walk, row: '2', done: 2, rewrapped: 2, updatedAt: at(1) };
    expect(await h.store.saveRewrap(held, progress)).toBe(true);

    const crashed = await h.crash();
    expect(await crashed.findRewrap()).toEqual({ ...progress, id: held.id });
  });

  test('one process walks at a time; the next goes on when it is silent or lets go', async () => {
    await using h = await open();
    await h.store.openRewrap(walk);
    const other = await h.connect();
    const first = await h.store.claimRewrap({ now: start, leaseMs: 1_000 });
    const held = { id: walk.id, leaseToken: first?.leaseToken ?? '' };

    expect(await other.claimRewrap({ now: start, leaseMs: 1_000 })).toBeUndefined();
    expect(await h.store.renewRewrapLease(held, at(60))).toBe(true);
    expect(await other.claimRewrap({ now: at(59), leaseMs: 1_000 })).toBeUndefined();

    const second = await other.claimRewrap({ now: at(60), leaseMs: 1_000 });
    expect(second?.rewrap).toEqual(walk);
    expect(await h.store.saveRewrap(held, walk)).toBe(false);
    expect(await h.store.renewRewrapLease(held, at(99))).toBe(false);

    await other.releaseRewrap({ id: walk.id, leaseToken: second?.leaseToken ?? '' });
    expect(await h.store.claimRewrap({ now: at(60), leaseMs: 1_000 })).toBeDefined();
  });

  test('a walk to another key takes the place of one that is unfinished, and nothing is walked after the end', async () => {
    await using h = await open();
    await h.store.openRewrap(walk);
    const first = await h.store.claimRewrap({ now: start, leaseMs: 60_000 });
    const next = { ...walk, id: 'rwp_2', keyVersion: '3', startedAt: at(1) };

    expect(await h.store.openRewrap(next)).toEqual(next);

    const stale = { id: walk.id, leaseToken: first?.leaseToken ?? '' };
    expect(await h.store.saveRewrap(stale, walk)).toBe(false);
    const claimed = await h.store.claimRewrap({ now: at(1), leaseMs: 1_000 });
    expect(claimed?.rewrap).toEqual(next);
    const held = { id: next.id, leaseToken: claimed?.leaseToken ?? '' };
    await h.store.saveRewrap(held, { ...next, place: null, finishedAt: at(2) });
    expect(await h.store.claimRewrap({ now: at(99), leaseMs: 1_000 })).toBeUndefined();
    expect(await h.store.findRewrap()).toMatchObject({ id: 'rwp_2', finishedAt: at(2) });
  });
}

import { expect, test } from 'vitest';
import type { RegisterUser, Store } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, day } from './samples.ts';

const graceMs = 10_000;

export function describeRefreshTokens(open: OpenHarness): void {
  test('a live token is exchanged for its child, which is live then', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);

    const first = await rotate(h, refreshToken.hash, 'child', 1_000);
    const second = await rotate(h, 'child', 'grandchild', 60_000);

    expect(first).toEqual({ outcome: 'rotated', sessionId: session.id });
    expect(second).toEqual({ outcome: 'rotated', sessionId: session.id });
  });

  test('the parent within 10 s gets the same child again: its client lost the answer', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);
    await rotate(h, refreshToken.hash, 'child', 1_000);

    const again = await rotate(h, refreshToken.hash, 'child', 1_000 + graceMs - 1);

    expect(again).toEqual({ outcome: 'repeated', sessionId: session.id });
    expect(await rotate(h, 'child', 'grandchild', 12_000)).toMatchObject({ outcome: 'rotated' });
  });

  test('a child that another secret made is the child all the same', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);
    await rotate(h, refreshToken.hash, 'old-child', 1_000);
    const again = (otherChildHashes: string[]) =>
      h.store.rotateRefreshToken({
        presentedHash: refreshToken.hash,
        childHash: 'new-child',
        otherChildHashes,
        childExpiresAt: at(7 * day),
        graceMs,
        now: at(2_000),
        audit: h.samples.audit(),
      });

    expect(await again(['old-child'])).toEqual({
      outcome: 'repeated',
      sessionId: session.id,
      childHash: 'old-child',
    });
    expect(await again(['another'])).toMatchObject({ outcome: 'reused' });
  });

  test('an exchanged token after 10 s revokes the whole family', async () => {
    await using h = await open();
    const { session, refreshToken, organization } = await register(h);
    await rotate(h, refreshToken.hash, 'child', 1_000);

    const reused = await rotate(h, refreshToken.hash, 'child', 1_000 + graceMs);

    expect(reused).toEqual({ outcome: 'reused', sessionId: session.id });
    expect(await h.store.findPrincipal(session.id, at(12_000))).toBeUndefined();
    expect(await rotate(h, 'child', 'grandchild', 12_000)).toEqual({ outcome: 'revoked' });
    const trail = await h.store.listAudit(organization.id, 2);
    expect(trail).toMatchObject([
      { outcome: 'failure', errorCode: 'INVALID_REFRESH_TOKEN', target: session.id },
      { outcome: 'failure', errorCode: 'REFRESH_TOKEN_REUSED', target: session.id },
    ]);
  });

  test('once the child was exchanged too, its parent is a stolen one even within 10 s', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);
    await rotate(h, refreshToken.hash, 'child', 1_000);
    await rotate(h, 'child', 'grandchild', 2_000);

    expect(await rotate(h, refreshToken.hash, 'child', 3_000)).toMatchObject({
      outcome: 'reused',
    });
    expect(await h.store.findPrincipal(session.id, at(3_000))).toBeUndefined();
  });

  test('parallel exchanges, also from two processes, leave one live child', async () => {
    await using h = await open();
    const other = await h.connect();
    const { session, refreshToken } = await register(h);
    const stores = Array.from({ length: 20 }, (_, index) => (index % 2 ? h.store : other));

    const outcomes = await Promise.all(
      stores.map((store) => rotateOn(store, h, refreshToken.hash, 'child', 1_000)),
    );

    expect(outcomes.filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'repeated')).toHaveLength(19);
    expect(await rotate(h, 'child', 'grandchild', 2_000)).toEqual({
      outcome: 'rotated',
      sessionId: session.id,
    });
  });

  test('an unknown and an expired token are told apart from a revoked one, and revoke nothing', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);

    expect(await rotate(h, 'nobody', 'child', 1_000)).toEqual({ outcome: 'unknown' });
    expect(await rotate(h, refreshToken.hash, 'child', 7 * day)).toEqual({ outcome: 'expired' });
    expect(await h.store.findPrincipal(session.id, at(1_000))).toBeDefined();
  });

  test('a session lives as long as its last token', async () => {
    await using h = await open();
    const { session, refreshToken } = await register(h);

    await rotate(h, refreshToken.hash, 'child', 6 * day);

    expect(await h.store.findPrincipal(session.id, at(13 * day - 1))).toBeDefined();
    expect(await h.store.findPrincipal(session.id, at(13 * day))).toBeUndefined();
  });
}

async function register(h: StoreHarness): Promise<RegisterUser> {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

function rotate(h: StoreHarness, presentedHash: string, childHash: string, afterMs: number) {
  return rotateOn(h.store, h, presentedHash, childHash, afterMs);
}

function rotateOn(
  store: Store,
  { samples }: StoreHarness,
  presentedHash: string,
  childHash: string,
  afterMs: number,
) {
  return store.rotateRefreshToken({
    presentedHash,
    childHash,
    childExpiresAt: at(afterMs + 7 * day),
    graceMs,
    now: at(afterMs),
    audit: samples.audit({ action: 'auth.refresh' }),
  });
}

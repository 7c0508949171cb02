import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Rotation, Store } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, day, hashOf } from './samples.ts';

const graceMs = 10_000;
/** `REFRESH_SEEDS=10000` looks longer. */
const seeds = Number(process.env['REFRESH_SEEDS'] ?? 1_000);
/** Families at once: most of the time goes into waiting for the disk. */
const lanes = 8;

/** What a client, a thief or time may do next. Tokens are counted back from the newest: 0 is the live one. */
type Step =
  | { readonly kind: 'refresh'; readonly back: number; readonly together: number }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'logout' | 'changePassword'; readonly during: boolean };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('refresh' as const),
      back: fc.constantFrom(0, 0, 0, 1, 1, 1, 2),
      together: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 9_999, 10_000, 10_000, 60_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('logout' as const, 'changePassword' as const),
      during: fc.boolean(),
    }),
  },
);

export function describeRefreshInterleavings(open: OpenHarness): void {
  test('however refreshes, replays and logouts interleave, a family is one chain with one live end, or dead', async () => {
    await using h = await open();
    const stores = [h.store, await h.connect()];
    const holds = fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 24 }),
      async (steps) => {
        const family = await openFamily(h, stores);
        for (const next of steps) await family.take(next);
        await family.check();
      },
    );
    const numRuns = Math.ceil(seeds / lanes);
    await Promise.all(Array.from({ length: lanes }, () => fc.assert(holds, { numRuns })));
  }, 600_000);

  test('a kill in the middle of an exchange leaves both its halves or neither', async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const parent = registration.refreshToken.hash;

    const exchanging = rotate(h.store, h, parent, 1);
    const left = await h.crash();

    // Whatever was left, the client who lost the answer gets the one child, and the child is live.
    expect((await rotate(left, h, parent, 2)).outcome).toMatch(/^(rotated|repeated)$/);
    expect(await rotate(left, h, childOf(parent), 3)).toMatchObject({ outcome: 'rotated' });
    await exchanging.catch(() => undefined);
  });
}

/** The family as it must be, beside the one in the store. */
async function openFamily(h: StoreHarness, stores: readonly Store[]) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  const { user, organization, session, refreshToken } = registration;
  let { passwordHash } = user;
  const tokens = [refreshToken.hash];
  const exchangedAt: number[] = [];
  let dead = false;
  let now = 0;

  /** What the one who presents the token of this index must be told. */
  function judge(index: number): Rotation['outcome'] {
    if (dead) return 'revoked';
    const newest = tokens.length - 1;
    if (index === newest) return 'rotated';
    const isParent = index === newest - 1;
    return isParent && now - (exchangedAt[index] ?? 0) < graceMs ? 'repeated' : 'reused';
  }

  /** What it makes of the family. */
  function apply(index: number, outcome: Rotation['outcome']): void {
    if (outcome === 'reused') dead = true;
    if (outcome !== 'rotated') return;
    exchangedAt[index] = now;
    tokens.push(childOf(tokens[index] ?? ''));
  }

  async function refresh(back: number, together: number): Promise<void> {
    const index = Math.max(0, tokens.length - 1 - back);
    const presented = tokens[index] ?? '';
    const answers = await Promise.all(
      Array.from({ length: together }, (_, n) =>
        rotate(stores[n % stores.length] ?? h.store, h, presented, now),
      ),
    );
    // In whatever order the store met them, together they must be what one after another would be.
    const expected = answers.map(() => {
      const outcome = judge(index);
      apply(index, outcome);
      return outcome;
    });
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(expected.toSorted());
  }

  /** Ends every session of the user, whatever else they have. */
  async function changePassword(): Promise<void> {
    const from = passwordHash;
    passwordHash = `${from}'`;
    const opened = h.samples.session({ userId: user.id, organizationId: organization.id });
    const changed = await h.store.changePassword({
      userId: user.id,
      from,
      to: passwordHash,
      ...opened,
      mail: h.samples.mail({ userId: user.id }),
      now: at(now),
      audit: h.samples.audit(),
    });
    expect(changed).toBe(true);
  }

  return {
    async take(next: Step): Promise<void> {
      if (next.kind === 'wait') now += next.ms;
      else if (next.kind === 'refresh') await refresh(next.back, next.together);
      else {
        const presented = tokens.at(-1) ?? '';
        await Promise.all([
          next.kind === 'logout'
            ? h.store.revokeSession(session.id, at(now), h.samples.audit())
            : changePassword(),
          ...(next.during ? [rotate(stores[1] ?? h.store, h, presented, now)] : []),
        ]);
        dead = true;
      }
    },

    async check(): Promise<void> {
      const live = await h.store.findPrincipal(session.id, at(now));
      expect(live === undefined).toBe(dead);
      // Far beyond the grace every token but the newest is a stolen one: so at most one was live.
      now += 60_000;
      const newest = tokens.at(-1) ?? '';
      expect((await rotate(h.store, h, newest, now)).outcome).toBe(dead ? 'revoked' : 'rotated');
      now += 60_000;
      expect((await rotate(h.store, h, newest, now)).outcome).toBe(dead ? 'revoked' : 'reused');
      for (const token of tokens)
        expect((await rotate(h.store, h, token, now)).outcome).toBe('revoked');
    },
  };
}

/** As the server does it: a child follows from its parent alone. */
function childOf(parent: string): string {
  return hashOf(`child of ${parent}`);
}

function rotate(store: Store, { samples }: StoreHarness, presentedHash: string, ms: number) {
  return store.rotateRefreshToken({
    presentedHash,
    childHash: childOf(presentedHash),
    childExpiresAt: at(ms + 7 * day),
    graceMs,
    now: at(ms),
    audit: samples.audit({ action: 'auth.refresh' }),
  });
}

/** Every sealed column of a database that the product filled: who writes to the file still opens nothing with it. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SealedPlace, StoredSealed } from '../../ports/store/index.ts';
import { keySubjectOf, platformId } from '../../signer/subjects.ts';
import { createHarness, type Harness } from '../../testing/createHarness.ts';
import { sealedPlaces, sealedSubjects } from './sealedSubjects.ts';

const password = 'Public test passw0rd';

let h: Harness;
/** Access tokens of two users, each with an organization of their own. */
let tokens: string[];

beforeAll(async () => {
  h = await createHarness();
  tokens = [];
  for (const name of ['ann', 'bob']) {
    const email = `${name}@example.com`;
    const register = { email, password, confirmPassword: password };
    const { body } = await h.request('/api/v1/auth/register', { body: register });
    const token: string = body.accessToken;
    tokens.push(token);
    await h.request('/api/v1/auth/second-factor/enrol', { token, body: { password } });
    await h.request('/api/v1/webhooks', {
      token,
      body: { url: 'http://127.0.0.1:9999/hook' },
      headers: { 'idempotency-key': `${name}-1` },
    });
  }
  const { ids, store, vault, clock } = h.deps;
  for (const network of ['base', 'ethereum'] as const) {
    const account = {
      id: ids.next('account'),
      organizationId: platformId,
      family: 'evm' as const,
      slot: 0,
      address: `0x${network}`,
      createdAt: clock.now(),
    };
    const sealedKey = await vault.seal(keySubjectOf(account), randomBytes(32));
    await store.putSponsor(network, { ...account, sealedKey });
  }
});
afterAll(() => h[Symbol.asyncDispose]());

async function listed(place: SealedPlace): Promise<StoredSealed[]> {
  return (await h.deps.store.listSealed(place, { after: '', limit: 100 })).items;
}

const open = (place: SealedPlace, { owner }: Pick<StoredSealed, 'owner'>, record: Uint8Array) =>
  h.deps.vault.open(sealedSubjects[place](owner), record);

test.each(sealedPlaces)(
  '%s: each record opens for its owner, and for nobody else',
  async (place) => {
    const items = await listed(place);
    expect(items.length).toBeGreaterThan(1);

    for (const item of items) {
      expect((await open(place, item, item.record)).length).toBeGreaterThan(0);
      for (const other of items.filter(({ row }) => row !== item.row)) {
        await expect(open(place, other, item.record)).rejects.toThrow('Cannot open sealed record');
      }
    }
  },
);

test.each(sealedPlaces)('%s: no record opens in another column', async (place) => {
  const [item] = await listed(place);

  for (const other of sealedPlaces.filter((one) => one !== place)) {
    for (const target of await listed(other)) {
      const opened = open(other, target, item!.record);
      await expect(opened).rejects.toThrow('Cannot open sealed record');
    }
  }
});

test.each(sealedPlaces)(
  '%s: a record with a bit flipped in any of its bytes does not open',
  async (place) => {
    const [item] = await listed(place);
    const { record } = item!;

    // That no bit of them all may flip is tried on one record, in core.
    const opened = await Promise.all(
      Array.from(record, async (byte, at) => {
        const flipped = Uint8Array.from(record);
        flipped[at] = byte ^ (1 << (at & 7));
        return open(place, item!, flipped).then(
          () => [at],
          () => [],
        );
      }),
    );
    expect(opened.flat()).toEqual([]);
  },
);

test('words that were moved to another organization are shown to nobody', async () => {
  const [token = ''] = tokens;
  const ask = () => h.request('/api/v1/account/export', { token, body: { password } });
  expect((await ask()).status).toBe(200);
  h.run(`CREATE TEMP TABLE moved AS SELECT organization_id, sealed_phrase FROM phrases;
    UPDATE phrases SET sealed_phrase =
      (SELECT sealed_phrase FROM moved WHERE moved.organization_id <> phrases.organization_id)`);

  const { status, body } = await ask();

  expect([status, body.mnemonic]).toEqual([500, undefined]);
});

import { expect, test } from 'vitest';
import type { ApiKey } from '../../ports/store/apiKeys.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, day, start } from './samples.ts';

export function describeApiKeys(open: OpenHarness): void {
  test('a key gives the member who made it, until it expires', async () => {
    await using h = await open();
    const { user, organization, session } = await register(h);
    const key = keyOf(h, { user, organization }, { expiresAt: at(day) });

    expect(await create(h, key)).toBe(true);

    const bySession = await h.store.findPrincipal(session.id, start);
    const { session: _, ...principal } = bySession!;
    expect(await h.store.findApiKeyPrincipal(key.hash, start)).toEqual({
      ...principal,
      apiKey: key,
    });
    expect(await h.store.findApiKeyPrincipal(key.hash, at(day - 1))).toBeDefined();
    expect(await h.store.findApiKeyPrincipal(key.hash, at(day))).toBeUndefined();
    expect(await h.store.findApiKeyPrincipal('another', start)).toBeUndefined();
    expect(await h.store.listAudit(organization.id, 1)).toMatchObject([{ target: key.id }]);
  });

  test('a revoked key gives nobody, on every connection; revoking it again changes nothing', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await register(h);
    const key = keyOf(h, owner);
    await create(h, key);
    const revoke = (time: Date) =>
      h.store.revokeApiKey(owner.organization.id, key.id, time, h.samples.audit());

    expect(await revoke(at(1))).toEqual({ ...key, revokedAt: at(1) });
    expect(await revoke(at(2))).toEqual({ ...key, revokedAt: at(1) });

    expect(await other.findApiKeyPrincipal(key.hash, at(2))).toBeUndefined();
    const { items } = await other.listApiKeys(owner.organization.id, { limit: 10 });
    expect(items).toEqual([{ ...key, revokedAt: at(1) }]);
  });

  test("another organization's key is not there, and stays", async () => {
    await using h = await open();
    const [owner, stranger] = [await register(h), await register(h)];
    const key = keyOf(h, owner);
    await create(h, key);
    const { id } = stranger.organization;

    expect(await h.store.revokeApiKey(id, key.id, at(1), h.samples.audit())).toBeUndefined();
    expect((await h.store.listApiKeys(id, { limit: 10 })).items).toEqual([]);
    expect(await h.store.findApiKeyPrincipal(key.hash, at(1))).toBeDefined();
  });

  test('only so many keys live at once, also when they are made at once; dead ones do not count', async () => {
    await using h = await open();
    const owner = await register(h);
    await create(h, keyOf(h, owner, { id: 'key_dead', hash: 'dead', expiresAt: at(1) }));
    const keys = Array.from({ length: 8 }, (_, n) =>
      keyOf(h, owner, { id: `key_${n}`, hash: `${n}` }),
    );

    const created = await Promise.all(keys.map((key) => create(h, key, 3)));

    expect(created.filter(Boolean)).toHaveLength(3);
    const { items } = await h.store.listApiKeys(owner.organization.id, { limit: 20 });
    expect(items).toHaveLength(4);
  });

  test('keys are listed newest first, page by page', async () => {
    await using h = await open();
    const owner = await register(h);
    for (let n = 1; n <= 5; n++) {
      await create(h, keyOf(h, owner, { id: `key_${n}`, hash: `${n}`, createdAt: at(n) }));
    }
    const list = (cursor?: string) =>
      h.store.listApiKeys(owner.organization.id, {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });

    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list(cursor ?? undefined);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);

    expect(seen).toEqual(['key_5', 'key_4', 'key_3', 'key_2', 'key_1']);
    await expect(list('nonsense')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('a key tells whether a second factor is required, and since when its maker has one', async () => {
    await using h = await open();
    const { user, organization } = await register(h);
    const key = keyOf(h, { user, organization });
    await create(h, key);
    const find = async () => (await h.store.findApiKeyPrincipal(key.hash, at(1)))?.secondFactor;

    expect(await find()).toEqual({ required: false, confirmedAt: null });
    await h.store.setSecondFactorRequired(organization.id, true, h.samples.audit());
    expect(await find()).toEqual({ required: true, confirmedAt: null });
    const sealedSecret = Uint8Array.of(1);
    const userId = user.id;
    await h.store.enrolSecondFactor({ userId, sealedSecret, now: at(0), audit: h.samples.audit() });
    expect(await find()).toEqual({ required: true, confirmedAt: null });
    await h.store.confirmSecondFactor({
      userId,
      sealedSecret,
      step: 1,
      recoveryHashes: [],
      now: at(2),
      audit: h.samples.audit(),
      mail: {
        id: h.samples.ids.next('mail'),
        kind: 'second-factor-on',
        userId,
        to: user.email,
        facts: {},
        sealedToken: null,
        expiresAt: null,
        createdAt: at(2),
      },
    });
    expect(await find()).toEqual({ required: true, confirmedAt: at(2) });
  });

  test('the last use is noted', async () => {
    await using h = await open();
    const owner = await register(h);
    const key = keyOf(h, owner);
    await create(h, key);

    await h.store.noteApiKeyUse(key.id, at(7));

    const found = await h.store.findApiKeyPrincipal(key.hash, at(8));
    expect(found?.apiKey.lastUsedAt).toEqual(at(7));
  });
}

async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

function create(h: StoreHarness, key: ApiKey, liveMax = 10): Promise<boolean> {
  const { organizationId, id: target } = key;
  const audit = h.samples.audit({ organizationId, target });
  return h.store.createApiKey(key, audit, { liveMax, now: at(1) });
}

function keyOf(
  h: StoreHarness,
  { user, organization }: { user: { id: string }; organization: { id: string } },
  facts: Partial<ApiKey> = {},
): ApiKey {
  return h.samples.apiKey({ userId: user.id, organizationId: organization.id }, facts);
}

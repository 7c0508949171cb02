import { expect, test, vi } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { hashApiKey } from './auth/apiKeys.ts';
import { rememberPrincipals } from './rememberPrincipals.ts';

test('a principal is asked for once, until half a second has passed or its session ended', async () => {
  await using h = await createHarness();
  const { sessionId } = await h.given.signedInUser();
  const asked = vi.fn(h.deps.store.findPrincipal);
  const store = rememberPrincipals({ ...h.deps.store, findPrincipal: asked }, h.clock);
  const find = () => store.findPrincipal(sessionId, h.clock.now());

  const [first, second] = [await find(), await find()];
  expect(second).toBe(first);
  expect(asked).toHaveBeenCalledTimes(1);

  await h.clock.advance(500);
  await find();
  expect(asked).toHaveBeenCalledTimes(2);

  const audit = { ...(await h.deps.store.listAudit(first?.organization.id ?? '', 1))[0]! };
  await store.revokeSession(sessionId, h.clock.now(), { ...audit, id: h.deps.ids.next('audit') });
  expect(await find()).toBeUndefined();
});

test('a clock that is set back keeps nothing alive that another process ended', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const apiKey = await h.given.apiKey(user, ['read']);
  let time = h.clock.now().getTime();
  const open = () => createSqliteStore({ file: h.config.databaseFile, ids: h.deps.ids });
  const [here, other] = [await open(), await open()];
  const store = rememberPrincipals(here, { now: () => new Date(time) });
  const find = async () => [
    await store.findPrincipal(user.sessionId, h.clock.now()),
    await store.findApiKeyPrincipal(hashApiKey(apiKey.key), h.clock.now()),
  ];
  expect(await find()).toEqual([expect.anything(), expect.anything()]);

  const [audit] = await other.listAudit(user.organizationId, 1);
  const next = () => ({ ...audit!, id: h.deps.ids.next('audit') });
  await other.revokeSession(user.sessionId, h.clock.now(), next());
  await other.revokeApiKey(user.organizationId, apiKey.id, h.clock.now(), next());
  time -= 3_600_000;

  expect(await find()).toEqual([undefined, undefined]);
  await Promise.all([here.close(), other.close()]);
});

test('a key that another process revoked is void within half a second, and its last use is noted once a minute', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { id, key } = await h.given.apiKey(user, ['read']);
  const other = await createSqliteStore({ file: h.config.databaseFile, ids: h.deps.ids });
  const profile = () => h.request('/api/v1/auth/profile', { token: key });
  const lastUse = async () =>
    (await other.listApiKeys(user.organizationId, { limit: 1 })).items[0]?.lastUsedAt;

  const used = h.clock.now();
  expect((await profile()).status).toBe(200);
  await h.clock.advance(59_999);
  await profile();
  expect(await lastUse()).toEqual(used);
  await h.clock.advance(1);
  await profile();
  await profile();
  expect(await lastUse()).toEqual(h.clock.now());

  const [audit] = await other.listAudit(user.organizationId, 1);
  await other.revokeApiKey(user.organizationId, id, h.clock.now(), {
    ...audit!,
    id: h.deps.ids.next('audit'),
  });
  await h.clock.advance(500);

  expect(await profile()).toMatchObject({ status: 401, body: { errorCode: 'API_KEY_INVALID' } });
  await other.close();
});

import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword as password } from '../../testing/createAuthHarness.ts';

test('who tried to sign in as whom, and from where, is told to those who could have it sent to a webhook', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email, userId } = await h.given.user();
  for (let time = 0; time < 5; time += 1)
    await h
      .call()
      .login({ email, password: `${password}x` })
      .catch(() => undefined);
  const keyOf = async (scope: 'read' | 'webhooks') =>
    (await h.callAny(accessToken).apiKeys.create({ name: scope, scopes: [scope], password })).key;
  const [reading, managing] = [await keyOf('read'), await keyOf('webhooks')];
  const typesFor = async (token: string) =>
    (await h.callAny(token).events.list({})).items.map(({ type }) => type);

  expect(await typesFor(accessToken)).toEqual(['security.account_locked']);
  expect(await typesFor(managing)).toEqual(['security.account_locked']);
  expect(await typesFor(reading)).toEqual([]);

  h.setRole(userId, 'admin');
  expect(await typesFor(accessToken)).toEqual(['security.account_locked']);
  for (const role of ['issuer', 'compliance', 'viewer']) {
    h.setRole(userId, role);
    const { items, nextCursor, hasMore } = await h.callAny(accessToken).events.list({});
    expect([items, hasMore]).toEqual([[], false]);
    // The stream goes on behind what is not shown.
    expect((await h.callAny(accessToken).events.list({ after: nextCursor })).items).toEqual([]);
    expect(await typesFor(managing)).toEqual([]);
  }
});

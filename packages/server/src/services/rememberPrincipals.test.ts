import { expect, test, vi } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
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

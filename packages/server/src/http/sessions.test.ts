import { expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { createSecondProcess } from '../testing/createSecondProcess.ts';

const sessions = '/api/v1/auth/sessions';
const activity = '/api/v1/security/activity';

async function statusOf(h: Harness, { accessToken: token }: SignedInUser) {
  return (await h.request('/api/v1/auth/profile', { token })).status;
}

test('sessions are listed with where they came from; the one that asks is marked', async () => {
  await using h = await createHarness();
  const first = await h.given.signedInUser();
  const second = await h.given.member(first, 'viewer');

  const { status, body } = await h.request(sessions, { token: first.accessToken });

  expect(status).toBe(200);
  expect(body.items).toMatchObject([{ id: first.sessionId, current: true, ip: null }]);
  expect(JSON.stringify(body)).not.toContain(second.sessionId);
});

test('an ended session is void at once here, and within a second in another process', async () => {
  await using h = await createHarness();
  const ann = await h.given.signedInUser();
  const again = await h.given.session(ann);
  await using other = await createSecondProcess(h);
  const elsewhere = async () =>
    (await other.request('/api/v1/auth/profile', { token: again.accessToken })).status;
  expect([await statusOf(h, again), await elsewhere()]).toEqual([200, 200]);

  const ended = await h.request(`${sessions}/${again.sessionId}`, {
    method: 'DELETE',
    token: ann.accessToken,
  });

  expect(ended).toMatchObject({ status: 200, body: { success: true } });
  expect(await statusOf(h, again)).toBe(401);
  await h.clock.advance(999);
  expect(await elsewhere()).toBe(401);
  expect(await statusOf(h, ann)).toBe(200);
  expect(
    await h.request(`${sessions}/${again.sessionId}`, {
      method: 'DELETE',
      token: ann.accessToken,
    }),
  ).toMatchObject({ status: 404, body: { errorCode: 'SESSION_NOT_FOUND' } });
});

test('signing out everywhere spares the session that asks, or not even that', async () => {
  await using h = await createHarness();
  const ann = await h.given.signedInUser();
  const others = [await h.given.session(ann), await h.given.session(ann)];
  const stranger = await h.given.signedInUser();
  const end = (body?: object) =>
    h.request(`${sessions}/revoke-all`, { method: 'POST', token: ann.accessToken, body });

  expect((await end()).body).toEqual({ success: true, revoked: 2 });
  expect(await Promise.all(others.map((each) => statusOf(h, each)))).toEqual([401, 401]);
  expect(await statusOf(h, ann)).toBe(200);
  expect((await end({ scope: 'all' })).body).toEqual({ success: true, revoked: 1 });
  expect([await statusOf(h, ann), await statusOf(h, stranger)]).toEqual([401, 200]);
});

test('the last use is told to within five minutes, without a write for each request', async () => {
  await using h = await createHarness();
  const ann = await h.given.signedInUser();
  const lastUse = async () => {
    const { body } = await h.request(sessions, { token: ann.accessToken });
    await h.deps.store.check();
    return new Date(body.items[0].lastUsedAt).getTime() - start;
  };
  const start = h.clock.now().getTime();

  await h.clock.advance(4 * 60_000);
  await lastUse();
  expect(await lastUse()).toBe(0);
  await h.clock.advance(60_000);
  await lastUse();
  await h.clock.advance(60_000);
  expect(await lastUse()).toBe(5 * 60_000);
});

test('the owner reads what everybody did, a member only what they did themselves', async () => {
  await using h = await createHarness();
  const owner = await h.given.signedInUser();
  const viewer = await h.given.member(owner, 'viewer');
  const stranger = await h.given.signedInUser();
  await h.request('/api/v1/token/asa-ft', { token: viewer.accessToken, body: {} });
  await h.request(`${sessions}/revoke-all`, { method: 'POST', token: viewer.accessToken });

  const read = async ({ accessToken: token }: SignedInUser) =>
    (await h.request(activity, { token })).body.items.map((item: any) => [
      item.actor,
      item.action,
      item.errorCode,
    ]);

  const here = [
    [viewer.userId, 'auth.sessions.revoke_all', null],
    [viewer.userId, 'tokens.issue', 'FORBIDDEN'],
  ];
  expect(await read(viewer)).toEqual([...here, [viewer.userId, 'auth.register', null]]);
  // Where the viewer registered is an organization of its own.
  expect(await read(owner)).toEqual([...here, [owner.userId, 'auth.register', null]]);
  expect(await read(stranger)).toEqual([[stranger.userId, 'auth.register', null]]);
});

test('activity comes in pages', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();
  for (let count = 0; count < 4; count += 1)
    await h.request(`${sessions}/revoke-all`, { method: 'POST', token });

  const first = await h.request(`${activity}?limit=3`, { token });
  const second = await h.request(`${activity}?limit=3&cursor=${first.body.nextCursor}`, { token });

  expect(first.body.items).toHaveLength(3);
  expect(second.body).toMatchObject({ items: [{}, { action: 'auth.register' }], nextCursor: null });
});

import { expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';

async function givenStream(h: Harness, user: SignedInUser, headers: Record<string, string> = {}) {
  const token = user.accessToken;
  const { body } = await h.request('/api/v1/token/asa-ft', { token, body: bond });
  return {
    id: body.deploymentId as string,
    response: await open(h, body.deploymentId, token, headers),
  };
}

async function open(h: Harness, id: string, token: string, headers: Record<string, string> = {}) {
  return h.app.request(`/api/v1/deployment-status/${id}/events`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
}

const cancel = (h: Harness, user: SignedInUser, id: string) =>
  h.request(`/api/v1/deployment-status/${id}/cancel`, { method: 'POST', token: user.accessToken });

test('the stream tells the history so far, then each change as it happens, and ends at rest', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { id, response } = await givenStream(h, user);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();

  const first = await reader.read();
  const second = reader.read();
  await cancel(h, user, id);

  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(first.value).toMatch(/^id: 1\ndata: \{"sequence":1,"status":"Queued".*\}\n\n$/);
  expect((await second).value).toMatch(/^id: 2\ndata: \{"sequence":2,"status":"Cancelled"/);
  expect((await reader.read()).done).toBe(true);
});

test('Last-Event-ID resumes without a gap, and 204 says that nothing can follow', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { id } = await givenStream(h, user);
  await cancel(h, user, id);

  const resumed = await open(h, id, user.accessToken, { 'last-event-id': '1' });
  expect(await resumed.text()).toMatch(/^id: 2\n/);
  const ended = await open(h, id, user.accessToken, { 'last-event-id': '2' });
  expect(ended.status).toBe(204);
  const wrong = await open(h, id, user.accessToken, { 'last-event-id': 'x' });
  expect(wrong.status).toBe(400);
});

test('a quiet stream gives a sign of life', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { response } = await givenStream(h, user);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();

  const sign = await h.clock.advanceUntil(reader.read(), 1_000);

  expect(sign.value).toMatch(/^:/);
  await reader.cancel();
  expect(h.clock.sleepers).toBe(0);
});

test('the stream ends with the session and with the server', async () => {
  await using h = await createHarness();
  const [leaving, staying] = [await h.given.signedInUser(), await h.given.signedInUser()];
  const streams = [await givenStream(h, leaving), await givenStream(h, staying)];
  const [gone, stopped] = streams.map(({ response }) => response.text());
  await new Promise((resolve) => setImmediate(resolve));

  await h.request('/api/v1/auth/logout', { method: 'POST', token: leaving.accessToken });
  await h.clock.advance(1_000);
  expect(await gone).toMatch(/^id: 1\n/);

  h.stop();
  expect(await stopped).toMatch(/^id: 1\n/);
});

test('a stream that a program watches ends within a second of the end of its key', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { id: apiKeyId, key } = await h.given.apiKey(user, ['read']);
  const { id } = await givenStream(h, user);
  const response = await open(h, id, key);
  const told = response.text();
  await new Promise((resolve) => setImmediate(resolve));

  await h.request(`/api/v1/api-keys/${apiKeyId}`, { method: 'DELETE', token: user.accessToken });
  await h.clock.advance(1_000);

  expect(await told).toMatch(/^id: 1\n/);
});

test('a stream ends within a second once the organization asks for a second factor that is not there', async () => {
  await using h = await createHarness();
  const user = await h.given.signedInUser();
  const { key } = await h.given.apiKey(user, ['read']);
  const { id, response } = await givenStream(h, user);
  const readers = [response, await open(h, id, key)].map((each) => each.body!.getReader());
  for (const reader of readers) expect((await reader.read()).done).toBe(false);

  h.run('UPDATE organizations SET second_factor_required = 1');
  const ends = Promise.all(readers.map((reader) => reader.read()));
  await h.clock.advanceUntil(ends, 250);

  expect(await ends).toMatchObject([{ done: true }, { done: true }]);
  expect((await open(h, id, key)).status).toBe(403);
});

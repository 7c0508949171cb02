import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';

const password = 'Public test passw0rd';

test('the words are shown to a user five times an hour, however often they are asked for', async () => {
  await using h = await createHarness({ env: { RATE_LIMIT_ENABLED: 'true' } });
  const { body: ann } = await h.request('/api/v1/auth/register', {
    body: { email: 'ann@example.com', password, confirmPassword: password },
  });
  const signIn = async () => {
    const { body } = await h.request('/api/v1/auth/login', {
      body: { email: ann.email, password },
    });
    await h.request('/api/v1/auth/step-up', { token: body.accessToken, body: { password } });
    return body.accessToken as string;
  };
  const token = await signIn();
  const exportBy = (by: string) =>
    h.request('/api/v1/account/export', { method: 'POST', token: by });

  const answers = await Promise.all(Array.from({ length: 12 }, () => exportBy(token)));

  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ body }) => body.mnemonic !== undefined)).toHaveLength(5);
  expect(refused).toHaveLength(7);
  expect(refused[0]?.body).toMatchObject({
    errorCode: 'RATE_LIMIT_EXCEEDED',
    details: { limit: 5, windowSeconds: 3_600 },
  });
  const told = await h.deps.store.listMails(ann.userId, 50);
  expect(told.filter(({ kind }) => kind === 'account-exported')).toHaveLength(5);
  const { body: profile } = await h.request('/api/v1/auth/profile', { token });
  const trail = await h.deps.store.listAudit(profile.organizationId, 50);
  const exports = trail.filter(({ action }) => action === 'account.export');
  expect(exports.filter(({ outcome }) => outcome === 'success')).toHaveLength(5);
  expect(exports.filter(({ errorCode }) => errorCode === 'RATE_LIMIT_EXCEEDED')).toHaveLength(7);

  await h.clock.advance(Number(refused[0]?.headers.get('retry-after')) * 1_000);
  expect(await exportBy(await signIn())).toMatchObject({ status: 200 });
});

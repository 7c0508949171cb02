import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { openPage } from './testing/openPage.ts';
import { readMailSecret } from './testing/readMailSecret.ts';

const terms = { version: '2026-03-01 <draft>', url: 'https://example.com/terms?a=1&b=2' };
const env = { TERMS_VERSION: terms.version, TERMS_URL: terms.url };
const password = 'Public test passw0rd';
const email = 'ann@example.com';

function register(h: Harness, more: object = {}) {
  const body = { email, password, confirmPassword: password, ...more };
  return h.request('/api/v1/auth/register', { body });
}

test('who registers accepts the terms in force; it is kept with version, time and place, and shown', async () => {
  await using h = await createHarness({ env });
  expect((await h.request('/api/v1/capabilities')).body.terms).toEqual(terms);

  for (const refused of [{}, { acceptedTerms: '2025-01-01' }]) {
    expect(await register(h, refused)).toMatchObject({
      status: 400,
      body: { errorCode: 'TERMS_NOT_ACCEPTED', details: { terms } },
    });
  }
  expect(await h.deps.store.findUserByEmail(email)).toBeUndefined();
  const { status, body } = await register(h, { acceptedTerms: terms.version });

  expect(status).toBe(200);
  const acceptedAt = h.clock.now();
  expect(await h.deps.store.findConsent(body.userId)).toEqual({
    userId: body.userId,
    termsVersion: terms.version,
    termsUrl: terms.url,
    acceptedAt,
    ip: null,
    userAgent: null,
  });
  const profile = await h.request('/api/v1/auth/profile', { token: body.accessToken });
  expect(profile.body.acceptedTerms).toEqual({ ...terms, acceptedAt: acceptedAt.toISOString() });
  const { organizationId } = profile.body;
  expect(await h.deps.store.listAudit(organizationId, 1)).toMatchObject([
    { action: 'auth.register', details: { acceptedTerms: terms.version } },
  ]);
});

test('where there are no terms none are asked for, and none can be accepted', async () => {
  await using h = await createHarness();
  expect((await h.request('/api/v1/capabilities')).body.terms).toBeNull();

  expect(await register(h, { acceptedTerms: '2026-03-01' })).toMatchObject({
    status: 400,
    body: { errorCode: 'TERMS_NOT_ACCEPTED', details: { terms: null } },
  });
  const { body } = await register(h);

  const profile = await h.request('/api/v1/auth/profile', { token: body.accessToken });
  expect(profile.body.acceptedTerms).toBeNull();
});

test('the page of invitations asks who registers there to accept them', async () => {
  await using h = await createHarness({ env });
  const { accessToken: token } = await h.given.steppedUp(await h.given.signedInUser());
  await h.request('/api/v1/invitations', { token, body: { email, role: 'viewer' } });
  const page = await openPage(h, `/accept-invitation#token=${await readMailSecret(h)}`);
  expect(page.html).toContain('href="https://example.com/terms?a=1&amp;b=2"');
  expect(page.html).toContain('version 2026-03-01 &lt;draft&gt;');
  const fields = { email, password, confirmPassword: password };

  page.check('is-new');
  await page.submit(fields);
  expect(page.says).toContain('Accept the terms of use');
  page.check('terms');
  await page.submit(fields);

  expect(page.says).toContain('You belong to the organization now');
});

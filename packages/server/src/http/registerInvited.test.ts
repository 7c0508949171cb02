import { expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { readMailSecret } from './testing/readMailSecret.ts';

const password = 'Public test passw0rd';
const email = 'guest@example.com';

async function givenInvitation(h: Harness) {
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const { body } = await invite(h, owner, email);
  return { owner, invitationId: body.id as string, token: await readMailSecret(h) };
}

function invite(h: Harness, { accessToken: token }: SignedInUser, to: string) {
  return h.request('/api/v1/invitations', { token, body: { email: to, role: 'issuer' } });
}

function register(h: Harness, invitationToken: string, to = email) {
  return h.request('/api/v1/auth/register', {
    body: { email: to, password, confirmPassword: password, invitationToken },
  });
}

test('who registers with an invitation works in that organization at once, with a confirmed address', async () => {
  await using h = await createHarness();
  const { owner, token } = await givenInvitation(h);

  const { status, body } = await register(h, token, ' GUEST@example.com');

  expect(status).toBe(200);
  const profile = await h.request('/api/v1/auth/profile', { token: body.accessToken });
  expect(profile.body).toMatchObject({
    organizationId: owner.organizationId,
    role: 'issuer',
    emailVerified: true,
    algorandAddress: body.algorandAddress,
  });
  const owns = await h.request('/api/v1/organizations', { token: body.accessToken });
  expect(owns.body.items).toMatchObject([{ role: 'issuer' }, { role: 'owner' }]);
  expect(await h.deps.store.listMails(body.userId, 5)).toEqual([]);
  expect(await h.deps.store.listAudit(owner.organizationId, 1)).toMatchObject([
    { action: 'invitation.accept', actor: body.userId, details: { role: 'issuer' } },
  ]);
  // Also from then on.
  const again = await h.request('/api/v1/auth/login', { body: { email, password } });
  expect(again.body.algorandAddress).toBe(body.algorandAddress);
});

test('an invitation that is none registers nobody, and says so before anything is stored', async () => {
  await using h = await createHarness();
  const { owner, invitationId, token } = await givenInvitation(h);
  const refused = { status: 400, body: { errorCode: 'INVITATION_INVALID' } };

  expect(await register(h, 'unknown')).toMatchObject(refused);
  expect(await register(h, token, 'eve@example.com')).toMatchObject(refused);
  await h.request(`/api/v1/invitations/${invitationId}`, {
    method: 'DELETE',
    token: owner.accessToken,
  });
  expect(await register(h, token)).toMatchObject(refused);

  for (const address of [email, 'eve@example.com'])
    expect(await h.deps.store.findUserByEmail(address)).toBeUndefined();
  // The address is free.
  const body = { email, password, confirmPassword: password };
  expect((await h.request('/api/v1/auth/register', { body })).status).toBe(200);
});

test('an invitation works once, also for who registers and accepts at once', async () => {
  await using h = await createHarness();
  const { owner, token } = await givenInvitation(h);

  const answers = await Promise.all([1, 2, 3].map(() => register(h, token)));

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  const members = await h.request('/api/v1/members', { token: owner.accessToken });
  expect(members.body.items).toHaveLength(2);
});

test('an invitation of a plan that became too small registers nobody', async () => {
  await using h = await createHarness();
  const { token } = await givenInvitation(h);
  h.run("UPDATE organizations SET tier = 'Free'");

  expect(await register(h, token)).toMatchObject({
    status: 402,
    body: { errorCode: 'SUBSCRIPTION_LIMIT_EXCEEDED' },
  });

  expect(await h.deps.store.findUserByEmail(email)).toBeUndefined();
});

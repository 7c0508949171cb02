import { expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { mailTokenSubject } from '../services/mail/mailTokenSubject.ts';
import { bond } from '../testing/tokenExamples.ts';

test('an owner invites by mail; who accepts does what the role says and nothing else', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const guest = await h.given.signedInUser();

  const invited = await invite(h, owner, await emailOf(h, guest), 'viewer');
  expect(invited).toMatchObject({ status: 201, body: { role: 'viewer', status: 'pending' } });
  const token = await mailedToken(h);
  expect(JSON.stringify(invited.body)).not.toContain(token);

  const accepted = await accept(h, guest, token);
  expect(accepted.status).toBe(200);
  const { accessToken } = accepted.body;

  const profile = await h.request('/api/v1/auth/profile', { token: accessToken });
  expect(profile.body).toMatchObject({ organizationId: owner.organizationId, role: 'viewer' });
  // The session that it was accepted in is replaced.
  const before = await h.request('/api/v1/auth/profile', { token: guest.accessToken });
  expect(before.body.errorCode).toBe('UNAUTHORIZED');
  expect(await h.deps.store.listAudit(owner.organizationId, 1)).toMatchObject([
    { action: 'invitation.accept', actor: guest.userId, details: { role: 'viewer' } },
  ]);
  const issued = await h.request('/api/v1/token/asa-ft', { token: accessToken, body: bond });
  expect(issued).toMatchObject({ status: 403, body: { errorCode: 'FORBIDDEN' } });
});

test('a link is for its address and works once: anything else gets one and the same answer', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const [guest, stranger] = [await h.given.signedInUser(), await h.given.signedInUser()];
  const { body: invitation } = await invite(h, owner, await emailOf(h, guest), 'issuer');
  const token = await mailedToken(h);
  const invalid = { status: 400, body: { errorCode: 'INVITATION_INVALID' } };

  expect(await accept(h, stranger, token)).toMatchObject(invalid);
  expect(await accept(h, guest, 'unknown')).toMatchObject(invalid);

  const path = `/api/v1/invitations/${invitation.id}`;
  const again = await h.request(`${path}/resend`, { method: 'POST', token: owner.accessToken });
  expect(again.status).toBe(200);
  const newer = await mailedToken(h);
  expect(await accept(h, guest, token)).toMatchObject(invalid);
  const { accessToken } = (await accept(h, guest, newer)).body;
  expect(await accept(h, { ...guest, accessToken }, newer)).toMatchObject(invalid);

  const revoked = await h.request(path, { method: 'DELETE', token: owner.accessToken });
  expect(revoked).toMatchObject({ status: 404, body: { errorCode: 'INVITATION_NOT_FOUND' } });
  const { body } = await h.request('/api/v1/invitations', { token: owner.accessToken });
  expect(body.items).toMatchObject([{ id: invitation.id, status: 'accepted' }]);
});

test('an invitation that is taken back or a week old lets nobody in', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const guest = await h.given.signedInUser();
  const email = await emailOf(h, guest);
  const invalid = { status: 400, body: { errorCode: 'INVITATION_INVALID' } };

  const { body: first } = await invite(h, owner, email, 'issuer');
  const taken = await mailedToken(h);
  await h.request(`/api/v1/invitations/${first.id}`, {
    method: 'DELETE',
    token: owner.accessToken,
  });
  expect(await accept(h, guest, taken)).toMatchObject(invalid);

  const second = await invite(h, owner, email, 'issuer');
  expect(second.status).toBe(201);
  const { hash } = (await pendingOf(h, owner))!;
  const week = new Date(h.clock.now().getTime() + 7 * 86_400_000);
  const found = (now: Date) =>
    h.deps.store.findAcceptableInvitation({ hash, userId: guest.userId, now });
  expect(await found(new Date(week.getTime() - 1))).toBeDefined();
  expect(await found(week)).toBeUndefined();
});

test('nobody invites, nor invites again, in the name of an address that is not confirmed', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const { body: invitation } = await invite(h, owner, 'a@example.com', 'viewer');
  h.run(`UPDATE users SET email_verified_at = NULL WHERE id = '${owner.userId}'`);
  await h.clock.advance(500);
  const refused = { status: 403, body: { errorCode: 'EMAIL_NOT_VERIFIED' } };

  expect(await invite(h, owner, 'b@example.com', 'viewer')).toMatchObject(refused);
  const path = `/api/v1/invitations/${invitation.id}/resend`;
  expect(await h.request(path, { method: 'POST', token: owner.accessToken })).toMatchObject(
    refused,
  );
});

test('nobody is invited as owner, and no member is invited', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());

  expect(await invite(h, owner, 'a@example.com', 'owner')).toMatchObject({ status: 400 });
  expect(await invite(h, owner, await emailOf(h, owner), 'admin')).toMatchObject({
    status: 409,
    body: { errorCode: 'MEMBER_ALREADY_EXISTS' },
  });
});

test('a role that changes and a removal hold at once, and within a second on other instances', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const issuer = await h.given.member(owner, 'issuer');
  const issue = () => h.request('/api/v1/token/asa-ft', { token: issuer.accessToken, body: bond });
  const path = `/api/v1/members/${issuer.userId}`;
  expect((await issue()).status).toBe(202);

  const changed = await h.request(path, {
    method: 'PATCH',
    token: owner.accessToken,
    body: { role: 'viewer' },
  });

  expect(changed).toMatchObject({ status: 200, body: { role: 'viewer' } });
  expect((await issue()).body.errorCode).toBe('FORBIDDEN');
  // As another process would.
  h.setRole(issuer, 'issuer');
  await h.clock.advance(500);
  expect((await issue()).status).toBe(202);

  await h.request(path, { method: 'DELETE', token: owner.accessToken });
  expect((await issue()).body.errorCode).toBe('UNAUTHORIZED');
});

test('who comes in, who goes and what they may do ask for the password again', async () => {
  await using h = await createHarness();
  const owner = await h.given.signedInUser();
  const { userId } = await h.given.member(owner, 'admin');
  const ask = (path: string, method: string, body?: object) =>
    h.request(path, { method, token: owner.accessToken, body });

  for (const answer of [
    await ask(`/api/v1/members/${userId}`, 'PATCH', { role: 'viewer' }),
    await ask(`/api/v1/members/${userId}/transfer-ownership`, 'POST'),
    await ask('/api/v1/api-keys', 'POST', { name: 'Ledger', scopes: ['read'] }),
    await ask('/api/v1/invitations', 'POST', { email: 'a@example.com', role: 'admin' }),
    await ask(`/api/v1/invitations/${h.deps.ids.next('invitation')}/resend`, 'POST'),
    await ask(`/api/v1/members/${userId}`, 'DELETE'),
  ])
    expect(answer).toMatchObject({ status: 403, body: { errorCode: 'STEP_UP_REQUIRED' } });

  expect(await h.deps.store.listAudit(owner.organizationId, 3)).toMatchObject([
    { action: 'member.remove', outcome: 'failure', errorCode: 'STEP_UP_REQUIRED' },
    { action: 'invitation.resend', outcome: 'failure', errorCode: 'STEP_UP_REQUIRED' },
    { action: 'invitation.create', outcome: 'failure', errorCode: 'STEP_UP_REQUIRED' },
  ]);
  expect(await pendingOf(h, owner)).toBeUndefined();
});

test('the password in the request is proof enough, and no idempotency key remembers it', async () => {
  await using h = await createHarness();
  const password = 'Public test passw0rd';
  const { body: ann } = await h.request('/api/v1/auth/register', {
    body: { email: 'ann@example.com', password, confirmPassword: password },
  });
  h.run("UPDATE users SET email_verified_at = 1 WHERE email = 'ann@example.com'");
  await h.clock.advance(500);
  const guest = { email: 'guest@example.com', role: 'admin' };
  const inviteBy = (proof: object) =>
    h.request('/api/v1/invitations', {
      token: ann.accessToken,
      headers: { 'idempotency-key': 'one invitation' },
      body: { ...guest, ...proof },
    });

  expect((await inviteBy({ password: 'Wrong passw0rd!' })).body.errorCode).toBe(
    'PASSWORD_CONFIRMATION_FAILED',
  );
  const { status, body: invitation } = await inviteBy({ password });
  expect(status).toBe(201);
  await h.request('/api/v1/auth/step-up', { token: ann.accessToken, body: { password } });
  expect((await inviteBy({})).body).toEqual(invitation);
});

test('the owner hands over, and only then leaves', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const admin = await h.given.member(owner, 'admin');
  const leave = () =>
    h.request('/api/v1/members/leave', { method: 'POST', token: owner.accessToken });
  expect(await leave()).toMatchObject({ status: 409, body: { errorCode: 'OWNER_REQUIRED' } });

  const path = `/api/v1/members/${admin.userId}/transfer-ownership`;
  const byAdmin = await h.request(path, { method: 'POST', token: admin.accessToken });
  expect(byAdmin.status).toBe(403);
  const handed = await h.request(path, { method: 'POST', token: owner.accessToken });

  expect(handed).toMatchObject({ status: 200, body: { userId: admin.userId, role: 'owner' } });
  const { body } = await h.request('/api/v1/members', { token: admin.accessToken });
  expect(body.items.map(({ role }: { role: string }) => role).toSorted()).toEqual([
    'admin',
    'owner',
  ]);
  expect((await leave()).status).toBe(200);
  const gone = await h.request('/api/v1/auth/profile', { token: owner.accessToken });
  expect(gone.body.errorCode).toBe('UNAUTHORIZED');
});

test.each(['leaves', 'is removed'] as const)(
  'who %s and belongs nowhere else gets an organization of their own, and signs in to it',
  async (how) => {
    await using h = await createHarness();
    const proof = { password: 'Public-t3st-word' };
    const asks = { email: 'ann@example.com', ...proof };
    const register = () =>
      h.request('/api/v1/auth/register', { body: { ...asks, confirmPassword: proof.password } });
    const { body: ann } = await register();
    const before = await h.request('/api/v1/organizations', { token: ann.accessToken });
    const [left] = before.body.items;
    const heir = await h.given.steppedUp(
      await h.given.member({ ...ann, organizationId: left.id }, 'admin'),
    );
    const members = '/api/v1/members';
    const handOver = `${members}/${heir.userId}/transfer-ownership`;
    await h.request(handOver, { token: ann.accessToken, body: proof });

    const out = await (how === 'leaves'
      ? h.request(`${members}/leave`, { method: 'POST', token: ann.accessToken })
      : h.request(`${members}/${ann.userId}`, { method: 'DELETE', token: heir.accessToken }));

    expect(out.status).toBe(200);
    const signedIn = await h.request('/api/v1/auth/login', { body: asks });
    expect(signedIn.status).toBe(200);
    const { accessToken: token } = signedIn.body;
    const { body: listed } = await h.request('/api/v1/organizations', { token });
    expect(listed.items).toMatchObject([{ role: 'owner', isCurrent: true }]);
    expect(listed.items[0].id).not.toBe(left.id);
    expect(listed.items[0].algorandAddress).not.toBe(ann.algorandAddress);
    expect(await h.deps.store.listAudit(listed.items[0].id, 9)).toMatchObject([
      { action: 'auth.login' },
      { action: 'organization.create' },
    ]);
    expect((await register()).status).toBe(409);
  },
);

test('a second organization has accounts of its own, and a switch replaces the session', async () => {
  await using h = await createHarness();
  const { accessToken: token, organizationId } = await h.given.signedInUser();
  const { body: made } = await h.request('/api/v1/organizations', {
    token,
    body: { name: 'Gold' },
  });
  const { body: listed } = await h.request('/api/v1/organizations', { token });

  expect(made).toMatchObject({ name: 'Gold', role: 'owner', isCurrent: false });
  expect(listed.items).toMatchObject([{ id: organizationId, isCurrent: true }, { id: made.id }]);
  expect(listed.items[1].algorandAddress).not.toBe(listed.items[0].algorandAddress);

  const switched = await h.request('/api/v1/auth/switch-organization', {
    token,
    body: { organizationId: made.id },
  });
  expect(switched.body.algorandAddress).toBe(made.algorandAddress);
  const profile = (accessToken: string) =>
    h.request('/api/v1/auth/profile', { token: accessToken });
  expect((await profile(switched.body.accessToken)).body.organizationId).toBe(made.id);
  expect((await profile(token)).body.errorCode).toBe('UNAUTHORIZED');
});

test("another's organization is not there to switch to, whether it exists or not", async () => {
  await using h = await createHarness();
  const [ann, bob] = [await h.given.signedInUser(), await h.given.signedInUser()];
  const goTo = async (organizationId: string) => {
    const { status, body } = await h.request('/api/v1/auth/switch-organization', {
      token: ann.accessToken,
      body: { organizationId },
    });
    return { status, text: body.errorMessage.replace(organizationId, 'ID'), code: body.errorCode };
  };

  const foreign = await goTo(bob.organizationId);

  expect(foreign).toMatchObject({ status: 404, code: 'ORGANIZATION_NOT_FOUND' });
  expect(foreign).toEqual(await goTo(h.deps.ids.next('organization')));
});

async function emailOf(h: Harness, { sessionId }: SignedInUser): Promise<string> {
  const principal = await h.deps.store.findPrincipal(sessionId, h.clock.now());
  return principal?.user.email ?? '';
}

function invite(h: Harness, by: SignedInUser, email: string, role: string) {
  return h.request('/api/v1/invitations', { token: by.accessToken, body: { email, role } });
}

function accept(h: Harness, by: SignedInUser, token: string) {
  return h.request('/api/v1/invitations/accept', { token: by.accessToken, body: { token } });
}

async function pendingOf(h: Harness, { organizationId }: SignedInUser) {
  const { items } = await h.deps.store.listInvitations(organizationId, { limit: 10 });
  return items.find(({ acceptedAt, revokedAt }) => acceptedAt === null && revokedAt === null);
}

/** The secret of the newest mail that waits to be sent. */
async function mailedToken(h: Harness): Promise<string> {
  const claim = { workerId: 'wrk_1', now: h.clock.now(), leaseMs: 1, limit: 10 };
  const claimed = await h.deps.store.claimDueMails(claim);
  const mail = claimed.map((one) => one.mail).findLast(({ kind }) => kind === 'invitation');
  if (mail?.sealedToken == null) throw new Error('No invitation waits to be sent');
  for (const {
    leaseToken,
    mail: { id: mailId },
  } of claimed) {
    const outcome = { kind: 'sent' } as const;
    await h.deps.store.settleMail({ mailId, leaseToken, outcome, now: h.clock.now() });
  }
  const bytes = await h.deps.vault.open(mailTokenSubject(mail.id), mail.sealedToken);
  return Buffer.from(bytes).toString();
}

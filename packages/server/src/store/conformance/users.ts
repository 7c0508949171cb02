import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at, day, start } from './samples.ts';

export function describeUsers(open: OpenHarness): void {
  test('a registered user is found by email with organization, role and addresses', async () => {
    await using h = await open();
    const registration = h.samples.registration('ada@example.com');

    expect(await h.store.registerUser(registration)).toEqual({ ok: true });

    expect(await h.store.findUserByEmail('ada@example.com')).toEqual({
      user: registration.user,
      organization: registration.organization,
      role: 'owner',
      algorandAddress: registration.accounts[0]?.address,
      evmAddress: registration.accounts[1]?.address,
    });
    expect(await h.store.findUserByEmail('bob@example.com')).toBeUndefined();
    expect(await h.store.listAudit(registration.organization.id, 10)).toEqual([registration.audit]);
  });

  test('of many registrations of one email exactly one is stored, the others not in part', async () => {
    await using h = await open();
    const registrations = Array.from({ length: 10 }, () => h.samples.registration('a@b.example'));

    const answers = await Promise.all(registrations.map((r) => h.store.registerUser(r)));

    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers).toContainEqual({ ok: false, reason: 'EMAIL_TAKEN' });
    const refused = registrations.find((_, index) => answers[index]?.ok === false);
    const organizationId = refused?.organization.id ?? '';
    await expect(h.store.getIssuer(organizationId, 'avm')).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_READY',
    });
    expect(await h.store.listAudit(organizationId, 10)).toEqual([]);
  });

  test('what a user agreed to is stored with the registration, and is theirs alone', async () => {
    await using h = await open();
    const registration = h.samples.registration();
    const { id: userId } = registration.user;
    const consent = {
      userId,
      termsVersion: '2026-01-01',
      termsUrl: 'https://example.com/terms',
      acceptedAt: at(3),
      ip: '192.0.2.1',
      userAgent: 'test',
    };
    const other = h.samples.registration();

    await h.store.registerUser({ ...registration, consent });
    await h.store.registerUser(other);

    expect(await (await h.connect()).findConsent(userId)).toEqual(consent);
    expect(await h.store.findConsent(other.user.id)).toBeUndefined();
  });

  test('who is deactivated is out on every connection, for good; let in again, they sign in anew', async () => {
    await using h = await open();
    const other = await h.connect();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const { user, session, organization, refreshToken } = registration;
    const key = h.samples.apiKey({ userId: user.id, organizationId: organization.id });
    await h.store.createApiKey(key, h.samples.audit(), { liveMax: 1, now: start });
    const line = h.samples.audit({ action: 'user.deactivate', target: user.id });
    const who = async () => [
      await other.findPrincipal(session.id, at(2)),
      await other.findApiKeyPrincipal(key.hash, at(2)),
      await other.findMembership(user.id, organization.id),
    ];
    const again = h.samples.session({ userId: user.id, organizationId: organization.id });
    const { passwordHash } = user;
    const signIn = () => other.openSession({ ...again, passwordHash, audit: h.samples.audit() });

    expect(await h.store.deactivateUser(user.id, at(1), line)).toBe(true);
    expect(await h.store.deactivateUser(user.id, at(1), line)).toBe(false);
    expect(await h.store.deactivateUser(h.samples.ids.guid(), at(1), line)).toBe(false);

    expect(await who()).toEqual([undefined, undefined, undefined]);
    expect(await signIn()).toBe(false);
    const rotation = { presentedHash: refreshToken.hash, childHash: 'child', graceMs: 0 };
    const dates = { childExpiresAt: at(day), now: at(2) };
    expect(
      await other.rotateRefreshToken({ ...rotation, ...dates, audit: h.samples.audit() }),
    ).toMatchObject({ outcome: 'revoked' });
    const trail = await h.store.listAudit(organization.id, 10);
    expect(trail.filter(({ action }) => action === 'user.deactivate')).toMatchObject([
      { target: user.id, organizationId: organization.id },
    ]);

    expect(await h.store.reactivateUser(user.id, h.samples.audit())).toBe(true);
    expect(await h.store.reactivateUser(user.id, h.samples.audit())).toBe(false);
    const [bySession, byKey, member] = await who();
    expect([bySession, byKey]).toEqual([undefined, undefined]);
    expect(member).toBeDefined();
    expect(await signIn()).toBe(true);
  });

  test('a session gives its principal until it expires', async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const { session } = registration;

    const principal = await h.store.findPrincipal(session.id, at(1));

    expect(principal).toMatchObject({ user: registration.user, role: 'owner', session });
    expect(await h.store.findPrincipal(session.id, at(7 * day - 1))).toBeDefined();
    expect(await h.store.findPrincipal(session.id, at(7 * day))).toBeUndefined();
    expect(await h.store.findPrincipal('ses_unknown', start)).toBeUndefined();
  });

  test('a session that is revoked gives no principal, at once and on every connection', async () => {
    await using h = await open();
    const other = await h.connect();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const { session, refreshToken } = registration;
    expect(await other.findPrincipal(session.id, at(1))).toBeDefined();

    await h.store.revokeSession(session.id, at(2), h.samples.audit());
    await h.store.revokeSession(session.id, at(3), h.samples.audit());

    expect(await other.findPrincipal(session.id, at(3))).toBeUndefined();
    expect(
      await other.rotateRefreshToken({
        presentedHash: refreshToken.hash,
        childHash: 'child',
        childExpiresAt: at(8 * day),
        graceMs: 10_000,
        now: at(3),
        audit: h.samples.audit(),
      }),
    ).toEqual({ outcome: 'revoked' });
  });

  test('a further session stands beside the first', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const { session, refreshToken } = h.samples.session(owner);

    const opened = await h.store.openSession({
      session,
      refreshToken,
      passwordHash: '$argon2id$test',
      audit: h.samples.audit({ organizationId: owner.organizationId, action: 'auth.login' }),
    });

    expect(opened).toBe(true);
    expect(await h.store.findPrincipal(session.id, start)).toMatchObject({ session });
    const [newest] = await h.store.listAudit(owner.organizationId, 1);
    expect(newest?.action).toBe('auth.login');
  });

  test('a password hash is replaced by who read the current one, and by nobody else', async () => {
    await using h = await open();
    const { user } = await register(h);
    const from = user.passwordHash;

    expect(await h.store.updatePasswordHash(user.id, { from, to: '$argon2id$stronger' })).toBe(
      true,
    );
    expect(await h.store.updatePasswordHash(user.id, { from, to: '$argon2id$late' })).toBe(false);

    const found = await h.store.findUserByEmail(user.email);
    expect(found?.user.passwordHash).toBe('$argon2id$stronger');
  });
}

async function register(h: Awaited<ReturnType<OpenHarness>>) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

import { expect, test } from 'vitest';
import { askForMailToken, tokenMs } from './askForMailToken.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, hashOf, start, type Owner } from './samples.ts';

/** Passwords, and the mailed links that confirm an address or reset one. */
export function describePasswords(open: OpenHarness): void {
  test('a token works once, for its purpose and its time', async () => {
    await using h = await open();
    const { user } = await register(h);
    const token = await askForMailToken(h, user, 'secret');
    const use = (tokenHash: string, now = at(1)) =>
      h.store.verifyEmail({ tokenHash, now, audit: h.samples.audit() });

    expect(await h.store.findMailToken(token.hash, 'password-reset', at(1))).toBeUndefined();
    expect(
      await h.store.findMailToken(token.hash, 'email-verification', at(tokenMs)),
    ).toBeUndefined();
    expect(await h.store.findMailToken(token.hash, 'email-verification', at(1))).toMatchObject({
      user: { id: user.id },
    });
    const uses = await Promise.all(Array.from({ length: 10 }, () => use(token.hash)));

    expect(uses.filter(Boolean)).toHaveLength(1);
    expect((await h.store.findUserByEmail(user.email))?.user.emailVerifiedAt).toEqual(at(1));
  });

  test('with enough live tokens another request leaves its audit entry only', async () => {
    await using h = await open();
    const { user } = await register(h);

    for (const secret of ['a', 'b', 'c']) await askForMailToken(h, user, secret, { liveMax: 2 });
    await h.store.requestMailToken({
      token: null,
      mail: null,
      liveMax: 2,
      audit: h.samples.audit(),
    });

    expect(await h.store.listMails(user.id, 10)).toHaveLength(2);
    expect(await h.store.findMailToken(hashOf('c'), 'email-verification', at(1))).toBeUndefined();
  });

  test('a changed password ends every session and reset link, and opens the new session', async () => {
    await using h = await open();
    const { user, organization, session } = await register(h);
    const owner = { userId: user.id, organizationId: organization.id };
    const opened = h.samples.session(owner);
    const change = (from: string) =>
      h.store.changePassword({
        userId: user.id,
        from,
        to: '$argon2id$new',
        ...opened,
        mail: h.samples.mail(owner),
        now: at(1),
        audit: h.samples.audit(),
      });

    expect(await change('$argon2id$other')).toBe(false);
    expect(await h.store.findPrincipal(session.id, at(1))).toBeDefined();
    expect(await change(user.passwordHash)).toBe(true);

    expect(await h.store.findPrincipal(session.id, at(1))).toBeUndefined();
    expect(await h.store.findPrincipal(opened.session.id, at(1))).toBeDefined();
  });

  test.each([
    ['ends keys and factor where nobody had confirmed the address', null],
    ['spares keys and factor where somebody had', start],
  ] as const)('a reset of the password %s', async (_, emailVerifiedAt) => {
    await using h = await open();
    const registration = h.samples.registration();
    const user = { ...registration.user, emailVerifiedAt };
    await h.store.registerUser({ ...registration, user });
    const owner = { userId: user.id, organizationId: registration.organization.id };
    const key = await givenKey(h, owner);
    await givenFactor(h, owner);
    const endpoint = h.samples.endpoint({ ...owner, account: registration.accounts[0]! });
    await h.store.createEndpoint(endpoint, h.samples.audit(), 9);
    await askForMailToken(h, user, 'reset', { purpose: 'password-reset' });

    const reset = () =>
      h.store.resetPassword({
        tokenHash: hashOf('reset'),
        passwordHash: '$argon2id$new',
        mail: h.samples.mail(owner, { kind: 'password-changed' }),
        now: at(1),
        audit: h.samples.audit({ organizationId: owner.organizationId, action: 'test.reset' }),
      });
    expect([await reset(), await reset()]).toEqual([true, false]);

    expect(await h.store.findPrincipal(registration.session.id, at(1))).toBeUndefined();
    const isFirst = emailVerifiedAt === null;
    expect((await h.store.findApiKeyPrincipal(key, at(1))) === undefined).toBe(isFirst);
    expect((await h.store.findSecondFactor(user.id)) === undefined).toBe(isFirst);
    const found = await h.store.findEndpoint(owner.organizationId, endpoint.id);
    expect(found?.status).toBe(isFirst ? 'disabled' : 'enabled');
    const mails = await h.store.listMails(user.id, 10);
    expect(mails.find(({ kind }) => kind === 'webhook-disabled')?.facts['host']).toBe(
      isFirst ? new URL(endpoint.url).host : undefined,
    );
    const told = mails.find(({ kind }) => kind === 'password-changed');
    expect(told?.facts['firstProof']).toBe(isFirst ? 'yes' : undefined);
    const first = {
      firstProof: true,
      apiKeysRevoked: 1,
      secondFactorRemoved: true,
      endpointsDisabled: 1,
    };
    expect(await h.store.listAudit(owner.organizationId, 9)).toContainEqual(
      expect.objectContaining({ action: 'test.reset', details: isFirst ? first : {} }),
    );
    expect((await h.store.findUserByEmail(user.email))?.user.emailVerifiedAt).toEqual(
      emailVerifiedAt ?? at(1),
    );
  });

  test('a sign-in with a hash of before opens nothing', async () => {
    await using h = await open();
    const { user, organization } = await register(h);
    const opened = h.samples.session({ userId: user.id, organizationId: organization.id });

    const opening = h.store.openSession({
      ...opened,
      passwordHash: '$argon2id$before',
      audit: h.samples.audit(),
    });

    expect(await opening).toBe(false);
    expect(await h.store.findPrincipal(opened.session.id, at(1))).toBeUndefined();
  });

  test('a sign-in is mailed about only from a device that was not seen before', async () => {
    await using h = await open();
    const { user, organization } = await register(h);
    const owner = { userId: user.id, organizationId: organization.id };
    const signIn = async (ip: string, userAgent: string) => {
      const { session, refreshToken } = h.samples.session(owner);
      await h.store.openSession({
        session: { ...session, ip, userAgent },
        refreshToken,
        passwordHash: user.passwordHash,
        audit: h.samples.audit(),
        newDeviceMail: h.samples.mail(owner, { kind: 'new-device' }),
      });
      return (await h.store.listMails(user.id, 10)).length;
    };

    expect(await signIn('127.0.0.9', 'test')).toBe(0);
    expect(await signIn('192.0.2.1', 'test')).toBe(1);
    expect(await signIn('192.0.2.2', 'test')).toBe(1);
    expect(await signIn('192.0.2.2', 'another')).toBe(2);
  });
}

/** @returns the hash by which the key is found. */
async function givenKey(h: StoreHarness, owner: Pick<Owner, 'userId' | 'organizationId'>) {
  const key = h.samples.apiKey(owner);
  await h.store.createApiKey(key, h.samples.audit(), { liveMax: 9, now: start });
  return key.hash;
}

async function givenFactor(h: StoreHarness, owner: Pick<Owner, 'userId'>): Promise<void> {
  const { userId } = owner;
  const sealedSecret = Uint8Array.of(4, 5, 6);
  const audit = h.samples.audit();
  await h.store.enrolSecondFactor({ userId, sealedSecret, now: start, audit });
  await h.store.confirmSecondFactor({
    userId,
    sealedSecret,
    step: 1,
    recoveryHashes: [hashOf('code')],
    now: start,
    audit: h.samples.audit(),
    mail: h.samples.mail(owner, { kind: 'second-factor-on' }),
  });
}

async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

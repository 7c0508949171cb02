import { expect, test } from 'vitest';
import type { MailToken, NewMail } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, hashOf, start, system, type Owner } from './samples.ts';

const minute = 60_000;

export function describeMails(open: OpenHarness): void {
  test('a mail is there with what it tells, due at once', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const mail = mailTo(h, owner);

    await h.store.appendAuditWithMail(h.samples.audit({ action: 'test.told' }), mail);

    expect(await h.store.listMails(owner.userId, 10)).toEqual([
      {
        ...mail,
        status: 'waiting',
        attempts: 0,
        nextAttemptAt: start,
        sentAt: null,
        lastError: null,
      },
    ]);
    expect(await h.store.nextMailAt()).toEqual(start);
    expect(await h.store.countMails()).toEqual([{ status: 'waiting', count: 1 }]);
  });

  test('a claimed mail is nobody else’s until its lease ends', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    await h.store.appendAuditWithMail(h.samples.audit(), mailTo(h, owner));

    const [claimed] = await h.store.claimDueMails(claimAt(0));

    expect(claimed?.mail.to).toBe('ann@example.com');
    expect(await other.claimDueMails(claimAt(1))).toEqual([]);
    expect(await h.store.nextMailAt()).toEqual(at(1_000));
    expect(await other.claimDueMails(claimAt(1_000))).toHaveLength(1);
  });

  test('who lost the lease neither renews nor settles', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await h.store.appendAuditWithMail(h.samples.audit(), mailTo(h, owner));
    const [lost] = await h.store.claimDueMails(claimAt(0));
    const [held] = await h.store.claimDueMails(claimAt(1_000));
    const of = (claimed: typeof held) => ({
      mailId: claimed?.mail.id ?? '',
      leaseToken: claimed?.leaseToken ?? '',
    });

    expect(await h.store.renewMailLease(of(lost), at(5_000))).toBe(false);
    expect(await h.store.renewMailLease(of(held), at(5_000))).toBe(true);
    await h.store.settleMail({ ...of(lost), outcome: { kind: 'sent' }, now: at(1_001) });
    expect((await h.store.listMails(owner.userId, 1))[0]?.status).toBe('waiting');
    await h.store.settleMail({ ...of(held), outcome: { kind: 'sent' }, now: at(1_002) });

    expect(await h.store.listMails(owner.userId, 1)).toMatchObject([
      { status: 'sent', sentAt: at(1_002), attempts: 1, facts: {}, sealedToken: null },
    ]);
    expect(await h.store.nextMailAt()).toBeNull();
  });

  test('a token works once, for its purpose and its time', async () => {
    await using h = await open();
    const { user } = await register(h);
    const token = await ask(h, user, 'secret');
    const use = (tokenHash: string, now = at(1)) =>
      h.store.verifyEmail({ tokenHash, now, audit: h.samples.audit() });

    expect(await h.store.findMailToken(token.hash, 'password-reset', at(1))).toBeUndefined();
    expect(
      await h.store.findMailToken(token.hash, 'email-verification', at(minute)),
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

    for (const secret of ['a', 'b', 'c']) await ask(h, user, secret, { liveMax: 2 });
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
        mail: mailTo(h, owner),
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
    await ask(h, user, 'reset', { purpose: 'password-reset' });

    const reset = () =>
      h.store.resetPassword({
        tokenHash: hashOf('reset'),
        passwordHash: '$argon2id$new',
        mail: mailTo(h, owner, { kind: 'password-changed' }),
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
        newDeviceMail: mailTo(h, owner, { kind: 'new-device' }),
      });
      return (await h.store.listMails(user.id, 10)).length;
    };

    expect(await signIn('127.0.0.9', 'test')).toBe(0);
    expect(await signIn('192.0.2.1', 'test')).toBe(1);
    expect(await signIn('192.0.2.2', 'test')).toBe(1);
    expect(await signIn('192.0.2.2', 'another')).toBe(2);
  });

  test('who issued is mailed when it failed, in the same transaction, unless switched off', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const fail = async () => {
      const deployment = h.samples.deployment(owner);
      await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));
      await h.store.advance({
        deploymentId: deployment.id,
        version: 1,
        lease: null,
        steps: [{ event: 'refuse' }],
        set: {
          error: {
            errorCode: 'INSUFFICIENT_FUNDS',
            errorMessage: 'No funds',
            suggestedAction: 'Send some',
            retryable: true,
            details: null,
          },
        },
        dueAt: null,
        keepLease: false,
        actor: system,
        now: at(1),
      });
      return deployment;
    };

    // Nobody has confirmed the address: no words of who uses it go there.
    const { id: first } = await fail();
    expect(await h.store.listMails(owner.userId, 10)).toMatchObject([
      {
        kind: 'deployment-failed',
        facts: { deploymentId: first, name: null, networkId: 'algorand-localnet', error: null },
      },
    ]);
    const [member] = (await h.store.listMembers(owner.organizationId, { limit: 1 })).items;
    const token = await ask(h, { id: owner.userId, email: member?.email ?? '' }, 'secret');
    const confirmed = { tokenHash: token.hash, now: at(1), audit: h.samples.audit() };
    expect(await h.store.verifyEmail(confirmed)).toBe(true);
    const { id } = await fail();

    const told = await h.store.listMails(owner.userId, 10);
    expect(told.map(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ deploymentId: id, name: 'Gold', error: 'No funds' }),
    );
    await h.store.setMutedMails(owner.userId, { 'deployment-failed': false }, h.samples.audit());
    await fail();
    expect(await h.store.listMails(owner.userId, 10)).toEqual(told);
  });

  test('what a user switches off stays off until it is switched on', async () => {
    await using h = await open();
    const { userId } = await h.samples.owner(h.store);
    const set = (enabled: Parameters<typeof h.store.setMutedMails>[1]) =>
      h.store.setMutedMails(userId, enabled, h.samples.audit());

    expect(await set({ 'deployment-completed': false })).toEqual(['deployment-completed']);
    expect(await set({ 'deployment-completed': false, 'deployment-failed': false })).toEqual([
      'deployment-completed',
      'deployment-failed',
    ]);
    expect(await set({ 'deployment-completed': true })).toEqual(['deployment-failed']);
    expect(await h.store.listMutedMails(userId)).toEqual(['deployment-failed']);
  });
}

const claimAt = (ms: number) => ({
  workerId: 'wrk_test',
  now: at(ms),
  leaseMs: 1_000,
  limit: 10,
});

function mailTo(
  { samples }: StoreHarness,
  owner: Pick<Owner, 'userId'>,
  fields: Partial<NewMail> = {},
): NewMail {
  return samples.mail(owner, { sealedToken: Uint8Array.of(1, 2, 3), ...fields });
}

interface AskOptions {
  readonly liveMax?: number;
  readonly purpose?: MailToken['purpose'];
}

async function ask(
  h: StoreHarness,
  user: { id: string; email: string },
  secret: string,
  { liveMax = 10, purpose = 'email-verification' }: AskOptions = {},
): Promise<MailToken> {
  const token: MailToken = {
    hash: hashOf(secret),
    purpose,
    userId: user.id,
    email: user.email,
    createdAt: start,
    expiresAt: at(minute),
  };
  const mail = mailTo(h, { userId: user.id }, { kind: purpose });
  await h.store.requestMailToken({ token, mail, liveMax, audit: h.samples.audit() });
  return token;
}

/** @returns the hash by which the key is found. */
async function givenKey(h: StoreHarness, owner: Pick<Owner, 'userId' | 'organizationId'>) {
  const hash = hashOf('key');
  const key = {
    id: 'key_1',
    organizationId: owner.organizationId,
    createdBy: owner.userId,
    name: 'Ledger',
    scopes: ['read' as const],
    hash,
    hint: 'btk_live_AbCd…',
    createdAt: start,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  };
  await h.store.createApiKey(key, h.samples.audit(), { liveMax: 9, now: start });
  return hash;
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
    mail: mailTo(h, owner, { kind: 'second-factor-on' }),
  });
}

async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

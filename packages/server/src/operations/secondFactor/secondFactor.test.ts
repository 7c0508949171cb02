import { expect, test } from 'vitest';
import type { PasswordHasher } from '../../ports/auth.ts';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

type AuthHarness = Awaited<ReturnType<typeof createAuthHarness>>;

const password = goodPassword;
const email = 'ann@example.com';
const stepMs = 30_000;
const codeOf = (error: unknown) => (error as { cause: { code: string } }).cause.code;

/** Compares passwords as they are: while a real hash takes its time, the clock of a test runs ahead by minutes. */
const passwordHasher: PasswordHasher = {
  hash: (text) => Promise.resolve(text),
  verify: (text, phc) => Promise.resolve({ ok: text === phc, outdated: false }),
};

/** Ann with a second factor in force, in a step of which no code was used yet. */
async function withFactor(h: AuthHarness) {
  const user = await h.given.user();
  const any = h.callAny(user.accessToken);
  const enrolled = await any.secondFactor.enrol({ password });
  const app = createAuthenticatorApp(enrolled.secret, h.clock);
  const { recoveryCodes } = await any.secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(2 * stepMs);
  return { user, any, app, recoveryCodes, enrolled };
}

test('a factor is enrolled, confirmed, shown as enabled, and asked for at the next sign-in', async () => {
  await using h = await createAuthHarness();
  const { any, app, recoveryCodes, enrolled } = await withFactor(h);

  expect(enrolled.otpauthUri).toContain(`secret=${enrolled.secret}`);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(recoveryCodes[0]).toMatch(/^[A-Z2-7]{4}(-[A-Z2-7]{4}){3}$/);
  expect(await any.secondFactor.get()).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
  await expect(h.call().login({ email, password })).rejects.toMatchObject({
    code: 'UNAUTHORIZED',
    cause: { code: 'SECOND_FACTOR_REQUIRED', status: 401 },
  });
  await expect(h.call().login({ email, password, totp: app.code() })).resolves.toMatchObject({
    email,
  });
});

test('until a code is confirmed, sign-in asks for the password only', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const any = h.callAny(accessToken);
  const { secret } = await any.secondFactor.enrol({ password });

  await expect(any.secondFactor.confirm({ totp: '000000' })).rejects.toMatchObject({
    cause: { code: 'CODE_CONFIRMATION_FAILED', status: 403 },
  });
  await expect(h.call().login({ email, password })).resolves.toMatchObject({ email });
  expect(await any.secondFactor.get()).toMatchObject({ enabled: false, recoveryCodesLeft: 0 });
  // Enrolled anew, the first secret is worth nothing.
  await any.secondFactor.enrol({ password });
  const first = createAuthenticatorApp(secret, h.clock);
  expect(await any.secondFactor.confirm({ totp: first.code() }).catch(codeOf)).toBe(
    'CODE_CONFIRMATION_FAILED',
  );
});

test('50 parallel sign-ins with one right code make one session', async () => {
  await using h = await createAuthHarness({ passwordHasher });
  const { app } = await withFactor(h);
  const sessions = h.countOf('sessions');
  const totp = app.code();

  const answers = await h.clock.advanceUntil(
    Promise.all(
      Array.from({ length: 50 }, () =>
        h
          .call()
          .login({ email, password, totp })
          .then(() => 'in', codeOf),
      ),
    ),
    1,
  );

  expect(answers.filter((answer) => answer === 'in')).toHaveLength(1);
  expect(new Set(answers)).toEqual(new Set(['in', 'SECOND_FACTOR_INVALID']));
  expect(h.countOf('sessions')).toBe(sessions + 1);
});

test('a code works in its step and the ones around it, once, and not after a later one', async () => {
  await using h = await createAuthHarness();
  const { app } = await withFactor(h);
  const login = (totp: string) =>
    h
      .call()
      .login({ email, password, totp })
      .then(() => 'in', codeOf);
  const [before, now, after, far] = [-1, 0, 1, 3].map((away) => app.code(away));

  expect(await login(far ?? '')).toBe('SECOND_FACTOR_INVALID');
  expect(await login(now ?? '')).toBe('in');
  expect(await login(now ?? '')).toBe('SECOND_FACTOR_INVALID');
  expect(await login(before ?? '')).toBe('SECOND_FACTOR_INVALID');
  expect(await login(after ?? '')).toBe('in');
});

test('wrong codes lock like wrong passwords: five tries, however many come at once', async () => {
  await using h = await createAuthHarness({ passwordHasher });
  const { app } = await withFactor(h);
  const wrong = String((Number(app.code()) + 1) % 1_000_000).padStart(6, '0');

  const codes = await h.clock.advanceUntil(
    Promise.all(
      Array.from({ length: 20 }, () =>
        h.call().login({ email, password, totp: wrong }).catch(codeOf),
      ),
    ),
    1,
  );

  expect(codes.filter((code) => code === 'SECOND_FACTOR_INVALID')).toHaveLength(5);
  expect(codes.filter((code) => code === 'ACCOUNT_LOCKED')).toHaveLength(15);
});

test('asking without a code costs no try, and a wrong password never tells of the factor', async () => {
  await using h = await createAuthHarness();
  const { app } = await withFactor(h);
  for (let time = 0; time < 9; time += 1)
    expect(await h.call().login({ email, password }).catch(codeOf)).toBe('SECOND_FACTOR_REQUIRED');

  const wrong = { email, password: `${password}x`, totp: app.code() };
  expect(await h.call().login(wrong).catch(codeOf)).toBe('INVALID_CREDENTIALS');
  await expect(h.call().login({ email, password, totp: app.code() })).resolves.toBeDefined();
});

test('a recovery code signs in once, however it is written', async () => {
  await using h = await createAuthHarness();
  const { any, recoveryCodes } = await withFactor(h);
  const recoveryCode = ` ${recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ')} `;
  const login = () =>
    h
      .call()
      .login({ email, password, recoveryCode })
      .then(() => 'in', codeOf);

  expect([await login(), await login()]).toEqual(['in', 'SECOND_FACTOR_INVALID']);
  expect(await any.secondFactor.get()).toMatchObject({ recoveryCodesLeft: 9 });
});

test('renewed recovery codes replace the old ones', async () => {
  await using h = await createAuthHarness();
  const { any, app, recoveryCodes: old } = await withFactor(h);

  const { recoveryCodes } = await any.secondFactor.renewRecoveryCodes({
    password,
    totp: app.code(),
  });

  expect(recoveryCodes).toHaveLength(10);
  expect(await h.call().login({ email, password, recoveryCode: old[0] }).catch(codeOf)).toBe(
    'SECOND_FACTOR_INVALID',
  );
  await expect(
    h.call().login({ email, password, recoveryCode: recoveryCodes[0] }),
  ).resolves.toBeDefined();
});

test('taking the factor away asks for password and code, and tells the user by mail', async () => {
  await using h = await createAuthHarness();
  const { any, app } = await withFactor(h);

  expect(await any.secondFactor.disable({}).catch(codeOf)).toBe('STEP_UP_REQUIRED');
  expect(await any.secondFactor.disable({ password }).catch(codeOf)).toBe('STEP_UP_REQUIRED');
  expect(await any.secondFactor.disable({ password, totp: '000000' }).catch(codeOf)).toBe(
    'CODE_CONFIRMATION_FAILED',
  );
  expect(await any.secondFactor.disable({ password, totp: app.code() })).toEqual({ success: true });

  await expect(h.call().login({ email, password })).resolves.toBeDefined();
  expect(await any.secondFactor.disable({ password }).catch(codeOf)).toBe(
    'SECOND_FACTOR_NOT_ENABLED',
  );
  const subjects = (await h.sendMails()).map(({ subject }) => subject);
  expect(subjects).toEqual(
    expect.arrayContaining(['Your second factor is on', 'Your second factor was taken away']),
  );
});

test('a factor in force is not replaced by enrolling another', async () => {
  await using h = await createAuthHarness();
  const { any, app } = await withFactor(h);

  expect(await any.secondFactor.enrol({ password, totp: app.code() }).catch(codeOf)).toBe(
    'SECOND_FACTOR_ALREADY_ENABLED',
  );
  await h.clock.advance(stepMs);
  expect(await any.secondFactor.confirm({ totp: app.code() }).catch(codeOf)).toBe(
    'SECOND_FACTOR_NOT_ENABLED',
  );
});

test('neither the secret nor a recovery code is in the database, the audit trail or a mail', async () => {
  await using h = await createAuthHarness();
  const { enrolled, recoveryCodes } = await withFactor(h);

  const kept = [
    h.storedBytes().toString('latin1'),
    JSON.stringify(h.audit()),
    JSON.stringify(await h.sendMails()),
  ].join('\n');

  for (const secret of [enrolled.secret, ...recoveryCodes]) {
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(secret.replaceAll('-', ''));
  }
  const bytes = createAuthenticatorApp(enrolled.secret, h.clock).secret;
  expect(h.storedBytes().includes(Buffer.from(bytes))).toBe(false);
});

test('a secret moved to another user does not open', async () => {
  await using h = await createAuthHarness();
  const { app } = await withFactor(h);
  const bob = await h.given.user({ email: 'bob@example.com' });
  h.run(`UPDATE second_factors SET user_id = '${bob.userId}'`);

  await expect(
    h.call().login({ email: 'bob@example.com', password, totp: app.code() }),
  ).rejects.toMatchObject({ cause: { code: 'SEALED_RECORD_INVALID' } });
});

test('where the organization requires a factor, who has none looks after the own profile, and nothing there', async () => {
  await using h = await createAuthHarness();
  const { any: owner, app } = await withFactor(h);
  await owner.security.setPolicy({ secondFactorRequired: true, password, totp: app.code() });
  expect(await owner.security.policy()).toMatchObject({ secondFactorRequired: true });
  await h.clock.advance(stepMs);
  await owner.secondFactor.disable({ password, totp: app.code() });

  const refused = [
    () => owner.webhooks.list({}),
    () => owner.deployments.list({}),
    () => owner.account.export({ password }),
    () => owner.security.setPolicy({ secondFactorRequired: false, password }),
  ];
  for (const call of refused)
    expect(await call().catch(codeOf)).toBe('SECOND_FACTOR_ENROLMENT_REQUIRED');
  expect(await owner.auth.profile()).toMatchObject({ email });
  expect(await owner.secondFactor.get()).toMatchObject({ enabled: false, required: true });

  const { secret } = await owner.secondFactor.enrol({ password });
  await owner.secondFactor.confirm({
    totp: createAuthenticatorApp(secret, h.clock).code(),
  });
  await expect(owner.webhooks.list({})).resolves.toMatchObject({ items: [] });
});

test('who must enrol and will not goes to another organization, or leaves', async () => {
  await using h = await createAuthHarness();
  const { any: owner, app } = await withFactor(h);
  await owner.security.setPolicy({ secondFactorRequired: true, password, totp: app.code() });
  const { organizationId: strict } = await owner.auth.profile();
  const guest = await h.given.user({ email: 'bob@example.com' });
  const { organizationId: own } = await h.callAny(guest.accessToken).auth.profile();
  h.run(
    `INSERT INTO memberships (user_id, organization_id, role, created_at)
     VALUES ('${guest.userId}', '${strict}', 'viewer', ${h.clock.now().getTime()})`,
  );
  const enter = async (accessToken: string, organizationId: string) =>
    (await h.callAny(accessToken).auth.switchOrganization({ organizationId })).accessToken;
  const inside = await enter(guest.accessToken, strict);
  const refused = () => h.callAny(inside).members.list({}).catch(codeOf);
  expect(await refused()).toBe('SECOND_FACTOR_ENROLMENT_REQUIRED');

  const { items } = await h.callAny(inside).organizations.list();
  const isCurrent = new Map(items.map((each) => [each.id, each.isCurrent]));
  expect(isCurrent).toEqual(
    new Map([
      [own, false],
      [strict, true],
    ]),
  );
  const outside = await enter(inside, own);
  await expect(h.callAny(outside).members.list({})).resolves.toBeDefined();

  const again = await enter(outside, strict);
  await expect(h.callAny(again).members.leave()).resolves.toEqual({ success: true });
  expect(await h.callAny(again).auth.profile().catch(codeOf)).toBe('UNAUTHORIZED');
});

test('a key is no way around a required factor: it is refused until its maker has one', async () => {
  await using h = await createAuthHarness();
  const { any: owner, app } = await withFactor(h);
  const proof = () => ({ password, totp: app.code() });
  const { key } = await owner.apiKeys.create({ name: 'Ledger', scopes: ['read'], ...proof() });
  const listByKey = () => h.callAny(key).deployments.list({});
  await h.clock.advance(stepMs);

  await owner.security.setPolicy({ secondFactorRequired: true, ...proof() });
  await expect(listByKey()).resolves.toMatchObject({ items: [] });

  await h.clock.advance(stepMs);
  await owner.secondFactor.disable(proof());
  await expect(listByKey()).rejects.toMatchObject({
    cause: {
      code: 'SECOND_FACTOR_ENROLMENT_REQUIRED',
      status: 403,
      message: expect.stringContaining('who made the API key has none'),
    },
  });
  const another = { name: 'Another', scopes: ['read' as const], password };
  expect(await owner.apiKeys.create(another).catch(codeOf)).toBe(
    'SECOND_FACTOR_ENROLMENT_REQUIRED',
  );

  const { secret } = await owner.secondFactor.enrol({ password });
  await owner.secondFactor.confirm({ totp: createAuthenticatorApp(secret, h.clock).code() });
  await expect(listByKey()).resolves.toMatchObject({ items: [] });
});

test('the owner needs a factor before it is asked of everybody, and nobody else may ask', async () => {
  await using h = await createAuthHarness();
  const { accessToken, userId } = await h.given.user();
  const set = () =>
    h.callAny(accessToken).security.setPolicy({ secondFactorRequired: true, password });

  expect(await set().catch(codeOf)).toBe('SECOND_FACTOR_NOT_ENABLED');
  h.setRole(userId, 'admin');
  expect(await set().catch(codeOf)).toBe('FORBIDDEN');
});

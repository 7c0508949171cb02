import { createHash } from 'node:crypto';
import {
  isAlgorandAddress,
  isEvmAddress,
  sessionAnswer,
  type ErrorCode,
} from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { orderOf, signerOfAnything } from '../../signer/fixtures.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const good = { email: 'ann@example.com', password: goodPassword, confirmPassword: goodPassword };

test('register() opens an account on both chain families and signs the user in', async () => {
  await using h = await createAuthHarness();

  const answer = await h.call().register({ ...good, fullName: 'Ann Example' });

  expect(sessionAnswer.parse(answer)).toMatchObject({ email: 'ann@example.com', expiresIn: 3_600 });
  expect(isAlgorandAddress(answer.algorandAddress)).toBe(true);
  expect(isEvmAddress(answer.evmAddress)).toBe(true);
  const { organization, role, user } = await h.authenticate(answer.accessToken);
  expect(role).toBe('owner');
  expect(organization.tier).toBe('Free');
  expect(user).toMatchObject({ id: answer.userId, fullName: 'Ann Example', status: 'active' });
  expect((await h.call().refresh({ refreshToken: answer.refreshToken })).userId).toBe(user.id);
});

test('the stored accounts sign for the addresses of the answer', async () => {
  await using h = await createAuthHarness();
  const { accessToken, algorandAddress, evmAddress } = await h.given.user();
  const { organization } = await h.authenticate(accessToken);

  const avm = await h.store.getIssuer(organization.id, 'avm');
  const evm = await h.store.getIssuer(organization.id, 'evm');

  expect([avm.address, evm.address]).toEqual([algorandAddress, evmAddress]);
  const signer = signerOfAnything(h.deps.vault);
  expect(await signer.signAvm(orderOf(avm))).toHaveLength(64);
  await expect(signer.signEvm(orderOf(evm))).resolves.toBeDefined();
});

test('the email is trimmed and lower-cased before anything else', async () => {
  await using h = await createAuthHarness();

  const answer = await h.call().register({ ...good, email: '  Ann@Example.COM\n' });

  expect(answer.email).toBe('ann@example.com');
  await expect(
    h.call().login({ email: 'ANN@example.com', password: goodPassword }),
  ).resolves.toMatchObject({
    userId: answer.userId,
  });
});

test.each<[string, object, { code: ErrorCode; path: string; message?: unknown }[]]>([
  [
    'a weak password',
    { password: 'short', confirmPassword: 'short' },
    [
      { code: 'WEAK_PASSWORD', path: 'password' },
      { code: 'WEAK_PASSWORD', path: 'password' },
      { code: 'WEAK_PASSWORD', path: 'password' },
      { code: 'WEAK_PASSWORD', path: 'password' },
      { code: 'WEAK_PASSWORD', path: 'password', message: expect.stringContaining('breached') },
    ],
  ],
  [
    'a breached password that follows the rules',
    { password: 'P@ssw0rd2026!', confirmPassword: 'P@ssw0rd2026!' },
    [{ code: 'WEAK_PASSWORD', path: 'password', message: expect.stringContaining('breached') }],
  ],
  [
    'another repetition',
    { confirmPassword: `${goodPassword}x` },
    [{ code: 'INVALID_REQUEST', path: 'confirmPassword' }],
  ],
  ['no password', { password: undefined }, [{ code: 'MISSING_REQUIRED_FIELD', path: 'password' }]],
  [
    'no repetition',
    { confirmPassword: undefined },
    [{ code: 'MISSING_REQUIRED_FIELD', path: 'confirmPassword' }],
  ],
  ['no email', { email: undefined }, [{ code: 'MISSING_REQUIRED_FIELD', path: 'email' }]],
  ['no email address', { email: 'ann' }, [{ code: 'INVALID_REQUEST', path: 'email' }]],
  [
    'a password that is no text',
    { password: 12_345_678 },
    [{ code: 'INVALID_REQUEST', path: 'password' }],
  ],
  ['a field of no meaning', { admin: true }, [{ code: 'UNKNOWN_FIELD', path: 'admin' }]],
  ['an empty name', { fullName: ' ' }, [{ code: 'INVALID_REQUEST', path: 'fullName' }]],
])(
  '%s is refused with its code and path, and nothing is stored',
  async (_what, change, problems) => {
    await using h = await createAuthHarness();

    const registering = h.call().register({ ...good, ...change });

    await expect(registering).rejects.toMatchObject({
      cause: {
        code: problems[0]?.code,
        status: 400,
        details: { problems: problems.map((each) => expect.objectContaining(each)) },
      },
    });
    expect(h.countOf('users')).toBe(0);
    expect(h.derivations.count).toBe(0);
  },
);

test('all problems come at once', async () => {
  await using h = await createAuthHarness();

  const registering = h
    .call()
    .register({ password: 'abcdefgh1', confirmPassword: 'other', surprise: 1 } as never);

  const error = await registering.catch((thrown: { cause: unknown }) => thrown.cause);
  expect(error).toMatchObject({ code: 'INVALID_REQUEST' });
  const { problems } = (error as { details: { problems: { code: string; path: string }[] } })
    .details;
  expect(problems.map(({ code, path }) => `${code} ${path}`).toSorted()).toEqual([
    'INVALID_REQUEST confirmPassword',
    'MISSING_REQUIRED_FIELD email',
    'UNKNOWN_FIELD surprise',
    'WEAK_PASSWORD password',
    'WEAK_PASSWORD password',
  ]);
});

test('an email that is registered is refused before anything costly, in whatever case', async () => {
  await using h = await createAuthHarness();
  await h.given.user();

  const again = h.call().register({ ...good, email: 'ANN@example.com' });

  await expect(again).rejects.toMatchObject({
    cause: { code: 'USER_ALREADY_EXISTS', status: 409 },
  });
  expect(h.derivations.count).toBe(1);
});

test('of two registrations of one email at once, one becomes the user and nothing is left of the other', async () => {
  await using h = await createAuthHarness();

  const results = await Promise.allSettled([1, 2, 3].map(() => h.given.user()));

  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toMatchObject({ cause: { code: 'USER_ALREADY_EXISTS' } });
    }
  }
  expect(h.countOf('users')).toBe(1);
  expect(h.countOf('organizations')).toBe(1);
  expect(h.countOf('accounts')).toBe(2);
  expect(h.countOf('sessions')).toBe(1);
});

test('when too many register at once, the rest is told when to come back', async () => {
  const release = Promise.withResolvers<void>();
  await using h = await createAuthHarness({
    queueLimit: 1,
    async pbkdf2(_password, _salt, _iterations, keyLength) {
      await release.promise;
      return Buffer.alloc(keyLength, 1);
    },
  });
  const emails = ['a@example.com', 'b@example.com', 'c@example.com'];
  const registering = emails.map((email) => h.given.user({ email }));

  const refused = await Promise.any(
    registering.map((each) =>
      each.then(
        () => Promise.reject(new Error()),
        (error: unknown) => error,
      ),
    ),
  );
  release.resolve();

  expect(refused).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    cause: { code: 'REGISTRATION_BUSY', retryAfterSeconds: 1 },
  });
  const results = await Promise.allSettled(registering);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
});

test('the audit trail has registrations and refusals, without the address of a stranger', async () => {
  await using h = await createAuthHarness();
  const { userId } = await h.given.user();
  await h.given.user().catch(() => {});

  const [registered, refused] = h.audit();

  expect(registered).toMatchObject({
    action: 'auth.register',
    outcome: 'success',
    actor: userId,
    ip: '192.0.2.7',
    user_agent: 'test agent',
    correlation_id: 'test-correlation',
    target: expect.stringMatching(/^ses_/),
  });
  expect(refused).toMatchObject({
    action: 'auth.register',
    outcome: 'failure',
    error_code: 'USER_ALREADY_EXISTS',
    actor: 'anonymous',
    organization_id: null,
    details: { emailSha256: createHash('sha256').update('ann@example.com').digest('hex') },
  });
});

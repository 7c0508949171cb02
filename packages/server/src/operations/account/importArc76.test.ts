import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import {
  algorandAccountOf,
  arc76PasswordInput,
  deriveArc76Seed,
  importArc76Answer,
  importWarning,
  toWireError,
  type ImportArc76Request,
  type Pbkdf2,
} from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { pbkdf2Sha256OffLoop } from '../../signer/pbkdf2OffLoop.ts';
import { keySubjectOf } from '../../signer/subjects.ts';
import { createAuthenticatorApp } from '../../testing/authenticatorApp.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';
import { toAppError } from '../../trpc/errors.ts';

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly email: string | null;
  readonly password: string;
  readonly slot: number;
  readonly seedHex: string;
  readonly algorandAddress: string;
}

const core = new URL('../../../../core/src/account/vectors/arc76.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(core, 'utf8')) as { vectors: Vector[] };
const ofEmails = vectors.filter(({ kind, email }) => kind !== 'negative' && email !== null);

/** What the tests that are not about vectors bring in; the email and password of nobody. */
const arc76 = { email: 'Sentinel-mail@example.com', password: 'Sentinel arc76 passw0rd 5b2d' };
const request = { arc76, acceptRisk: true, password: goodPassword };

/** Costs nothing, and gives the same seed for the same facts, as the real one does. */
const quick: Pbkdf2 = async (password, salt) =>
  createHash('sha256').update(password).update(salt).digest();

const codeOf = (error: unknown) => (error as { cause: { code: string } }).cause.code;

test('the published vectors of the email form are brought in with their addresses and seeds', async () => {
  await using h = await createAuthHarness({ pbkdf2: pbkdf2Sha256OffLoop });
  const user = await h.given.user();
  const { organization } = await h.authenticate(user.accessToken);
  expect(ofEmails).toHaveLength(8);

  for (const { id, email, password, slot, seedHex, algorandAddress } of ofEmails) {
    const saltEncoding = id.endsWith('-dotnet') ? 'ascii' : 'utf-8';
    const { account } = await h.callAccount(user.accessToken).importArc76({
      arc76: { email: email ?? '', password, slot, saltEncoding },
      expectedAddress: algorandAddress,
      acceptRisk: true,
      password: goodPassword,
    });

    expect(account).toMatchObject({ address: algorandAddress, slot, origin: 'imported' });
    const stored = await h.store.getIssuer(organization.id, 'avm');
    expect(stored.address).toBe(algorandAddress);
    const seed = await h.deps.vault.open(keySubjectOf(stored), stored.sealedKey);
    expect(Buffer.from(seed).toString('hex')).toBe(seedHex);
  }
});

test('an imported account issues from then on, the first stays, and the EVM account is untouched', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const user = await h.given.user();

  const answer = await h.callAccount(user.accessToken).importArc76(request);

  const { account } = importArc76Answer.parse(answer);
  expect(account).toMatchObject({
    family: 'avm',
    networks: expect.arrayContaining(['algorand-mainnet', 'voi-mainnet', 'aramid-mainnet']),
    issuing: true,
  });
  expect(answer).toMatchObject({ previousAddress: user.algorandAddress, warning: importWarning });
  const { items } = await h.callAccount(user.accessToken).list();
  expect(items.map(({ address, origin, issuing }) => [address, origin, issuing])).toEqual([
    [user.algorandAddress, 'created', false],
    [user.evmAddress, 'created', true],
    [account.address, 'imported', true],
  ]);
  const refreshed = await h.call().refresh({ refreshToken: user.refreshToken });
  expect(refreshed).toMatchObject({
    algorandAddress: account.address,
    evmAddress: user.evmAddress,
  });
  expect(await h.call(refreshed.accessToken).profile()).toMatchObject({
    algorandAddress: account.address,
  });
  const [, claims = ''] = refreshed.accessToken.split('.');
  expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
    algorand_address: account.address,
  });
});

test('an import is audited, in the security activity, and told the owner by mail', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const user = await h.given.user();

  const { account } = await h.callAccount(user.accessToken).importArc76(request);

  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.import_arc76',
    outcome: 'success',
    actor: user.userId,
    target: account.accountId,
    ip: '192.0.2.7',
    details: {
      address: account.address,
      previous: user.algorandAddress,
      slot: 0,
      acceptedWarning: 1,
    },
  });
  const { items } = await h.callAny(user.accessToken).security.activity({});
  expect(items[0]).toMatchObject({ action: 'account.import_arc76', outcome: 'success' });
  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({
    to: user.email,
    subject: 'An account was brought into your organization',
  });
  expect(mail?.text).toContain(account.address);
});

test.each<[string, string, Partial<ImportArc76Request>]>([
  ['without the risk accepted', 'ACCOUNT_RISK_NOT_ACCEPTED', { acceptRisk: undefined }],
  ['with the risk refused', 'ACCOUNT_RISK_NOT_ACCEPTED', { acceptRisk: false }],
  ['for another address', 'ACCOUNT_ADDRESS_MISMATCH', { expectedAddress: 'A'.repeat(58) }],
  ['without proof', 'STEP_UP_REQUIRED', { password: undefined }],
  ['with a wrong password', 'PASSWORD_CONFIRMATION_FAILED', { password: `${goodPassword}!` }],
])('%s nothing is stored, and the refusal is audited', async (_, code, change) => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const user = await h.given.user();
  const mails = h.outbox().length;

  const refused = h.callAccount(user.accessToken).importArc76({ ...request, ...change });

  expect(await refused.catch(codeOf)).toBe(code);
  expect(h.countOf('accounts')).toBe(2);
  expect(h.outbox()).toHaveLength(mails);
  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.import_arc76',
    outcome: 'failure',
    error_code: code,
    details: {},
  });
});

test('the refusal without consent shows the warning, and costs no derivation', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  const before = h.derivations.count;

  const refused = h.callAccount(accessToken).importArc76({ ...request, acceptRisk: false });

  await expect(refused).rejects.toMatchObject({
    cause: { status: 400, details: { warning: importWarning } },
  });
  expect(h.derivations.count).toBe(before);
});

test.each<[string, object]>([
  ['no account', {}],
  ['no email', { arc76: { password: 'p' } }],
  ['an empty password', { arc76: { ...arc76, password: '' } }],
  ['half a character', { arc76: { ...arc76, password: 'p\ud800' } }],
  ['a slot below 0', { arc76: { ...arc76, slot: -1 } }],
  ['a slot that is text', { arc76: { ...arc76, slot: '0' } }],
  ['a slot too large', { arc76: { ...arc76, slot: 2 ** 31 } }],
  ['an unknown field', { arc76: { ...arc76, phrase: 'p' } }],
  ['an EVM address', { arc76, expectedAddress: `0x${'0'.repeat(40)}` }],
])('%s is refused with 400, without a derivation', async (_, change) => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  const before = h.derivations.count;
  const body = { password: goodPassword, acceptRisk: true, ...change } as ImportArc76Request;

  const refused = h.callAccount(accessToken).importArc76(body);

  const error = toAppError(await refused.catch((thrown: unknown) => thrown), body);
  expect(error.status).toBe(400);
  expect(h.derivations.count).toBe(before);
});

test('a second factor that is on is asked for too', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  const any = h.callAny(accessToken);
  const { secret } = await any.secondFactor.enrol({ password: goodPassword });
  const app = createAuthenticatorApp(secret, h.clock);
  await any.secondFactor.confirm({ totp: app.code() });
  await h.clock.advance(60_000);

  expect(await any.account.importArc76(request).catch(codeOf)).toBe('STEP_UP_REQUIRED');
  await expect(any.account.importArc76({ ...request, totp: app.code() })).resolves.toBeDefined();
});

test.each(['admin', 'issuer', 'compliance', 'viewer'])(
  'the role %s can neither import nor choose, but see the accounts',
  async (role) => {
    await using h = await createAuthHarness({ pbkdf2: quick });
    const { accessToken, userId } = await h.given.user();
    h.setRole(userId, role);
    const { items } = await h.callAccount(accessToken).list();
    const accountId = items[0]?.accountId ?? '';
    const proof = { password: goodPassword };

    const refused = [
      h.callAccount(accessToken).importArc76(request),
      h.callAccount(accessToken).chooseIssuing({ accountId, ...proof }),
    ];

    for (const each of refused) expect(await each.catch(codeOf)).toBe('FORBIDDEN');
    expect(items).toHaveLength(2);
  },
);

test('an account that is there is not brought in twice, however often it is asked for at once', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password: goodPassword });

  const codes = await Promise.all(
    Array.from({ length: 10 }, () =>
      h
        .callAccount(accessToken)
        .importArc76({ arc76, acceptRisk: true })
        .then(() => 'ok', codeOf),
    ),
  );

  expect(codes.toSorted().toReversed()).toEqual(['ok', ...Array(9).fill('ACCOUNT_ALREADY_HELD')]);
  expect(h.countOf('accounts')).toBe(3);
  expect(h.outbox().filter(({ kind }) => kind === 'issuing-account')).toHaveLength(1);
});

test("the organization's own account of the words is found to be there too", async () => {
  // The password form of a phrase is no email form; only a registration that derives alike can meet it.
  const same: Pbkdf2 = async () => Buffer.alloc(32, 'public test seed');
  await using h = await createAuthHarness({ pbkdf2: same });
  const user = await h.given.user();

  await expect(h.callAccount(user.accessToken).importArc76(request)).rejects.toMatchObject({
    cause: {
      code: 'ACCOUNT_ALREADY_HELD',
      status: 409,
      details: { address: user.algorandAddress, issuing: true },
    },
  });
});

test('two organizations may bring in one account, and neither learns of the other', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const [ann, bob] = [
    await h.given.user({ email: 'ann@example.com' }),
    await h.given.user({ email: 'bob@example.com' }),
  ];
  const first = await h.callAccount(ann.accessToken).importArc76(request);

  const second = await h.callAccount(bob.accessToken).importArc76(request);

  const shown = ({ account, ...answer }: typeof first) => ({
    ...answer,
    account: { ...account, accountId: '', createdAt: '' },
    previousAddress: '',
  });
  expect(shown(second)).toEqual(shown(first));
  const { items } = await h.callAccount(bob.accessToken).list();
  expect(items.map(({ accountId }) => accountId)).not.toContain(first.account.accountId);
  expect(
    await h
      .callAccount(bob.accessToken)
      .chooseIssuing({ accountId: first.account.accountId, password: goodPassword })
      .catch(codeOf),
  ).toBe('ACCOUNT_NOT_FOUND');
});

test('a key repeats the first answer, also after another account was chosen; with other facts it is refused', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  const call = (change = {}) =>
    h.callAccount(accessToken, 'import-1').importArc76({ ...request, ...change });
  const first = await call();
  const [created] = (await h.callAccount(accessToken).list()).items;
  await h
    .callAccount(accessToken)
    .chooseIssuing({ accountId: created?.accountId ?? '', password: goodPassword });

  expect(await call()).toEqual(first);
  for (const change of [
    { arc76: { ...arc76, slot: 1 } },
    { arc76: { ...arc76, password: 'another' } },
    { expectedAddress: first.account.address },
  ])
    expect(await call(change).catch(codeOf)).toBe('IDEMPOTENCY_KEY_MISMATCH');
  expect(h.countOf('accounts')).toBe(3);
});

test('ten requests at once with one key bring one account in, and all get its answer', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password: goodPassword });

  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      h.callAccount(accessToken, 'import-2').importArc76({ arc76, acceptRisk: true }),
    ),
  );

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('a full line answers 429 with the time to come back, and loses nobody who waits in it', async () => {
  const release = Promise.withResolvers<void>();
  let held = false;
  const slow: Pbkdf2 = async (...args) => {
    if (held) await release.promise;
    return quick(...args);
  };
  await using h = await createAuthHarness({ pbkdf2: slow, queueLimit: 1 });
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password: goodPassword });
  held = true;
  const call = (slot: number) =>
    h.callAccount(accessToken).importArc76({ arc76: { ...arc76, slot }, acceptRisk: true });

  const waiting = [0, 1, 2, 3, 4].map((slot) =>
    call(slot).then(
      () => 'ok',
      (error) => error,
    ),
  );
  const settled = await Promise.race(waiting);
  expect(settled).toMatchObject({
    cause: { code: 'REGISTRATION_BUSY', status: 429, retryAfterSeconds: expect.any(Number) },
  });
  release.resolve();

  const outcomes = await Promise.all(waiting);
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(2);
  expect(h.countOf('accounts')).toBe(4);
});

test('no more than twenty are brought in', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  await h.call(accessToken).stepUp({ password: goodPassword });
  const call = (slot: number) =>
    h.callAccount(accessToken).importArc76({ arc76: { ...arc76, slot }, acceptRisk: true });
  for (let slot = 0; slot < 20; slot += 1) await call(slot);

  await expect(call(20)).rejects.toMatchObject({
    cause: { code: 'ACCOUNT_LIMIT', status: 409, details: { limit: 20 } },
  });
});

test('neither email nor password of the account is stored, hashed fast, logged or shown', async () => {
  await using h = await createAuthHarness({ pbkdf2: quick });
  const { accessToken } = await h.given.user();
  const account = h.callAccount(accessToken, 'import-3');
  const shown: unknown[] = [await account.importArc76(request)];
  for (const change of [
    { acceptRisk: false },
    { expectedAddress: 'A'.repeat(58) },
    { password: 'wrong' },
    { arc76: { ...arc76, slot: 7 } },
    { arc76: { ...arc76, slot: -1 } },
    { arc76: { ...arc76, [arc76.email]: 'no field' } },
    { arc76: { ...arc76, email: [arc76.email] } },
    { arc76: `${arc76.email} ${arc76.password}` },
  ]) {
    const body = { ...request, ...change };
    const thrown: unknown = await account.importArc76(body as never).catch((error) => error);
    const error = toAppError(thrown, body);
    shown.push(
      toWireError(error, { correlationId: 'c', now: h.clock.now() }),
      inspect(error, { depth: 9, showHidden: true }),
    );
  }
  shown.push(await h.sendMails(), h.audit());

  const stored = h.storedBytes();
  const printed = inspect(shown, { depth: 9 });
  for (const secret of [arc76.password, arc76.email]) {
    for (const form of formsOf(secret)) expect(stored.includes(form)).toBe(false);
  }
  // A field's name is told back, so that a mistyped one is found; its value never.
  for (const secret of [arc76.password]) expect(printed).not.toContain(secret);
  for (const both of [`${arc76.email}${arc76.password}`, JSON.stringify(arc76)])
    for (const form of formsOf(both)) expect(stored.includes(form)).toBe(false);
});

function formsOf(text: string): (string | Buffer)[] {
  const sha256 = createHash('sha256').update(text).digest();
  return [
    text,
    text.toLowerCase(),
    Buffer.from(text).toString('base64').replace(/=+$/, ''),
    sha256,
    sha256.toString('hex'),
    sha256.toString('base64'),
  ];
}

test('the words go on opening what was made of them, and the export says what they do not open', async () => {
  await using h = await createAuthHarness({ pbkdf2: pbkdf2Sha256OffLoop });
  const user = await h.given.user();
  const { account } = await h.callAccount(user.accessToken).importArc76(request);

  const exported = await h.callAccount(user.accessToken).export({ password: goodPassword });

  expect(exported).toMatchObject({
    algorandAddress: user.algorandAddress,
    evmAddress: user.evmAddress,
    notOpened: [account.address],
  });
  const input = arc76PasswordInput({ password: exported.mnemonic });
  const seed = await deriveArc76Seed(input, pbkdf2Sha256OffLoop);
  expect(algorandAccountOf(seed).address).toBe(user.algorandAddress);
});

/**
 * Forged access tokens against the running app. Each has a number, by which docs/security.md names it.
 *
 * The forger here even knows the secret where that makes the attack stronger; what must stop it is named by the attack.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailTokenSubject } from '../mail/mailTokenSubject.ts';
import { createHarness, type Harness, type SignedInUser } from '../../testing/createHarness.ts';

const secret = 'public test secret, of 32 bytes and more';
const attacker = Buffer.from('the secret of the attacker, as long as ours');
const head = { alg: 'HS256', typ: 'JWT' };

let h: Harness;
let ann: SignedInUser;
let bob: SignedInUser;
let claims: Record<string, unknown>;
let seconds: number;

beforeAll(async () => {
  h = await createHarness({ env: { JWT_SECRET: secret } });
  ann = await h.given.signedInUser();
  bob = await h.given.signedInUser();
  claims = JSON.parse(Buffer.from(ann.accessToken.split('.')[1] ?? '', 'base64url').toString());
  seconds = Number(claims['iat']);
});
afterAll(() => h[Symbol.asyncDispose]());

interface Forgery {
  readonly header?: object;
  readonly claims?: object;
  /** In place of head and claims: as it is written. */
  readonly headText?: string;
  readonly claimsText?: string;
  readonly key?: string | Buffer;
  readonly hash?: string;
  readonly signature?: string;
}

function forge(forgery: Forgery = {}): string {
  const headText = forgery.headText ?? JSON.stringify(forgery.header ?? head);
  const claimsText = forgery.claimsText ?? JSON.stringify({ ...claims, ...forgery.claims });
  const signed = [headText, claimsText]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const right = createHmac(forgery.hash ?? 'sha256', forgery.key ?? secret).update(signed);
  return `${signed}.${forgery.signature ?? right.digest('base64url')}`;
}

const header = (fields: object, more: Forgery = {}) =>
  forge({ header: { ...head, ...fields }, ...more });
const claim = (fields: object) => forge({ claims: fields });
const parts = (token: string) => token.split('.') as [string, string, string];
/** The same bytes, with unused bits of the last letter set. */
const respelt = (text: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1];
};
const oct = { kty: 'oct', k: attacker.toString('base64url'), alg: 'HS256' };

const attacks: readonly (readonly [name: string, token: () => string])[] = [
  ['T01 alg none without a signature', () => header({ alg: 'none' }, { signature: '' })],
  ['T02 alg none with the right signature', () => header({ alg: 'none' })],
  ['T03 alg None', () => header({ alg: 'None' }, { signature: '' })],
  ['T04 alg NONE', () => header({ alg: 'NONE' }, { signature: '' })],
  ['T05 alg nOnE', () => header({ alg: 'nOnE' })],
  ['T06 alg HS384', () => header({ alg: 'HS384' }, { hash: 'sha384' })],
  ['T07 alg HS512', () => header({ alg: 'HS512' }, { hash: 'sha512' })],
  ['T08 alg RS256 with an HMAC', () => header({ alg: 'RS256' })],
  ['T09 alg ES256 with an HMAC', () => header({ alg: 'ES256' })],
  ['T10 alg PS256 with an HMAC', () => header({ alg: 'PS256' })],
  ['T11 alg EdDSA with an HMAC', () => header({ alg: 'EdDSA' })],
  ['T12 alg hs256', () => header({ alg: 'hs256' })],
  ['T13 no alg', () => forge({ header: { typ: 'JWT' } })],
  ['T14 alg as a list', () => header({ alg: ['HS256'] })],
  ['T15 an embedded jwk', () => header({ jwk: oct }, { key: attacker })],
  ['T16 a jku', () => header({ jku: 'https://evil.example/keys' }, { key: attacker })],
  ['T17 an x5u', () => header({ x5u: 'https://evil.example/cert' }, { key: attacker })],
  ['T18 an x5c', () => header({ x5c: ['MIIB'] }, { key: attacker })],
  ['T19 a kid that is a path to nothing', () => header({ kid: '../../../dev/null' }, { key: '' })],
  ['T20 a kid that is SQL', () => header({ kid: "' UNION SELECT 'x" }, { key: 'x' })],
  ['T21 a kid that nobody gave', () => header({ kid: 'unknown' })],
  ['T22 a kid __proto__', () => header({ kid: '__proto__' })],
  ['T23 a kid that is an object', () => header({ kid: {} })],
  ['T24 an unknown crit', () => header({ crit: ['exp2'], exp2: 1 })],
  ['T25 b64 false, declared critical', () => header({ b64: false, crit: ['b64'] })],
  ['T26 an empty crit', () => header({ crit: [] })],
  ['T27 typ at+jwt', () => header({ typ: 'at+jwt' })],
  ['T28 no typ in the head', () => forge({ header: { alg: 'HS256' } })],
  ['T29 five parts, as if encrypted', () => `${forge()}.a.b`],
  ['T30 a claim twice', () => forge({ claimsText: twice('sub', bob.userId) })],
  ['T31 alg twice', () => forge({ headText: '{"alg":"none","typ":"JWT","alg":"HS256"}' })],
  ['T32 no exp', () => claim({ exp: undefined })],
  ['T33 exp as text', () => claim({ exp: String(seconds + 3_600) })],
  ['T34 exp in a hundred years', () => claim({ exp: seconds + 3_155_760_000 })],
  ['T35 exp beyond all numbers', () => forge({ claimsText: raw('exp', '1e999') })],
  ['T36 nbf in the future', () => claim({ nbf: seconds + 60 })],
  ['T37 nbf as text', () => claim({ nbf: '0' })],
  ['T38 iat in the future', () => claim({ iat: seconds + 60, exp: seconds + 3_660 })],
  ['T39 no iat', () => claim({ iat: undefined })],
  ['T40 another aud', () => claim({ aud: 'another' })],
  ['T41 no aud', () => claim({ aud: undefined })],
  ['T42 another iss', () => claim({ iss: 'another' })],
  ['T43 no iss', () => claim({ iss: undefined })],
  ['T44 typ refresh', () => claim({ typ: 'refresh' })],
  ['T45 a refresh token in place of it', () => h.deps.accessTokens.newRefreshToken()],
  ['T46 another secret', () => forge({ key: attacker })],
  ['T47 an empty secret', () => forge({ key: '' })],
  ['T48 the session of somebody else', () => claim({ sid: bob.sessionId })],
  ['T49 another user', () => claim({ sub: bob.userId })],
  ['T50 another organization', () => claim({ org: bob.organizationId })],
  ['T51 the signature of another token', () => swapSignature()],
  ['T52 a shortened signature', () => ann.accessToken.slice(0, -4)],
  ['T53 no signature', () => `${parts(ann.accessToken).slice(0, 2).join('.')}.`],
  ['T54 another spelling of the signature', () => respelt(ann.accessToken)],
  ['T55 padding', () => `${ann.accessToken}=`],
  ['T56 a fourth part', () => `${ann.accessToken}.`],
  ['T57 other letters for the same bytes', () => ann.accessToken.replace('.', '.+')],
  ['T58 spaces in the JSON', () => forge({ claimsText: JSON.stringify(claims, null, 1) })],
  ['T59 claims that are a list', () => forge({ claimsText: '[]' })],
  ['T60 claims that are no JSON', () => forge({ claimsText: '{' })],
  ['T61 64 kB', () => claim({ name: 'x'.repeat(65_536) })],
  ['T62 an inherited claim', () => forge({ claimsText: '{"__proto__":{"sub":"root"}}' })],
];

function twice(name: string, first: string): string {
  return JSON.stringify(claims).replace('{', `{"${name}":"${first}",`);
}

function raw(name: string, value: string): string {
  return JSON.stringify(claims).replace(new RegExp(`"${name}":\\d+`), `"${name}":${value}`);
}

function swapSignature(): string {
  const [first, second] = parts(ann.accessToken);
  return `${first}.${second}.${parts(bob.accessToken)[2]}`;
}

async function ask(token: string) {
  const { status, headers, body } = await h.request('/api/v1/auth/profile', { token });
  const { correlationId: _, timestamp: __, ...same } = body;
  return { status, challenge: headers.get('www-authenticate'), body: same };
}

test('a token forged with everything right is taken, so that the others fail for what is wrong with them', async () => {
  expect((await ask(forge())).status).toBe(200);
});

test.each(attacks)('%s: 401, and the same body as every other', async (_, token) => {
  const refused = await ask('no token at all'.replaceAll(' ', '-'));

  expect(refused).toMatchObject({ status: 401, body: { errorCode: 'UNAUTHORIZED' } });
  expect(await ask(token())).toEqual(refused);
});

/** Makes a genuine token, and ends what it stands for. */
const endings: readonly (readonly [name: string, end: () => Promise<string>])[] = [
  ['T63 after logout', async () => endedBy('POST', '/api/v1/auth/logout')],
  [
    'T64 after sign-out everywhere',
    async () => endedBy('POST', '/api/v1/auth/sessions/revoke-all', { scope: 'all' }),
  ],
  [
    'T65 of a deactivated user',
    async () =>
      endedInDatabase(
        ({ userId }) => `UPDATE users SET status = 'inactive' WHERE id = '${userId}'`,
      ),
  ],
  [
    'T66 of a deleted user',
    async () =>
      endedInDatabase(
        ({ userId }) => `PRAGMA foreign_keys = OFF; DELETE FROM users WHERE id = '${userId}'`,
      ),
  ],
  [
    'T67 of a deleted session',
    async () =>
      endedInDatabase(
        ({ sessionId }) =>
          `PRAGMA foreign_keys = OFF; DELETE FROM sessions WHERE id = '${sessionId}'`,
      ),
  ],
  ['T68 from before a password change', () => beforePasswordChange()],
  ['T69 from before a reset of the password', () => beforeReset()],
  [
    'T70 of who was removed from the organization',
    async () => {
      const member = await h.given.member(ann, 'viewer');
      const token = (await h.given.steppedUp(ann)).accessToken;
      await h.request(`/api/v1/members/${member.userId}`, { method: 'DELETE', token, body: {} });
      return member.accessToken;
    },
  ],
  [
    'T71 of the organization that was left for another',
    async () => {
      const user = await h.given.signedInUser();
      const { body } = await h.request('/api/v1/organizations', {
        token: user.accessToken,
        body: { name: 'Another' },
      });
      await h.request('/api/v1/auth/switch-organization', {
        token: user.accessToken,
        body: { organizationId: body.id },
      });
      return user.accessToken;
    },
  ],
  ['T72 past its hour', async () => claim({ iat: seconds - 7_200, exp: seconds - 3_600 })],
  ['T73 past its hour by a second', async () => claim({ iat: seconds - 3_600, exp: seconds })],
  ['T74 of a session past its last day', async () => pastLastDay()],
];

/** Other spellings of one token: what would slip past a list of ended ones, were there one. */
const spellings: readonly (readonly [name: string, spell: (token: string) => string])[] = [
  ['T75 as it is', (token) => token],
  ['T76 unused bits of the signature set', respelt],
  ['T77 padding', (token) => `${token}=`],
  ['T78 padding of every part', (token) => parts(token).map(padded).join('.')],
  ['T79 the letters of base64', (token) => token.replaceAll('-', '+').replaceAll('_', '/')],
  ['T80 a dot at the end', (token) => `${token}.`],
  ['T81 a dot at the start', (token) => `.${token}`],
  ['T82 a comma and another token', (token) => `${token}, ${token}`],
  ['T83 a tab within', (token) => token.replace('.', '.\t')],
  ['T84 letters that stand for no bytes', (token) => token.replace('.', '~.')],
];

const padded = (part: string) => part.padEnd(Math.ceil(part.length / 4) * 4, '=');

test.each(endings)('%s: a genuine token is told the same as a forged one', async (_, end) => {
  const refused = await ask('no-token-at-all');

  expect(await ask(await end())).toEqual(refused);
});

test.each(spellings)('%s: a token that has ended is told the same', async (_, spell) => {
  const refused = await ask('no-token-at-all');

  expect(await ask(spell(await endedBy('POST', '/api/v1/auth/logout')))).toEqual(refused);
});

async function endedBy(method: string, path: string, body?: object): Promise<string> {
  const { accessToken: token } = await h.given.signedInUser();
  expect((await ask(token)).status).toBe(200);
  expect((await h.request(path, { method, token, ...(body && { body }) })).status).toBe(200);
  return token;
}

async function endedInDatabase(statement: (user: SignedInUser) => string): Promise<string> {
  const user = await h.given.signedInUser();
  expect((await ask(user.accessToken)).status).toBe(200);
  h.run(statement(user));
  // Another process did it: it counts here within a second.
  await h.clock.advance(1_000);
  return user.accessToken;
}

const password = 'Public test passw0rd';
const newPassword = 'Another public test passw0rd 2';

async function registered(email: string): Promise<string> {
  const body = { email, password, confirmPassword: password };
  const answer = await h.request('/api/v1/auth/register', { body });
  expect(answer.status).toBe(200);
  return answer.body.accessToken;
}

async function beforePasswordChange(): Promise<string> {
  const token = await registered('changed@example.com');
  const body = { currentPassword: password, newPassword, confirmPassword: newPassword };
  const changed = await h.request('/api/v1/auth/change-password', { token, body });
  expect(changed.status).toBe(200);
  return token;
}

async function beforeReset(): Promise<string> {
  const accessToken = await registered('reset@example.com');
  const { clock, store, vault } = h.deps;
  await h.request('/api/v1/auth/forgot-password', { body: { email: 'reset@example.com' } });
  const claim = { workerId: 'wrk_1', now: clock.now(), leaseMs: 1_000, limit: 100 };
  const mails = (await store.claimDueMails(claim)).map(({ mail }) => mail);
  const mail = mails.find(({ kind }) => kind === 'password-reset');
  const bytes = await vault.open(
    mailTokenSubject(mail?.id ?? ''),
    mail?.sealedToken ?? Buffer.of(),
  );
  const body = { token: Buffer.from(bytes).toString(), newPassword, confirmPassword: newPassword };
  expect((await h.request('/api/v1/auth/reset-password', { body })).status).toBe(200);
  return accessToken;
}

async function pastLastDay(): Promise<string> {
  return endedInDatabase(
    ({ sessionId }) =>
      `UPDATE sessions SET expires_at = ${h.clock.now().getTime()} WHERE id = '${sessionId}'`,
  );
}

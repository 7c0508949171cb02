import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { AppError } from '@biatec-tokens/core';
import { decodeProtectedHeader, decodeJwt } from 'jose';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Principal } from '../../ports/store/users.ts';
import { createManualClock } from '../../testing/manualClock.ts';
import { createAccessTokens } from './accessTokens.ts';

const secret = Buffer.alloc(32, 'public test secret');
const start = new Date('2026-03-01T12:00:00.000Z');
const startSeconds = start.getTime() / 1_000;
const principal: Principal = {
  user: {
    id: '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
    email: 'ann@example.com',
    fullName: null,
    passwordHash: 'unused',
    status: 'active',
    createdAt: start,
    emailVerifiedAt: null,
  },
  organization: { id: 'org_00000001', name: 'Ann', tier: 'Free', createdAt: start },
  role: 'owner',
  algorandAddress: 'A'.repeat(58),
  evmAddress: `0x${'0'.repeat(40)}`,
};
const goodClaims = {
  email: 'ann@example.com',
  algorand_address: principal.algorandAddress,
  org: 'org_00000001',
  role: 'owner',
  tier: 'Free',
  sid: 'ses_00000001',
  typ: 'access',
  sub: principal.user.id,
  iss: 'test-issuer',
  aud: 'test-audience',
  iat: startSeconds,
  exp: startSeconds + 3_600,
};

function harness(
  options: {
    secret?: Uint8Array;
    previousSecret?: Uint8Array;
    issuer?: string;
    audience?: string;
    rememberedMax?: number;
  } = {},
) {
  const clock = createManualClock(start);
  const tokens = createAccessTokens({
    secret,
    issuer: 'test-issuer',
    audience: 'test-audience',
    clock,
    ...options,
  });
  return { clock, tokens };
}

test('a token carries all claims, under HS256, for an hour', async () => {
  const { tokens } = harness();

  const { token, expiresInSeconds } = await tokens.issue(principal, 'ses_00000001');

  expect(decodeProtectedHeader(token)).toEqual({
    alg: 'HS256',
    typ: 'JWT',
    kid: expect.stringMatching(/^[\w-]{12}$/),
  });
  expect(decodeJwt(token)).toEqual(goodClaims);
  expect(expiresInSeconds).toBe(3_600);
  expect(await tokens.verify(token)).toEqual({
    userId: principal.user.id,
    organizationId: 'org_00000001',
    sessionId: 'ses_00000001',
  });
});

test('a token made by hand with the right secret and claims is good, so the forgeries below fail for their own reason', async () => {
  const { tokens } = harness();

  await expect(tokens.verify(forge({}))).resolves.toBeDefined();
});

test('a token is good for its hour to the second', async () => {
  const { tokens, clock } = harness();
  const { token } = await tokens.issue(principal, 'ses_00000001');

  await clock.advance(3_599_000);
  await expect(tokens.verify(token)).resolves.toBeDefined();
  await clock.advance(1_000);
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a token is checked the same the second time, also after more others than are remembered', async () => {
  const { tokens, clock } = harness({ rememberedMax: 3 });
  const { token } = await tokens.issue(principal, 'ses_00000001');
  const claims = await tokens.verify(token);
  expect(await tokens.verify(token)).toEqual(claims);

  for (let count = 0; count < 10; count++) {
    await tokens.verify(forge({ claims: { sid: `ses_${count}` } }));
  }

  expect(await tokens.verify(token)).toEqual(claims);
  await clock.advance(3_600_000);
  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

const head = { alg: 'HS256', typ: 'JWT' };
const forgeries: [string, string][] = [
  ['alg none without a signature', forge({ header: { ...head, alg: 'none' }, signature: '' })],
  ['alg none with a signature', forge({ header: { ...head, alg: 'none' } })],
  ['alg HS384', forge({ header: { ...head, alg: 'HS384' }, hash: 'sha384' })],
  ['alg HS512', forge({ header: { ...head, alg: 'HS512' }, hash: 'sha512' })],
  ['alg RS256', forge({ header: { ...head, alg: 'RS256' } })],
  ['alg in lower case', forge({ header: { ...head, alg: 'hs256' } })],
  ['no alg', forge({ header: { typ: 'JWT' } })],
  ['another type of token', forge({ header: { ...head, typ: 'at+jwt' } })],
  ['no type of token', forge({ header: { alg: 'HS256' } })],
  ['an extension it must not ignore', forge({ header: { ...head, crit: ['x'], x: 1 } })],
  ['another secret', forge({ key: Buffer.alloc(32, 'another secret') })],
  ['an empty secret', forge({ key: Buffer.alloc(0) })],
  ['another audience', forge({ claims: { aud: 'another' } })],
  ['no audience', forge({ claims: { aud: undefined } })],
  ['another issuer', forge({ claims: { iss: 'another' } })],
  ['no issuer', forge({ claims: { iss: undefined } })],
  ['typ refresh', forge({ claims: { typ: 'refresh' } })],
  ['no typ', forge({ claims: { typ: undefined } })],
  ['no subject', forge({ claims: { sub: undefined } })],
  ['a subject that is no user id', forge({ claims: { sub: 'root' } })],
  ['no session', forge({ claims: { sid: undefined } })],
  ['no organization', forge({ claims: { org: undefined } })],
  ['no role', forge({ claims: { role: undefined } })],
  ['no tier', forge({ claims: { tier: undefined } })],
  ['no email', forge({ claims: { email: undefined } })],
  ['no address', forge({ claims: { algorand_address: undefined } })],
  ['no expiry', forge({ claims: { exp: undefined } })],
  ['an expiry that is text', forge({ claims: { exp: '9999999999' } })],
  ['no issue time', forge({ claims: { iat: undefined } })],
  ['an issue time in the future', forge({ claims: { iat: startSeconds + 60 } })],
  ['a start in the future', forge({ claims: { nbf: startSeconds + 60 } })],
  ['claims that are no object', forge({ payload: '[]' })],
  ['claims that are no JSON', forge({ payload: '{' })],
  ['nothing', ''],
  ['one part', 'abc'],
  ['two parts', forge({}).split('.').slice(0, 2).join('.')],
  ['four parts', `${forge({})}.`],
  ['a space', ` ${forge({})}`],
  ['a line break', `${forge({})}\n`],
  ['padding', `${forge({})}=`],
  [
    'the standard alphabet',
    forge({ claims: { name: '???>>>' } })
      .replace(/-/, '+')
      .replace(/_/, '/'),
  ],
  ['64 kB', forge({ claims: { name: 'x'.repeat(65_536) } })],
];

test.each(forgeries)('a token with %s is refused as not valid', async (_what, token) => {
  const { tokens } = harness();

  await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('a token past its hour is told what a forged one is told', async () => {
  const { tokens } = harness();
  const told = async (forgery: Parameters<typeof forge>[0]) =>
    tokens.verify(forge(forgery)).catch((error: unknown) => String(error));
  const expired = { iat: startSeconds - 7_200, exp: startSeconds - 3_600 };

  expect(await told({ claims: expired })).toBe(await told({ key: Buffer.alloc(32, 'another') }));
});

test.each([
  [5, true],
  [6, false],
])('a token that another host gave %d seconds from now is good: %s', async (seconds, good) => {
  const { tokens } = harness();
  const iat = startSeconds + seconds;
  const verifying = tokens.verify(forge({ claims: { iat, exp: iat + 3_600 } }));

  if (good) await expect(verifying).resolves.toMatchObject({ userId: principal.user.id });
  else await expect(verifying).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test('the hour of a token gets no longer by what clocks may differ', async () => {
  const { clock, tokens } = harness();
  const neverSeen = harness();
  const token = forge({});
  await tokens.verify(token);
  for (const each of [clock, neverSeen.clock]) await each.advance(3_600_000);

  for (const each of [tokens, neverSeen.tokens])
    await expect(each.verify(token)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
});

test.each([3_601, 1_000_000_000])(
  'a token that claims %d seconds is never good',
  async (seconds) => {
    const { tokens } = harness();

    await expect(
      tokens.verify(forge({ claims: { exp: startSeconds + seconds } })),
    ).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  },
);

test('while a secret is replaced, tokens and refresh tokens of both are good; afterwards those of the old are not', async () => {
  const next = Buffer.alloc(32, 'the next public secret');
  const before = harness().tokens;
  const during = harness({ secret: next, previousSecret: secret }).tokens;
  const after = harness({ secret: next }).tokens;
  const { token: old } = await before.issue(principal, 'ses_00000001');
  const { token: fresh } = await during.issue(principal, 'ses_00000001');

  await expect(during.verify(old)).resolves.toBeDefined();
  await expect(during.verify(fresh)).resolves.toBeDefined();
  await expect(after.verify(fresh)).resolves.toBeDefined();
  await expect(after.verify(old)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  await expect(before.verify(fresh)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  const parent = before.newRefreshToken();
  expect(during.childRefreshTokens(parent)).toEqual([
    ...after.childRefreshTokens(parent),
    ...before.childRefreshTokens(parent),
  ]);
});

test('no part of a token has a second spelling', async () => {
  const { tokens } = harness();
  const { token } = await tokens.issue(principal, 'ses_00000001');
  const bytesOf = (part: string) => Buffer.from(part, 'base64url').toString('hex');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  let spellings = 0;

  for (const [index, part] of token.split('.').entries()) {
    for (const letter of alphabet) {
      const other = part.slice(0, -1) + letter;
      // Trailing bits that no byte uses: the same bytes, spelt differently.
      if (other === part || bytesOf(other) !== bytesOf(part)) continue;
      spellings += 1;
      const respelt = token.split('.').with(index, other).join('.');
      await expect(tokens.verify(respelt)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }
  }

  // At the least the signature, whose 32 bytes leave 4 of the last 6 bits unused… in 3 other spellings.
  expect(spellings).toBeGreaterThanOrEqual(3);
});

test('any changed character makes a token not valid', async () => {
  const { tokens } = harness();
  const { token } = await tokens.issue(principal, 'ses_00000001');

  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.string({ maxLength: 2 }), async (at, text) => {
      const changed = token.slice(0, at) + text + token.slice(at + 1);
      fc.pre(changed !== token);
      await expect(tokens.verify(changed)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }),
  );
});

test('errors hold neither the token nor its claims', async () => {
  const { tokens, clock } = harness();
  const { token } = await tokens.issue(principal, 'ses_00000001');
  await clock.advance(3_600_000);

  for (const bad of [token, `${token}x`, forge({ claims: { aud: 'another' } })]) {
    const error = await tokens.verify(bad).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    const printed = inspect(error, { depth: 9, showHidden: true });
    expect(printed).not.toContain(bad.split('.')[2]);
    expect(printed).not.toContain('ann@example.com');
  }
});

test('a secret of less than 32 bytes is refused without being shown', () => {
  const short = Buffer.from('only thirty-one bytes, one less');

  expect(short).toHaveLength(31);
  expect(() => harness({ secret: short })).toThrow(
    expect.objectContaining({
      code: 'CONFIGURATION_ERROR',
      message: 'Cannot use JWT_SECRET: it has 31 bytes, should have at least 32',
    }),
  );
});

test('the caller may zero the secret it handed in', async () => {
  const own = Buffer.from(secret);
  const { tokens } = harness({ secret: own });
  own.fill(0);

  await expect(tokens.verify(forge({}))).resolves.toBeDefined();
});

test('refresh tokens are 256 random bits; a child follows from its parent and the secret alone', () => {
  const { tokens } = harness();
  const again = harness().tokens;
  const elsewhere = harness({ secret: Buffer.alloc(32, 'another secret') }).tokens;
  const made = Array.from({ length: 100 }, () => tokens.newRefreshToken());

  expect(new Set(made).size).toBe(100);
  for (const parent of made) {
    const [child] = tokens.childRefreshTokens(parent);
    expect(parent).toMatch(/^[\w-]{43}$/);
    expect(child).toMatch(/^[\w-]{43}$/);
    expect(again.childRefreshTokens(parent)).toEqual([child]);
    expect(elsewhere.childRefreshTokens(parent)).not.toEqual([child]);
    // Not the access tokens' key: who could ask for children must not be able to sign.
    expect(child).not.toBe(createHmac('sha256', secret).update(parent).digest('base64url'));
    expect(tokens.hashRefreshToken(parent)).toMatch(/^[0-9a-f]{64}$/);
  }
});

interface Forgery {
  readonly header?: object;
  readonly claims?: object;
  readonly payload?: string;
  readonly key?: Buffer;
  readonly hash?: string;
  readonly signature?: string;
}

/** A token as a forger would put it together, with everything right that is not said otherwise. */
function forge({ header = { alg: 'HS256', typ: 'JWT' }, claims = {}, ...rest }: Forgery): string {
  const { payload = JSON.stringify({ ...goodClaims, ...claims }), key = secret, hash } = rest;
  const signed = [JSON.stringify(header), payload]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
  const right = createHmac(hash ?? 'sha256', key)
    .update(signed)
    .digest('base64url');
  return `${signed}.${rest.signature ?? right}`;
}

/**
 * Access tokens: JWT with HS256, and nothing else that JWT could be.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
import { createHash, createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { z } from 'zod';
import type { AccessTokens } from '../../ports/auth.ts';
import type { Clock } from '../../ports/clock.ts';

export interface AccessTokensOptions {
  /** At least 32 random bytes. */
  readonly secret: Uint8Array;
  /** The other one while one replaces the other, the next or the one before: its tokens are good as long as they last. @default none */
  readonly previousSecret?: Uint8Array | undefined;
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Pick<Clock, 'now'>;
  /** How many good tokens are remembered, so that only their first check costs a signature. @default 10_000 */
  readonly rememberedMax?: number;
}

/** How long an access token is good for. */
export const accessTokenSeconds = 3_600;

/** By how much the clocks of hosts may differ: a token given so much later than now is good. */
const clocksDifferSeconds = 5;

const algorithm = 'HS256';
const secretBytesMin = 32;
const tokenLengthMax = 4_096;
const refreshTokenBytes = 32;

const claimsSchema = z.object({
  sub: z.uuid(),
  email: z.string().min(1),
  algorand_address: z.string().min(1),
  org: z.string().min(1),
  role: z.string().min(1),
  tier: z.string().min(1),
  sid: z.string().min(1),
  typ: z.literal('access'),
  iat: z.int(),
  exp: z.int(),
});

type Claims = z.infer<typeof claimsSchema>;

/** @throws {AppError} CONFIGURATION_ERROR if the secret is too short */
export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { issuer, audience, clock, rememberedMax = 10_000 } = options;
  refuseShort('JWT_SECRET', options.secret);
  if (options.previousSecret !== undefined)
    refuseShort('JWT_SECRET_PREVIOUS', options.previousSecret);
  const { previousSecret } = options;
  const current = toTokenKey(options.secret);
  const keys = [current, ...(previousSecret === undefined ? [] : [toTokenKey(previousSecret)])];
  // A token that was good stays good until its hour is over, so only its first check needs the cipher. Whether its
  // session lives is asked elsewhere, each time.
  const verified = new Map<string, Claims>();

  function remember(token: string, claims: Claims): void {
    const [oldest] = verified.keys();
    if (verified.size >= rememberedMax && oldest !== undefined) verified.delete(oldest);
    verified.set(token, claims);
  }

  function findVerified(token: string): Claims | undefined {
    const claims = verified.get(token);
    if (claims === undefined) return undefined;
    if (isInForce(claims)) return claims;
    verified.delete(token);
    return undefined;
  }

  function isInForce({ exp, iat }: Claims): boolean {
    const seconds = clock.now().getTime() / 1_000;
    return (
      iat <= seconds + clocksDifferSeconds && seconds < Math.min(exp, iat + accessTokenSeconds)
    );
  }

  return {
    async issue({ user, organization, role, algorandAddress }, sessionId) {
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);
      const token = await new SignJWT({
        email: user.email,
        algorand_address: algorandAddress,
        org: organization.id,
        role,
        tier: organization.tier,
        sid: sessionId,
        typ: 'access',
      })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: current.id })
        .setSubject(user.id)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(current.key);
      return { token, expiresInSeconds: accessTokenSeconds };
    },

    async verify(token) {
      let claims = findVerified(token);
      if (claims === undefined) {
        if (!isCanonical(token)) throw invalidAccessToken();
        claims = await readClaims(token);
        remember(token, claims);
      }
      return { userId: claims.sub, organizationId: claims.org, sessionId: claims.sid };
    },

    newRefreshToken: () => randomBytes(refreshTokenBytes).toString('base64url'),
    childRefreshTokens: (parent) =>
      keys.map(({ refreshKey }) =>
        createHmac('sha256', refreshKey).update(parent).digest('base64url'),
      ) as [string, ...string[]],
    hashRefreshToken: (token) => createHash('sha256').update(token).digest('hex'),
  };

  /** By the name in the header; a token without one is of a version that had a single key. */
  function findKey({ kid }: JWTHeaderParameters): KeyObject {
    const found = kid === undefined ? current : keys.find(({ id }) => id === kid);
    if (found === undefined) throw invalidAccessToken();
    return found.key;
  }

  async function readClaims(token: string): Promise<Claims> {
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: [algorithm],
        typ: 'JWT',
        issuer,
        audience,
        currentDate: clock.now(),
        // Also refuses tokens from the future and ones that were given longer ago than the hour.
        maxTokenAge: accessTokenSeconds,
        clockTolerance: clocksDifferSeconds,
        requiredClaims: ['sub', 'iat', 'exp'],
      });
      const claims = claimsSchema.parse(payload);
      // Whoever could sign one that lasts longer would have more than a session.
      if (claims.exp > claims.iat + accessTokenSeconds) throw invalidAccessToken();
      // The tolerance is for the start of the hour; its end is ours to tell.
      if (!isInForce(claims)) throw invalidAccessToken();
      return claims;
    } catch {
      // jose's error holds the payload, so it goes no further.
      throw invalidAccessToken();
    }
  }
}

function refuseShort(name: string, secret: Uint8Array): void {
  if (secret.length >= secretBytesMin) return;
  throw new AppError({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use ${name}: it has ${secret.length} bytes, should have at least ${secretBytesMin}`,
    guidance: 'Make one with: openssl rand -base64 32',
  });
}

/** A secret as the keys that are made of it. */
interface TokenKey {
  /** Tells keys apart, and nothing about them. */
  readonly id: string;
  readonly key: KeyObject;
  readonly refreshKey: Buffer;
}

function toTokenKey(secret: Uint8Array): TokenKey {
  const key = createSecretKey(secret);
  const derive = (use: string) => createHmac('sha256', key).update(use).digest();
  return {
    id: derive('biatec:key-id:v1').toString('base64url').slice(0, 12),
    key,
    // One key, one use: who learns a refresh token's child must not come closer to the key of access tokens.
    refreshKey: derive('biatec:refresh-token:v1'),
  };
}

/**
 * Whether each part is the one base64url spelling of its bytes, and those of head and claims the one JSON of what they
 * hold. jose takes others: one token would have many spellings, and a claim that is there twice several readers.
 */
function isCanonical(token: string): boolean {
  if (token.length > tokenLengthMax) return false;
  const parts = token.split('.');
  const bytes = parts.map((part) => Buffer.from(part, 'base64url'));
  return (
    parts.length === 3 &&
    parts.every((part, index) => part !== '' && bytes[index]?.toString('base64url') === part) &&
    bytes.slice(0, 2).every((json) => isCanonicalJson(json.toString()))
  );
}

function isCanonicalJson(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** One answer for every token that is not good: none, forged, past its hour, or of a session that ended. */
export function invalidAccessToken(): AppError {
  return new AppError({
    code: 'UNAUTHORIZED',
    message: 'Cannot authenticate: the request carries no valid access token',
  });
}

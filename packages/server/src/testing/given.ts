/** What tests begin with, stored directly: no password is hashed, no key derived and nothing awaited that they are not about. */
import { mediaAnswer, type ApiKeyScope, type Role } from '@biatec-tokens/core';
import Database from 'better-sqlite3';
import type { Hono } from 'hono';
import type { Parts } from '../createParts.ts';
import type { HttpEnv } from '../http/httpEnv.ts';
import type { Account } from '../ports/store/accounts.ts';
import type { Session } from '../ports/store/users.ts';
import { hashApiKey, hintOf, newApiKey } from '../services/auth/apiKeys.ts';
import { noAudit } from './noAudit.ts';

/** Somebody signed in, with an organization of their own. */
export interface SignedInUser {
  readonly userId: string;
  readonly organizationId: string;
  readonly accessToken: string;
  readonly sessionId: string;
}

/** What a program signs in with. */
export interface HarnessApiKey {
  readonly id: string;
  readonly key: string;
}

export interface Given {
  /** Stored directly: no password is hashed and no key is derived. */
  signedInUser(): Promise<SignedInUser>;
  /** Somebody else who belongs to the user's organization, signed in there. */
  member(of: SignedInUser, role: Role): Promise<SignedInUser>;
  /** An API key the user made, stored directly. */
  apiKey(by: SignedInUser, scopes: readonly ApiKeyScope[]): Promise<HarnessApiKey>;
  /** The password of the user proven again, without one. */
  steppedUp(user: SignedInUser): Promise<SignedInUser>;
  /** Another session of the user. */
  session(of: SignedInUser): Promise<SignedInUser>;
  /** A file the user uploaded, by the route. @returns its id. */
  media(by: SignedInUser, bytes: Uint8Array, type: string): Promise<string>;
}

export interface GivenDeps {
  readonly app: Hono<HttpEnv>;
  readonly parts: Parts;
  readonly databaseFile: string;
}

export function createGiven({ app, parts, databaseFile }: GivenDeps): Given {
  return {
    signedInUser: () => signUp(parts),
    async member({ organizationId }, role) {
      const member = await signUp(parts, (userId, sessionId) =>
        join(databaseFile, { userId, sessionId, organizationId, role }),
      );
      return { ...member, organizationId };
    },
    async apiKey(by, scopes) {
      const { clock, ids, store } = parts.deps;
      const text = newApiKey();
      const key = {
        id: ids.next('apiKey'),
        organizationId: by.organizationId,
        createdBy: by.userId,
        name: 'Test',
        scopes,
        hash: hashApiKey(text),
        hint: hintOf(text),
        createdAt: clock.now(),
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: null,
      };
      const [audit] = await store.listAudit(by.organizationId, 1);
      if (audit === undefined) throw new Error('The user left no line of audit');
      const now = clock.now();
      await store.createApiKey(key, { ...audit, id: ids.next('audit') }, { liveMax: 100, now });
      return { id: key.id, key: text };
    },
    async steppedUp(user) {
      const { clock, ids, store } = parts.deps;
      const now = clock.now();
      const audit = { ...noAudit, id: ids.next('audit'), at: now };
      await store.stepUpSession(user.sessionId, now, audit);
      return user;
    },
    async session(user) {
      const { accessTokens, clock, ids, store } = parts.deps;
      const principal = await store.findPrincipal(user.sessionId, clock.now());
      if (principal === undefined) throw new Error('The session is not there');
      const { lastUsedAt: _, ...like } = principal.session;
      const session = { ...like, id: ids.next('session'), createdAt: clock.now() };
      await store.openSession({
        session,
        refreshToken: {
          hash: accessTokens.hashRefreshToken(accessTokens.newRefreshToken()),
          sessionId: session.id,
          createdAt: session.createdAt,
          expiresAt: session.expiresAt,
        },
        passwordHash: principal.user.passwordHash,
        audit: { ...noAudit, id: ids.next('audit'), at: session.createdAt },
      });
      const accessToken = await issueToken(parts, session.id);
      return { ...user, sessionId: session.id, accessToken };
    },
    async media({ accessToken }, bytes, type) {
      const body = new FormData();
      body.set('file', new Blob([Uint8Array.from(bytes)], { type }));
      const headers = { authorization: `Bearer ${accessToken}` };
      const response = await app.request('/api/v1/media', { method: 'POST', headers, body });
      return mediaAnswer.parse(await response.json()).mediaId;
    },
  };
}

async function signUp(
  { deps }: Parts,
  beforeSignIn?: (userId: string, sessionId: string) => void,
): Promise<SignedInUser> {
  const { store, ids, clock, accessTokens } = deps;
  const createdAt = clock.now();
  const user = {
    id: ids.guid(),
    email: `${ids.guid()}@example.com`,
    fullName: null,
    passwordHash: '$argon2id$none',
    status: 'active' as const,
    createdAt,
    emailVerifiedAt: createdAt,
  };
  const organization = {
    id: ids.next('organization'),
    name: user.email,
    tier: 'Pro' as const,
    createdAt,
  };
  const session: Session = {
    id: ids.next('session'),
    userId: user.id,
    organizationId: organization.id,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 7 * 86_400_000),
    revokedAt: null,
    ip: null,
    userAgent: null,
  };
  const owner = { organizationId: organization.id, slot: 0, createdAt };
  // Public test addresses; nothing is ever signed for them here.
  const accounts: Account[] = [
    {
      ...owner,
      id: ids.next('account'),
      family: 'avm',
      address: 'GD64YIY3TWGDMCNPP553DZPPR6LDUSFQOIJVFDPPXWEG3FVOJCCDBBHU5A',
      sealedKey: new Uint8Array([1]),
    },
    {
      ...owner,
      id: ids.next('account'),
      family: 'evm',
      address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      sealedKey: new Uint8Array([1]),
    },
  ];
  const refreshToken = accessTokens.newRefreshToken();
  await store.registerUser({
    user,
    organization,
    accounts,
    sealedPhrase: new Uint8Array([1]),
    session,
    refreshToken: {
      hash: accessTokens.hashRefreshToken(refreshToken),
      sessionId: session.id,
      createdAt,
      expiresAt: session.expiresAt,
    },
    audit: {
      id: ids.next('audit'),
      at: createdAt,
      actor: user.id,
      organizationId: organization.id,
      correlationId: null,
      ip: null,
      userAgent: null,
      action: 'auth.register',
      target: user.id,
      outcome: 'success',
      errorCode: null,
      details: {},
    },
  });
  beforeSignIn?.(user.id, session.id);
  return {
    userId: user.id,
    organizationId: organization.id,
    accessToken: await issueToken({ deps }, session.id),
    sessionId: session.id,
  };
}

/** Makes a session one of another organization, as its user belongs to it. */
function join(
  file: string,
  member: { userId: string; sessionId: string; organizationId: string; role: Role },
): void {
  const database = new Database(file);
  const { userId, sessionId, organizationId, role } = member;
  database.prepare('INSERT INTO memberships VALUES (?, ?, ?, 0)').run(userId, organizationId, role);
  database
    .prepare('UPDATE sessions SET organization_id = ? WHERE id = ?')
    .run(organizationId, sessionId);
  database.close();
}

async function issueToken({ deps }: Pick<Parts, 'deps'>, sessionId: string): Promise<string> {
  const principal = await deps.store.findPrincipal(sessionId, deps.clock.now());
  if (principal === undefined) throw new Error('The session is not there');
  const { token } = await deps.accessTokens.issue(principal, sessionId);
  return token;
}

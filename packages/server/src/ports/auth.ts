import type { Principal } from './store/users.ts';

/** Claims of a verified access token. */
export interface AccessClaims {
  readonly userId: string;
  readonly organizationId: string;
  readonly sessionId: string;
}

/** JWT HS256 access tokens and the derivation of refresh tokens. */
export interface AccessTokens {
  issue(
    principal: Principal,
    sessionId: string,
  ): Promise<{ token: string; expiresInSeconds: number }>;
  /** @throws {AppError} UNAUTHORIZED if it is forged or past its hour */
  verify(token: string): Promise<AccessClaims>;
  /** A fresh 256-bit refresh token, base64url. */
  newRefreshToken(): string;
  /**
   * The one child of a refresh token: the same for the same parent, unguessable without the server's secret.
   *
   * While the secret is being replaced, another process may have made the child with the previous one: it comes second.
   */
  childRefreshTokens(parent: string): readonly [string, ...string[]];
  /** SHA-256, hex: what is stored. */
  hashRefreshToken(token: string): string;
}

/** Works on a few passwords at once, the rest waits in line. Both throw PASSWORDS_BUSY with Retry-After when it is full. */
export interface PasswordHasher {
  /** @returns a PHC string. */
  hash(password: string): Promise<string>;
  /** Costs the same for an unknown user: pass undefined. */
  verify(password: string, phc: string | undefined): Promise<{ ok: boolean; outdated: boolean }>;
}

/** A freshly derived key, sealed. */
export interface MadeAccount {
  readonly id: string;
  readonly address: string;
  readonly sealedKey: Uint8Array;
}

/** Freshly made custody keys of an organization, sealed. */
export interface MadeAccounts {
  readonly avm: MadeAccount;
  readonly evm: MadeAccount;
  readonly sealedPhrase: Uint8Array;
}

/** What an account of ARC-76's email form is derived from. Both texts are secrets, and used byte for byte. */
export interface Arc76Account {
  readonly email: string;
  readonly password: string;
  readonly slot: number;
  readonly saltEncoding: 'utf-8' | 'ascii';
}

/** Derives accounts off the event loop, all in one bounded queue. */
export interface AccountMaker {
  /**
   * Makes the 24 words and the accounts of a new organization.
   *
   * @throws {AppError} REGISTRATION_BUSY with Retry-After when the queue is full.
   */
  make(organizationId: string): Promise<MadeAccounts>;
  /**
   * The same, with work for another processor beside it. That begins when the derivation does: not while it waits in the
   * queue, and not at all when the queue is full.
   */
  makeBeside<Result>(
    organizationId: string,
    work: () => Promise<Result>,
  ): Promise<readonly [MadeAccounts, Result]>;
  /** Derives an account that exists, sealed for the organization. @throws {AppError} REGISTRATION_BUSY */
  importArc76(organizationId: string, arc76: Arc76Account): Promise<MadeAccount>;
}

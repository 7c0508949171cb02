import type { ApiKeyScope } from '@biatec-tokens/core';
import type { AuditEntry } from './audit.ts';
import type { NewMail } from './mails.ts';
import type { FactorStanding, Principal } from './users.ts';

/** A key for programs as stored: only the SHA-256 of its text. */
export interface ApiKey {
  readonly id: string;
  readonly organizationId: string;
  /** Id of the user whose role bounds it. */
  readonly createdBy: string;
  readonly name: string;
  readonly scopes: readonly ApiKeyScope[];
  /** Hex. */
  readonly hash: string;
  /** How its text begins, to tell it from others. */
  readonly hint: string;
  readonly createdAt: Date;
  /** Null: it never expires. */
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Written now and then only, for each request would cost a write. */
  readonly lastUsedAt: Date | null;
}

/** A key with the member who made it, in the organization they made it for. */
export type ApiKeyPrincipal = Principal & {
  readonly apiKey: ApiKey;
  /** Of the maker: a key is no way around what the organization asks of them. */
  readonly secondFactor: FactorStanding;
};

export interface ApiKeyStore {
  /** @returns false when the organization has `liveMax` live keys: then nothing is stored. */
  createApiKey(
    key: ApiKey,
    audit: AuditEntry,
    options: {
      readonly liveMax: number;
      readonly now: Date;
      /** @default nobody is told */
      readonly mail?: NewMail;
    },
  ): Promise<boolean>;
  /** Newest first, with those that are revoked or expired. */
  listApiKeys(
    organizationId: string,
    page: { readonly cursor?: string; readonly limit: number },
  ): Promise<{ items: ApiKey[]; nextCursor: string | null }>;
  /** Revoking twice is no error, and audited once. @returns undefined when the organization has no such key. */
  revokeApiKey(
    organizationId: string,
    id: string,
    now: Date,
    audit: AuditEntry,
  ): Promise<ApiKey | undefined>;
  /** Whose a key is that is neither revoked nor expired, of an active user who still is a member. */
  findApiKeyPrincipal(hash: string, now: Date): Promise<ApiKeyPrincipal | undefined>;
  /** Notes that a key was used. */
  noteApiKeyUse(id: string, now: Date): Promise<void>;
}

import type { AccountStore } from './accounts.ts';
import type { ApiKeyStore } from './apiKeys.ts';
import type { AuditStore } from './audit.ts';
import type { ConsentStore } from './consents.ts';
import type { ContentStore } from './contents.ts';
import type { DeploymentStore } from './deployments.ts';
import type { GuessStore } from './guesses.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { InvitationStore } from './invitations.ts';
import type { MailStore } from './mails.ts';
import type { OrganizationStore } from './organizations.ts';
import type { PasswordStore } from './passwords.ts';
import type { SealedStore } from './sealed.ts';
import type { PermitStore } from './permits.ts';
import type { SecondFactorStore } from './secondFactors.ts';
import type { SessionStore } from './sessions.ts';
import type { SignatureStore } from './signatures.ts';
import type { UserStatusStore } from './userStatus.ts';
import type { UserStore } from './users.ts';
import type { WebhookStore } from './webhooks.ts';

/**
 * Everything that must survive a restart.
 *
 * Each method is one intention and atomic: when its promise resolves, the effect is durable (synchronous=FULL);
 * when it rejects, nothing was stored. A database that is full, locked or gone gives AppError STORE_UNAVAILABLE.
 */
export interface Store
  extends
    AccountStore,
    ApiKeyStore,
    AuditStore,
    ConsentStore,
    ContentStore,
    DeploymentStore,
    GuessStore,
    IdempotencyStore,
    InvitationStore,
    MailStore,
    OrganizationStore,
    PasswordStore,
    SealedStore,
    PermitStore,
    SecondFactorStore,
    SessionStore,
    SignatureStore,
    UserStatusStore,
    UserStore,
    WebhookStore {
  /** Proves that the database answers, is migrated and can be written. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export type * from './accounts.ts';
export type * from './apiKeys.ts';
export type * from './audit.ts';
export type * from './consents.ts';
export type * from './contents.ts';
export type * from './deployments.ts';
export type * from './guesses.ts';
export type * from './idempotency.ts';
export type * from './invitations.ts';
export type * from './mails.ts';
export type * from './organizations.ts';
export type * from './passwords.ts';
export type * from './sealed.ts';
export type * from './permits.ts';
export type * from './secondFactors.ts';
export type * from './sessions.ts';
export type * from './signatures.ts';
export type * from './userStatus.ts';
export type * from './users.ts';
export type * from './webhooks.ts';

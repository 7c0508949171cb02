import type { TermsInForce, Tier } from '@biatec-tokens/core';
import type { ChangeNotifier } from './ports/changeNotifier.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { AddressContent, ParseCid } from './ports/ipfs.ts';
import type { Log } from './ports/log.ts';
import type { Metrics } from './ports/metrics.ts';
import type { NetworkAccess } from './ports/networkAccess.ts';
import type { AccessTokens, AccountMaker, PasswordHasher } from './ports/auth.ts';
import type { Phrases } from './ports/phrases.ts';
import type { Probe } from './ports/probe.ts';
import type { RequestGauge } from './ports/requestGauge.ts';
import type { Store } from './ports/store/index.ts';
import type { Vault } from './ports/vault.ts';
import type { WebhookPolicy } from './ports/webhookPolicy.ts';
import type { Limiter } from './services/limits/createLimiter.ts';
import type { PlannedIds } from './services/plannedIds.ts';
import type { StatusReader } from './services/statusReader.ts';

/** How much may be uploaded, in bytes. */
export interface MediaLimits {
  readonly bytesMax: number;
  /** All files of one organization together. */
  readonly organizationBytesMax: number;
}

/** What operations may use. `main.ts` builds it; a part takes only the members it names with `Pick`. */
export interface Deps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly store: Store;
  readonly vault: Vault;
  readonly phrases: Phrases;
  readonly networks: NetworkAccess;
  readonly accessTokens: AccessTokens;
  readonly accountMaker: AccountMaker;
  readonly passwordHasher: PasswordHasher;
  readonly webhookPolicy: WebhookPolicy;
  readonly addressContent: AddressContent;
  readonly parseCid: ParseCid;
  readonly mediaLimits: MediaLimits;
  /** What whoever registers has to accept; null: nothing. */
  readonly terms: TermsInForce | null;
  /** Plan of new organizations. */
  readonly defaultTier: Tier;
  /** Whether issuing on networks that are not local, and what outlasts a password, ask for a confirmed address. */
  readonly emailVerificationRequired: boolean;
  readonly limiter: Limiter;
  readonly probe: Probe;
  readonly metrics: Metrics;
  readonly requests: RequestGauge;
  readonly statuses: StatusReader;
  /** Ids shown in plans of this process. */
  readonly plannedIds: PlannedIds;
  /** Live timelines of this process. */
  readonly changes: ChangeNotifier;
  /** Wakes the workers of this process after something became due; losing a call costs only time. */
  readonly wake: { deployments(): void; deliveries(): void; mails(): void };
}

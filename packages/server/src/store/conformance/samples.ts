import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { WebhookEvent } from '@biatec-tokens/core';
import type { Ids } from '../../ports/ids.ts';
import type {
  AcceptDeployment,
  Account,
  ApiKey,
  Actor,
  AuditEntry,
  Content,
  Deployment,
  Endpoint,
  IdempotencyClaim,
  Media,
  NewMail,
  RegisterUser,
  SignedVariant,
  Store,
} from '../../ports/store/index.ts';

/** When every sample happens; tests add to it. */
export const start = new Date('2026-03-01T12:00:00.000Z');

/** A moment after {@link start}. */
export function at(ms: number): Date {
  return new Date(start.getTime() + ms);
}

export const system: Actor = { actor: 'system', correlationId: null, ip: null, userAgent: null };

export type Samples = ReturnType<typeof createSamples>;

/** Makes what stores are given, each with ids of its own. */
export function createSamples(ids: Ids) {
  let count = 0;

  function account(organizationId: string, fields: Partial<Account> = {}): Account {
    return {
      id: ids.next('account'),
      organizationId,
      family: 'avm',
      slot: 0,
      address: `ADDRESS${(count += 1)}`,
      sealedKey: Uint8Array.of(1, 2, 3, count % 256),
      createdAt: start,
      ...fields,
    };
  }

  function audit(fields: Partial<AuditEntry> = {}): AuditEntry {
    return {
      id: ids.next('audit'),
      at: start,
      actor: 'system',
      organizationId: null,
      correlationId: null,
      ip: null,
      userAgent: null,
      action: 'test.act',
      target: null,
      outcome: 'success',
      errorCode: null,
      details: {},
      ...fields,
    };
  }

  function mail({ userId }: Pick<Owner, 'userId'>, fields: Partial<NewMail> = {}): NewMail {
    return {
      id: ids.next('mail'),
      kind: 'password-changed',
      userId,
      to: 'ann@example.com',
      facts: { ip: '192.0.2.7', userAgent: null },
      sealedToken: null,
      expiresAt: null,
      createdAt: start,
      ...fields,
    };
  }

  function session({ userId, organizationId }: Pick<Owner, 'userId' | 'organizationId'>) {
    const id = ids.next('session');
    const expiresAt = at(7 * day);
    return {
      session: {
        id,
        userId,
        organizationId,
        createdAt: start,
        expiresAt,
        revokedAt: null,
        ip: '127.0.0.1',
        userAgent: 'test',
      },
      refreshToken: { hash: hashOf(id), sessionId: id, createdAt: start, expiresAt },
    };
  }

  function registration(email = `user${(count += 1)}@example.com`): RegisterUser {
    const userId = ids.guid();
    const organizationId = ids.next('organization');
    return {
      user: {
        id: userId,
        email,
        fullName: 'Ada Lovelace',
        passwordHash: '$argon2id$test',
        status: 'active',
        createdAt: start,
        emailVerifiedAt: null,
      },
      organization: { id: organizationId, name: 'Ada', tier: 'Enterprise', createdAt: start },
      accounts: [account(organizationId), account(organizationId, { family: 'evm' })],
      sealedPhrase: Uint8Array.of(9, 9, 9),
      ...session({ userId, organizationId }),
      audit: audit({ organizationId, action: 'auth.register' }),
    };
  }

  /** A registered user, as the other samples need one. */
  async function owner(store: Store): Promise<Owner> {
    const registered = registration();
    await store.registerUser(registered);
    const [avm] = registered.accounts;
    if (avm === undefined) throw new Error('A registration has accounts');
    return {
      userId: registered.user.id,
      organizationId: registered.organization.id,
      account: avm,
    };
  }

  function deployment(by: Owner, fields: Partial<Deployment> = {}): Deployment {
    return {
      id: ids.next('deployment'),
      organizationId: by.organizationId,
      networkId: 'algorand-localnet',
      tokenType: 'asa-ft',
      reference: null,
      parameters: { name: 'Gold', totalSupply: '1000000', nested: { decimals: 6, frozen: false } },
      issuerAccountId: by.account.id,
      issuer: by.account.address,
      state: 'Queued',
      version: 1,
      sequence: 1,
      transactionId: null,
      block: null,
      assetId: null,
      contractAddress: null,
      readBack: null,
      error: null,
      waiting: { kind: 'worker', message: 'Waits for a worker', details: {}, since: start },
      correlationId: 'correlation-1',
      createdBy: by.userId,
      createdAt: start,
      updatedAt: start,
      dueAt: start,
      ...fields,
    };
  }

  function acceptance(by: Owner, fields: Partial<AcceptDeployment> = {}): AcceptDeployment {
    const accepted = fields.deployment ?? deployment(by);
    return {
      deployment: accepted,
      idempotency: null,
      answer: Buffer.from(JSON.stringify({ deploymentId: accepted.id })),
      eventId: ids.next('event'),
      audit: audit({ organizationId: by.organizationId, action: 'deployment.accept' }),
      ...fields,
    };
  }

  function idempotency(by: Owner, fields: Partial<IdempotencyClaim> = {}): IdempotencyClaim {
    return {
      organizationId: by.organizationId,
      operation: 'tokens.issue',
      key: 'key-1',
      fingerprint: hashOf('body'),
      ...fields,
    };
  }

  function apiKey(
    { userId, organizationId }: Pick<Owner, 'userId' | 'organizationId'>,
    fields: Partial<ApiKey> = {},
  ): ApiKey {
    return {
      id: 'key_1',
      organizationId,
      createdBy: userId,
      name: 'Ledger',
      scopes: ['read', 'deploy'],
      hash: 'hash',
      hint: 'btk_live_AbCd…',
      createdAt: start,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
      ...fields,
    };
  }

  function endpoint(by: Owner, fields: Partial<Endpoint> = {}): Endpoint {
    return {
      id: ids.next('endpoint'),
      organizationId: by.organizationId,
      url: 'https://partner.example/hook',
      events: ['deployment.queued', 'deployment.submitted', 'deployment.pending'],
      description: null,
      status: 'enabled',
      disabledReason: null,
      secrets: [{ sealed: Uint8Array.of(7, 7), retiresAt: null }],
      failingSince: null,
      createdAt: start,
      updatedAt: start,
      ...fields,
    };
  }

  /** Not a real CID: a store does not look into it. */
  function content(bytes: Uint8Array, fields: Partial<Content> = {}): Content {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return {
      cid: `bafk${sha256}`,
      sha256,
      size: bytes.length,
      mimeType: 'image/png',
      createdAt: start,
      ...fields,
    };
  }

  function media(by: Owner, of: Content): Media {
    return {
      id: ids.next('media'),
      organizationId: by.organizationId,
      content: of,
      createdBy: by.userId,
      createdAt: start,
    };
  }

  function testEvent(by: Owner): WebhookEvent {
    return {
      id: ids.next('event'),
      version: 1,
      timestamp: start.toISOString(),
      organizationId: by.organizationId,
      correlationId: null,
      type: 'webhook.test',
      data: { message: 'Hello' },
    };
  }

  function variant(fields: Partial<SignedVariant> = {}): SignedVariant {
    count += 1;
    return {
      transactionId: `TX${count}`,
      bytes: Uint8Array.of(count % 256, 1, 2),
      signedAt: start,
      details: { fee: '1000' },
      ...fields,
    };
  }

  return {
    ids,
    account,
    acceptance,
    apiKey,
    audit,
    content,
    deployment,
    endpoint,
    idempotency,
    mail,
    media,
    owner,
    registration,
    session,
    testEvent,
    variant,
  };
}

export interface Owner {
  readonly userId: string;
  readonly organizationId: string;
  readonly account: Account;
}

export const day = 24 * 60 * 60 * 1_000;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

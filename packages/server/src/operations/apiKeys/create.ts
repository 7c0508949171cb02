import { AppError, createApiKeyRequest, createdApiKeyAnswer } from '@biatec-tokens/core';
import type { ApiKey } from '../../ports/store/apiKeys.ts';
import { hashApiKey, hintOf, newApiKey } from '../../services/auth/apiKeys.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeApiKey } from './describeApiKey.ts';

/** Live keys of one organization. */
const liveMax = 50;

/** Makes a key and shows it, this once. No idempotency key is honoured: the answer is kept nowhere. */
export const create = sessionProcedure
  .meta({
    summary: 'Create an API key; it is shown once',
    permission: 'keys.manage',
    dangerous: 'api_key.create',
    lasting: true,
  })
  .input(createApiKeyRequest)
  .output(createdApiKeyAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, ids, store, wake } = ctx.deps;
    const { organization, user } = ctx.principal;
    const now = clock.now();
    const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
    if (expiresAt !== null && expiresAt <= now) throw alreadyExpired();

    const text = newApiKey();
    const key: ApiKey = {
      id: ids.next('apiKey'),
      organizationId: organization.id,
      createdBy: user.id,
      name: input.name,
      scopes: input.scopes,
      hash: hashApiKey(text),
      hint: hintOf(text),
      createdAt: now,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    };
    const { name, scopes } = key;
    const audit = auditEntryOf(ctx, 'api_key.create', key.id, { name, scopes });
    const facts = { hint: key.hint, scopes: scopes.join(', ') };
    const mail = newMail(ctx, 'api-key-made', { user, facts });
    if (!(await store.createApiKey(key, audit, { liveMax, now, mail }))) throw limitReached();
    wake.mails();
    return { success: true as const, ...describeApiKey(key), key: text };
  });

function alreadyExpired(): AppError {
  return new AppError({
    code: 'INVALID_REQUEST',
    message: 'Cannot create the API key: "expiresAt" has passed, should lie ahead',
  });
}

function limitReached(): AppError {
  return new AppError({
    code: 'API_KEY_LIMIT',
    message: `Cannot create the API key: your organization has ${liveMax} live ones, as many as it may`,
    details: { limit: liveMax },
  });
}

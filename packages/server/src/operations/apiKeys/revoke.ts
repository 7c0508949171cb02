import { apiKeyIdRequest, AppError, revokedApiKeyAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeApiKey } from './describeApiKey.ts';

/** Ends a key: within a second no instance takes it any more. It stays listed. */
export const revoke = sessionProcedure
  .meta({ summary: 'Revoke an API key', permission: 'keys.manage', idempotent: true })
  .input(apiKeyIdRequest)
  .output(revokedApiKeyAnswer)
  .mutation(async ({ ctx, input: { apiKeyId } }) => {
    const { clock, store } = ctx.deps;
    const revoked = await store.revokeApiKey(
      ctx.principal.organization.id,
      apiKeyId,
      clock.now(),
      auditEntryOf(ctx, 'api_key.revoke', apiKeyId),
    );
    if (revoked === undefined) throw apiKeyNotFound(apiKeyId);
    return { success: true as const, ...describeApiKey(revoked) };
  });

function apiKeyNotFound(id: string): AppError {
  return new AppError({
    code: 'API_KEY_NOT_FOUND',
    message: `Cannot find API key "${id}": your organization has none with this id`,
  });
}

import { randomBytes } from 'node:crypto';
import { endpointIdRequest, endpointWithSecretAnswer } from '@biatec-tokens/core';
import { createWebhookSecret, rotateSecrets } from '../../services/webhookSecrets.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeEndpoint } from './describeEndpoint.ts';
import { endpointNotFound, getOwnEndpoint } from './getOwnEndpoint.ts';

/** Gives an endpoint a new secret and shows it, this once. Webhooks are signed with the old one too for 24 hours. */
export const rotate = authedProcedure
  .meta({
    summary: 'Replace the secret of a webhook endpoint; the old one also signs for 24 hours',
    permission: 'webhooks.manage',
    idempotent: true,
  })
  .input(endpointIdRequest)
  .output(endpointWithSecretAnswer)
  .mutation(async ({ ctx, input: { endpointId } }) => {
    const { clock, store, vault } = ctx.deps;
    const before = await getOwnEndpoint(ctx, endpointId);
    const { text, secret } = await createWebhookSecret(vault, before, randomBytes(32));
    const now = clock.now();
    const updated = await store.updateEndpoint(
      ctx.principal.organization.id,
      endpointId,
      { secrets: rotateSecrets(before.secrets, secret, now) },
      now,
      auditEntryOf(ctx, 'webhook.rotate', endpointId),
    );
    if (updated === undefined) throw endpointNotFound(endpointId);
    return { success: true as const, ...describeEndpoint(updated), secret: text };
  });

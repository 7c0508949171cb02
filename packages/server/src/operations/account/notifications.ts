import { notificationsAnswer, updateNotificationsRequest } from '@biatec-tokens/core';
import type { OptionalMailKind } from '../../ports/store/index.ts';
import { auditOf } from '../../services/auth/authAudit.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** The fields of the wire, and the mails they stand for. Mails about security have none: they cannot be switched off. */
const kinds = {
  deploymentCompleted: 'deployment-completed',
  deploymentFailed: 'deployment-failed',
} as const satisfies Record<string, OptionalMailKind>;

type Field = keyof typeof kinds;
const fields = Object.keys(kinds) as Field[];

/** Which mails the signed-in user gets, beside those about security. */
export const getNotifications = sessionProcedure
  .meta({
    summary: 'Which mails you get, beside those about security',
    permission: 'profile.manage',
  })
  .output(notificationsAnswer)
  .query(async ({ ctx }) => describe(await ctx.deps.store.listMutedMails(ctx.principal.user.id)));

/** Switches mails on or off; what is left out stays as it is. */
export const updateNotifications = sessionProcedure
  .meta({
    summary: 'Switch mails on or off; those about security always come',
    permission: 'profile.manage',
  })
  .input(updateNotificationsRequest)
  .output(notificationsAnswer)
  .mutation(async ({ ctx, input }) => {
    const enabled: Partial<Record<OptionalMailKind, boolean>> = {};
    for (const field of fields) {
      const wanted = input[field];
      if (wanted !== undefined) enabled[kinds[field]] = wanted;
    }
    const audit = auditOf(ctx, { action: 'account.notifications', principal: ctx.principal });
    const muted = await ctx.deps.store.setMutedMails(ctx.principal.user.id, enabled, {
      ...audit,
      details: enabled,
    });
    return describe(muted);
  });

function describe(muted: readonly OptionalMailKind[]) {
  return {
    success: true as const,
    deploymentCompleted: !muted.includes(kinds.deploymentCompleted),
    deploymentFailed: !muted.includes(kinds.deploymentFailed),
  };
}

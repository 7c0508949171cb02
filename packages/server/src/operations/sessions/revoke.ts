import { AppError, revokeSessionAnswer, sessionIdRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Ends one session of the user: its tokens are void within half a second everywhere. */
export const revoke = sessionProcedure
  .meta({ summary: 'End one of your sessions', permission: 'profile.manage' })
  .input(sessionIdRequest)
  .output(revokeSessionAnswer)
  .mutation(async ({ ctx, input: { sessionId } }) => {
    const { clock, store } = ctx.deps;
    const { principal } = ctx;
    const audit = auditOf(ctx, { action: 'auth.session.revoke', principal, sessionId });
    const now = clock.now();
    if (!(await store.revokeUserSession(principal.user.id, sessionId, { now, audit })))
      throw sessionNotFound(sessionId);
    return { success: true };
  });

/** Also for one that has ended, and for one of somebody else. */
function sessionNotFound(id: string): AppError {
  return new AppError({
    code: 'SESSION_NOT_FOUND',
    message: `Cannot find session "${id}" among your live ones`,
  });
}

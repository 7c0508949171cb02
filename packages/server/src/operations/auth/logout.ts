import { logoutAnswer } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Ends the session of the access token: it and the refresh tokens of the session are void from now on. */
export const logout = sessionProcedure
  .meta({ summary: 'End the session', permission: 'profile.manage' })
  .output(logoutAnswer)
  .mutation(async ({ ctx }) => {
    const { clock, store } = ctx.deps;
    const { principal } = ctx;
    const sessionId = principal.session.id;
    const audit = auditOf(ctx, { action: 'auth.logout', principal, sessionId });
    await store.revokeSession(sessionId, clock.now(), audit);
    return { success: true };
  });

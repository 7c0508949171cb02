import { revokeSessionsAnswer, revokeSessionsRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Signs the user out everywhere, or everywhere else. */
export const revokeAll = sessionProcedure
  .meta({ summary: 'End all your sessions, or all others', permission: 'profile.manage' })
  .input(revokeSessionsRequest.optional())
  .output(revokeSessionsAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, store } = ctx.deps;
    const { principal } = ctx;
    const { id: sessionId } = principal.session;
    const revoked = await store.revokeUserSessions(principal.user.id, {
      except: input?.scope === 'all' ? null : sessionId,
      now: clock.now(),
      audit: auditOf(ctx, { action: 'auth.sessions.revoke_all', principal, sessionId }),
    });
    return { success: true, revoked: revoked.length };
  });

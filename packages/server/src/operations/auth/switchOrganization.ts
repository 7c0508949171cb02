import { AppError, sessionAnswer, switchOrganizationRequest } from '@biatec-tokens/core';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';

/** Ends the session and opens one for another organization of the user: a session acts for one all its life. */
export const switchOrganization = sessionProcedure
  .meta({
    summary: 'Go on in another of your organizations; the session is replaced',
    permission: 'organizations.choose',
  })
  .input(switchOrganizationRequest)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input: { organizationId } }) => {
    const { clock, store } = ctx.deps;
    const { session: ended, user } = ctx.principal;
    const next = await store.findMembership(user.id, organizationId);
    if (next === undefined) throw organizationNotFound(organizationId);
    const opened = newSession(ctx, next);
    const { id: sessionId } = opened.session;
    const switched = await store.switchSession({
      endedId: ended.id,
      session: opened.session,
      refreshToken: opened.refreshToken,
      now: clock.now(),
      audit: {
        ...auditEntryOf(ctx, 'auth.switch_organization', sessionId, { endedSessionId: ended.id }),
        organizationId,
      },
    });
    // Removed or signed out since the look-up.
    if (!switched) throw organizationNotFound(organizationId);
    return answerSession(ctx, next, { sessionId, refreshToken: opened.refreshTokenText });
  });

function organizationNotFound(id: string): AppError {
  return new AppError({
    code: 'ORGANIZATION_NOT_FOUND',
    message: `Cannot find organization "${id}": you belong to none with this id`,
  });
}

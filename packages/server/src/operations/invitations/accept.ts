import { acceptInvitationRequest, AppError, sessionAnswer } from '@biatec-tokens/core';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { hashMailToken } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { noRoomToJoin } from './noRoom.ts';

/** Joins the organization that a mailed link invites to, and goes on there; the session is replaced. */
export const accept = sessionProcedure
  .meta({
    summary: 'Join the organization of a mailed invitation; the session is replaced',
    permission: 'organizations.choose',
    guessable: true,
  })
  .input(acceptInvitationRequest)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input: { token } }) => {
    const { clock, store } = ctx.deps;
    const { session: ended, user } = ctx.principal;
    const presented = { hash: hashMailToken(token), userId: user.id, now: clock.now() };
    const found = await store.findAcceptableInvitation(presented);
    if (found === undefined) throw invalid();
    const { organizationId, role } = found;
    const opened = newSession(ctx, {
      user,
      organization: { ...ctx.principal.organization, id: organizationId },
    });
    const accepted = await store.acceptInvitation({
      ...presented,
      endedId: ended.id,
      session: opened.session,
      refreshToken: opened.refreshToken,
      audit: {
        ...auditEntryOf(ctx, 'invitation.accept', found.id, { role }),
        organizationId,
      },
    });
    if (accepted === 'limit') throw noRoomToJoin('accept');
    const joined =
      accepted === 'done' ? await store.findMembership(user.id, organizationId) : undefined;
    if (joined === undefined) throw invalid();
    ctx.deps.wake.mails();
    return answerSession(ctx, joined, {
      sessionId: opened.session.id,
      refreshToken: opened.refreshTokenText,
    });
  });

/** One answer for all of it: a stranger learns nothing from a token that is not theirs. */
function invalid(): AppError {
  return new AppError({
    code: 'INVITATION_INVALID',
    message:
      'Cannot accept the invitation: it was used, taken back or has expired, or is for another email address',
  });
}

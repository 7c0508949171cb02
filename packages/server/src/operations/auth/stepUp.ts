import { stepUpAnswer, stepUpRequest } from '@biatec-tokens/core';
import { auditOf } from '../../services/auth/authAudit.ts';
import { proveAgain, stepUpMs } from '../../services/auth/stepUp.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/** Proves once more who asks, so that dangerous operations of this session ask for nothing more for five minutes. */
export const stepUp = sessionProcedure
  .meta({
    summary: 'Prove your password, and second factor, again for the next five minutes',
    permission: 'profile.manage',
    guessable: true,
  })
  .input(stepUpRequest)
  .output(stepUpAnswer)
  .mutation(async ({ ctx, input }) => {
    const { clock, store } = ctx.deps;
    const { principal } = ctx;
    const { id: sessionId } = principal.session;
    await proveAgain(ctx, { principal, action: 'auth.step_up' }, input);
    const now = clock.now();
    await store.stepUpSession(
      sessionId,
      now,
      auditOf(ctx, { action: 'auth.step_up', principal, sessionId }),
    );
    return { success: true, until: new Date(now.getTime() + stepUpMs).toISOString() };
  });

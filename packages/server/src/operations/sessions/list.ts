import { listSessionsAnswer, listSessionsRequest } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';

/** Where the user is signed in. */
export const list = sessionProcedure
  .meta({ summary: 'List your sessions, newest first', permission: 'profile.manage' })
  .input(listSessionsRequest)
  .output(listSessionsAnswer)
  .query(async ({ ctx, input }) => {
    const { clock, store } = ctx.deps;
    const { session: current, user } = ctx.principal;
    const { items, nextCursor } = await store.listSessions(user.id, clock.now(), input);
    return {
      success: true,
      items: items.map(({ id, createdAt, lastUsedAt, expiresAt, ip, userAgent }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        ip,
        userAgent,
        current: id === current.id,
      })),
      nextCursor,
    };
  });

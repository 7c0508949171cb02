import { listEventsAnswer, listEventsRequest } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';

/** The organization's events in the order they happened: the same stream that webhooks carry, to poll. */
export const list = authedProcedure
  .meta({ summary: 'Read the events after a cursor, oldest first', permission: 'events.read' })
  .input(listEventsRequest)
  .output(listEventsAnswer)
  .query(async ({ ctx, input }) => ({
    success: true as const,
    ...(await ctx.deps.store.listEvents(ctx.principal.organization.id, input.after, input.limit)),
  }));

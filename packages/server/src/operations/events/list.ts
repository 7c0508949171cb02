import { listEventsAnswer, listEventsRequest } from '@biatec-tokens/core';
import { mayDo } from '../../services/auth/authorize.ts';
import { authedProcedure } from '../../trpc/init.ts';

/**
 * The organization's events in the order they happened: the same stream that webhooks carry, to poll.
 *
 * Who tried to sign in as whom is told to those only who could have it sent to an endpoint. A page may so hold fewer
 * events than there is room for, and none at all; its cursor leads on all the same.
 */
export const list = authedProcedure
  .meta({ summary: 'Read the events after a cursor, oldest first', permission: 'events.read' })
  .input(listEventsRequest)
  .output(listEventsAnswer)
  .query(async ({ ctx, input: { after, limit } }) => {
    const { principal } = ctx;
    const page = await ctx.deps.store.listEvents(principal.organization.id, after, limit);
    const items = mayDo(principal, 'webhooks.manage')
      ? page.items
      : page.items.filter(({ type }) => !type.startsWith('security.'));
    return { success: true as const, ...page, items };
  });

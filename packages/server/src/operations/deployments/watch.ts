import { deploymentId, type HistoryEntry } from '@biatec-tokens/core';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { watchDeployment } from '../../services/watchDeployment.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { getOwnDeployment } from './getOwnDeployment.ts';

const watchRequest = z.strictObject({
  deploymentId,
  /** Sequence of the last entry that arrived; tRPC clients send it when they connect again. */
  lastEventId: z.coerce.number().int().min(0).optional(),
});

/** The history of a deployment so far, then each new entry as it happens, until it rests. */
export const watch = authedProcedure
  .meta({ summary: 'Watch a deployment', permission: 'deployments.read' })
  .input(watchRequest)
  .subscription(async function* ({ ctx, input, signal }) {
    const { deps, principal } = ctx;
    await getOwnDeployment(ctx, input.deploymentId);
    const entries = watchDeployment(deps, {
      deploymentId: input.deploymentId,
      principal,
      afterSequence: input.lastEventId ?? 0,
      signal: signal ?? new AbortController().signal,
    });
    for await (const entry of entries) {
      if (entry !== null) yield tracked<HistoryEntry>(String(entry.sequence), entry);
    }
  });

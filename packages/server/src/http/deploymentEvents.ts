import { deploymentId, isResting, ValidationError } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import {
  deploymentNotFound,
  getOwnDeployment,
} from '../operations/deployments/getOwnDeployment.ts';
import { authorize } from '../services/auth/authorize.ts';
import { watchDeployment } from '../services/watchDeployment.ts';
import { answer } from './answer.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';
import { createRequestContext } from './requestContext.ts';

export const deploymentEventsPath = '/api/v1/deployment-status/{deploymentId}/events';

/**
 * The history of a deployment as server-sent events: so far, then as it happens, until it rests.
 *
 * Each event's id is its sequence, so Last-Event-ID resumes without a gap. When nothing can follow any more the answer
 * is 204, which tells browsers not to connect again.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function mountDeploymentEvents(app: Hono<HttpEnv>, deps: AppDeps): void {
  app.get('/api/v1/deployment-status/:deploymentId/events', async (c) => {
    const ctx = createRequestContext(deps, c);
    const principal = await ctx.authenticate();
    await authorize(ctx, {
      principal,
      permission: 'deployments.read',
      operation: 'deployments.watch',
      changes: false,
    });
    const id = c.req.param('deploymentId');
    if (!deploymentId.safeParse(id).success) throw deploymentNotFound(id);
    const deployment = await getOwnDeployment({ ...ctx, principal }, id);
    const afterSequence = readSequence(c.req.header('last-event-id'));
    if (isResting(deployment.state) && afterSequence >= deployment.sequence) {
      return answer(c, null, { status: 204 });
    }

    const gone = new AbortController();
    const watching = watchDeployment(deps, {
      deploymentId: id,
      principal,
      afterSequence,
      signal: AbortSignal.any([gone.signal, deps.stopping]),
    });
    const encoder = new TextEncoder();
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await watching.next();
        if (done) {
          controller.close();
          return;
        }
        const text =
          value === null ? ': \n\n' : `id: ${value.sequence}\ndata: ${JSON.stringify(value)}\n\n`;
        controller.enqueue(encoder.encode(text));
      },
      async cancel() {
        gone.abort();
        await watching.return();
      },
    });
    return answer(c, stream, {
      'Content-Type': 'text/event-stream',
      // Proxies that gather answers would hold events back.
      'X-Accel-Buffering': 'no',
    });
  });
}

function readSequence(text: string | undefined): number {
  if (text === undefined || text === '') return 0;
  if (!/^\d{1,9}$/.test(text)) {
    throw new ValidationError([
      {
        path: 'Last-Event-ID',
        code: 'INVALID_REQUEST',
        message: 'is no sequence, should be the id of the last event that arrived',
      },
    ]);
  }
  return Number(text);
}

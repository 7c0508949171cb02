import type { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { Hono } from 'hono';
import { toAppError } from '../trpc/errors.ts';
import { appRouter } from '../trpc/router.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';
import { readBody } from './readBody.ts';
import { createRequestContext } from './requestContext.ts';

/** The same operations for tRPC clients, under /trpc. */
export function mountTrpc(app: Hono<HttpEnv>, deps: AppDeps): void {
  app.all('/trpc/*', async (c) => {
    const ctx = createRequestContext(deps, c);
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      router: appRouter,
      createContext: () => ctx,
      req: await readRequest(),
      responseMeta: ({ errors, info }) =>
        errors.length === info?.calls.length ? metaOf(errors) : {},
      onError: ({ error, path }) => {
        const known = toAppError(error);
        if (known.status < 500) return;
        const { correlationId } = ctx;
        deps.log.error({ correlationId, operation: path, err: known.cause ?? known }, 'failed');
      },
    });
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(c.get('headers'))) headers.set(name, value);
    for (const [name, value] of ctx.answerHeaders) headers.set(name, value);
    return new Response(response.body, { status: response.status, headers });

    async function readRequest(): Promise<Request> {
      const { method, url, headers: requestHeaders } = c.req.raw;
      const hasBody = method !== 'GET' && method !== 'HEAD';
      return new Request(url, {
        method,
        headers: requestHeaders,
        // Ends subscriptions when the client goes, and when the server stops.
        signal: AbortSignal.any([c.req.raw.signal, deps.stopping]),
        ...(hasBody ? { body: await readBody(c, deps.http.bodyBytesMax) } : {}),
      });
    }
  });
}

/** tRPC has no code for every status of ours. A batch whose parts differ is answered as tRPC does it: 207. */
function metaOf(errors: readonly TRPCError[]) {
  const known = errors.map((error) => toAppError(error));
  const [first] = known;
  if (first === undefined || known.some(({ status }) => status !== first.status)) return {};
  const waits = known.flatMap(({ retryAfterSeconds }) => retryAfterSeconds ?? []);
  return {
    status: first.status,
    ...(waits.length === 0 ? {} : { headers: { 'Retry-After': String(Math.max(...waits)) } }),
  };
}

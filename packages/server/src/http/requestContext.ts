import type { RequestContext } from '../trpc/context.ts';
import { authenticateOnce } from './authenticateOnce.ts';
import type { AppDeps, HttpContext } from './httpEnv.ts';

/** What operations know of a request. */
export function createRequestContext(deps: AppDeps, c: HttpContext): RequestContext {
  return {
    deps,
    correlationId: c.get('correlationId'),
    ip: c.get('ip'),
    userAgent: c.req.header('user-agent')?.slice(0, 300) ?? null,
    idempotencyKey: c.req.header('idempotency-key') ?? null,
    authenticate: authenticateOnce(deps, c),
    answerHeaders: new Map(),
  };
}

import type { MiddlewareHandler } from 'hono';
import { RateLimitExceededError, type Limited } from '../services/limits/createLimiter.ts';
import { rateLimitHeaders } from '../services/limits/rateLimitHeaders.ts';
import type { PermitState } from '../ports/store/index.ts';
import { authenticateOnce } from './authenticateOnce.ts';
import { clientNetwork } from '../internal/clientNetwork.ts';
import { healthPaths } from './health.ts';
import type { AppDeps, HttpContext, HttpEnv } from './httpEnv.ts';

const exempt: readonly string[] = healthPaths;

/**
 * Counts every request but probes: of a user where the token is good, of the client where it is not or there is none.
 *
 * Several operations in one tRPC request count as so many requests.
 */
export function rateLimit(
  deps: Pick<AppDeps, 'authenticate' | 'limiter'>,
): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    if (exempt.includes(c.req.path)) return next();
    try {
      show(c, await deps.limiter.take([await whose(deps, c)], countOperations(c.req.path)));
    } catch (error) {
      if (error instanceof RateLimitExceededError) show(c, error.state);
      throw error;
    }
    return next();
  };
}

async function whose(deps: Pick<AppDeps, 'authenticate'>, c: HttpContext): Promise<Limited> {
  if (c.req.header('authorization') !== undefined) {
    try {
      const { user } = await authenticateOnce(deps, c)();
      return { kind: 'user', userId: user.id };
    } catch {
      // Whatever was wrong, the operation will meet it again and say so.
    }
  }
  return { kind: 'client', client: clientNetwork(c.get('ip')) };
}

function show(c: HttpContext, state: PermitState | null): void {
  if (state !== null) c.set('headers', { ...c.get('headers'), ...rateLimitHeaders(state) });
}

function countOperations(path: string): number {
  if (!path.startsWith('/trpc/')) return 1;
  return path.split(/,|%2c/i).length;
}

import type { MiddlewareHandler } from 'hono';
import type { RequestPrincipal } from '../trpc/context.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';

/** Finds who asks at most once per request, whoever wants to know. */
export function authenticateOnce(deps: Pick<AppDeps, 'authenticate'>): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    let principal: Promise<RequestPrincipal> | undefined;
    c.set('authenticate', () => (principal ??= deps.authenticate(c.req.header('authorization'))));
    return next();
  };
}

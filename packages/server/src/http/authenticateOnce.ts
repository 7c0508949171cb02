import type { RequestPrincipal } from '../trpc/context.ts';
import type { AppDeps, HttpContext } from './httpEnv.ts';

/** Finds who asks at most once per request, whoever wants to know. */
export function authenticateOnce(
  deps: Pick<AppDeps, 'authenticate'>,
  c: HttpContext,
): () => Promise<RequestPrincipal> {
  const known = c.get('authenticate');
  if (known !== undefined) return known;
  let principal: Promise<RequestPrincipal> | undefined;
  const authenticate = () => (principal ??= deps.authenticate(c.req.header('authorization')));
  c.set('authenticate', authenticate);
  return authenticate;
}

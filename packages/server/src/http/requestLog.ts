import type { MiddlewareHandler } from 'hono';
import type { Log } from '../ports/log.ts';
import type { HttpEnv } from './httpEnv.ts';

/**
 * One line per request, as JSON, so that no input can forge another line.
 *
 * Query and headers stay out of it: they may hold what nobody should read later.
 */
export function requestLog(log: Log): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const started = performance.now();
    await next();
    log.info(
      {
        correlationId: c.get('correlationId'),
        method: c.req.method,
        path: c.req.path.slice(0, 300),
        status: c.res.status,
        durationMs: Math.round((performance.now() - started) * 100) / 100,
        ip: c.get('ip'),
      },
      'request',
    );
  };
}

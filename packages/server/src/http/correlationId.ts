import { AppError, correlationId as correlationIdSchema } from '@biatec-tokens/core';
import type { MiddlewareHandler } from 'hono';
import type { Ids } from '../ports/ids.ts';
import { securityHeaders } from './answer.ts';
import type { HttpEnv } from './httpEnv.ts';

export const correlationHeader = 'x-correlation-id';

/** Takes the caller's correlation id or makes one, and echoes it with every answer. */
export function correlationId(ids: Ids): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    const given = c.req.header(correlationHeader);
    const id = given !== undefined && isValid(given) ? given : ids.next('request');
    c.set('correlationId', id);
    c.set('headers', { ...securityHeaders, [correlationHeader]: id });
    return next();
  };
}

/** Refuses an id that cannot be taken. Mounted behind the count of requests, for such a request is one. */
export function requireCorrelationId(): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    const given = c.req.header(correlationHeader);
    if (given !== undefined && !isValid(given)) {
      throw new AppError({
        code: 'CORRELATION_ID_INVALID',
        message:
          'Cannot use the x-correlation-id: it should have 1 to 128 of letters, digits and "._:-"',
      });
    }
    return next();
  };
}

function isValid(given: string): boolean {
  return correlationIdSchema.safeParse(given).success;
}

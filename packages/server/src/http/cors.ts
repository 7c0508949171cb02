import type { MiddlewareHandler } from 'hono';
import { answer } from './answer.ts';
import { answerHeaderNames } from './answerHeaders.ts';
import { correlationHeader } from './correlationId.ts';
import type { HttpEnv } from './httpEnv.ts';

const allowed = {
  'Access-Control-Allow-Methods': 'GET, POST, PATCH, DELETE',
  'Access-Control-Allow-Headers': `Authorization, Content-Type, Idempotency-Key, Last-Event-ID, ${correlationHeader}`,
  'Access-Control-Max-Age': '600',
};

/** Lets pages of listed origins call the API; every other origin gets no header, and so nothing. */
export function cors(origins: readonly string[]): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined || !origins.includes(origin)) return next();
    c.set('headers', {
      ...c.get('headers'),
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Expose-Headers': answerHeaderNames.join(', '),
      Vary: 'Origin',
    });
    const preflight =
      c.req.method === 'OPTIONS' && c.req.header('access-control-request-method') !== undefined;
    return preflight ? Promise.resolve(answer(c, null, { status: 204, ...allowed })) : next();
  };
}

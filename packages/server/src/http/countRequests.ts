import type { MiddlewareHandler } from 'hono';
import type { RequestGauge } from '../ports/requestGauge.ts';

/** Counts requests until their answer is made, so that work in the background can step back meanwhile. */
export function countRequests(gauge: RequestGauge): MiddlewareHandler {
  return async (_, next) => {
    const leave = gauge.enter();
    try {
      await next();
    } finally {
      leave();
    }
  };
}

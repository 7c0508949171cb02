import { WebhookVerificationError } from '../errors/webhookVerificationError.ts';
import type { WebhookEvent } from '../types/webhook.ts';
import { unwrap } from './unwrap.ts';

/** Events have less than 20 kB. */
const bodyBytesMax = 64 * 1_024;

/** What a receiver of webhooks is made of. */
export interface WebhookHandlerOptions {
  /** `whsec_…` of the endpoint; several while one is being replaced. */
  readonly secret: string | readonly string[];
  /**
   * Called with each verified event. The delivery counts as done when it returns, and comes again when it throws;
   * it may come twice all the same, so process an `id` once.
   */
  readonly onEvent: (event: WebhookEvent) => void | Promise<void>;
  /** Called with what made a delivery fail: a refused request, or an error of `onEvent`. @default nothing */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** How far a webhook's time may be from now, both ways, in seconds. @default 300 */
  readonly toleranceSeconds?: number | undefined;
}

/** Answers one request; fits `fetch` handlers of Hono, Workers, Deno and Bun. */
export type WebhookHandler = (request: Request) => Promise<Response>;

/**
 * Makes a receiver of webhooks.
 *
 * Answers 204 when the event was dealt with, 400 when the request is no webhook of yours, 405 and 413 where they belong,
 * and 500 when `onEvent` throws, so that the delivery is repeated.
 *
 * @param options - The secret and what to do with events.
 * @returns The receiver. For `node:http` wrap it in {@link toNodeListener}.
 * @example
 * export default { fetch: createWebhookHandler({ secret, onEvent: (event) => console.log(event.type) }) };
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { secret, onEvent, onError, toleranceSeconds } = options;

  return async (request) => {
    if (request.method !== 'POST') return answer(405, { allow: 'POST' });
    let event: WebhookEvent;
    try {
      const body = await readBody(request);
      if (body === undefined) return answer(413);
      event = await unwrap(body, request.headers, secret, { toleranceSeconds });
    } catch (error) {
      onError?.(error);
      // A secret that cannot be used is our own mistake, which a repetition after its mending makes good.
      const ours =
        error instanceof WebhookVerificationError && error.code === 'WEBHOOK_SECRET_INVALID';
      return answer(ours ? 500 : 400);
    }
    try {
      await onEvent(event);
    } catch (error) {
      onError?.(error);
      return answer(500);
    }
    return answer(204);
  };
}

/** The body, or undefined when it is larger than any event. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  const body = new Uint8Array(bodyBytesMax);
  let length = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return body.subarray(0, length);
    if (length + value.length > bodyBytesMax) {
      await reader?.cancel();
      return undefined;
    }
    body.set(value, length);
    length += value.length;
  }
}

function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(null, { status, headers });
}

import type { WebhookEvent } from '../types/webhook.ts';
import { verifySignature, type WebhookBody, type WebhookHeaders } from './verifySignature.ts';

const toleranceSecondsDefault = 300;

/** How strictly a webhook is judged. */
export interface UnwrapOptions {
  /** How far its time may be from now, both ways, in seconds. @default 300 */
  readonly toleranceSeconds?: number | undefined;
  /** The present time. @default the clock's */
  readonly now?: Date | undefined;
}

/**
 * Verifies a webhook and gives its event.
 *
 * Give the body as it arrived: parsed and written again, it has other bytes. Deliveries may repeat: process an `id` once.
 *
 * @param body - The raw body.
 * @param headers - The headers of the request.
 * @param secret - `whsec_…` of the endpoint; several while one is being replaced.
 * @returns The event.
 * @throws {WebhookVerificationError} If it is not signed with a secret, or not just now.
 * @example
 * const event = await webhooks.unwrap(await request.text(), request.headers, secret);
 */
export async function unwrap(
  body: WebhookBody,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = toleranceSecondsDefault, now = new Date() }: UnwrapOptions = {},
): Promise<WebhookEvent> {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const bytes = await verifySignature({ headers, body, secrets, now, toleranceSeconds });
  return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
}

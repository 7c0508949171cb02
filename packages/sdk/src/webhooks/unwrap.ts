import { WebhookVerificationError } from '../errors/webhookVerificationError.ts';
import type { WebhookEvent } from '../types/webhook.ts';
import { verifySignature } from './verifySignature.ts';

const toleranceSecondsDefault = 300;

/** The body of a webhook exactly as it arrived, before any JSON parser. */
export type WebhookBody = string | Uint8Array | ArrayBuffer;

/** Header fields: a `Headers` object, or what Node gives. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

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
  const bytes = toBytes(body);
  await verifySignature({
    headers: {
      id: headerOf(headers, 'webhook-id'),
      timestamp: headerOf(headers, 'webhook-timestamp'),
      signature: headerOf(headers, 'webhook-signature'),
    },
    body: bytes,
    secrets,
    now: now.getTime(),
    toleranceSeconds,
  });
  return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
}

function toBytes(body: WebhookBody): Uint8Array<ArrayBuffer> {
  // Copied, so that nobody can change what was verified before it is read.
  if (typeof body !== 'string') return new Uint8Array(body).slice();
  const bytes = new TextEncoder().encode(body);
  // A lone surrogate would be replaced silently, so two texts would have one signature.
  if (new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) === body) return bytes;
  throw invalid('the body is not well-formed Unicode');
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isGetter(headers) ? headers.get(name) : fieldOf(headers, name);
  if (typeof value !== 'string' || value === '') throw invalid(`header "${name}" is missing`);
  return value;
}

function isGetter(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return 'get' in headers && typeof headers.get === 'function';
}

function fieldOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  name: string,
): string | undefined {
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  // Sent twice, it is unclear which one was meant.
  return values.length === 1 ? values[0] : undefined;
}

function invalid(problem: string): WebhookVerificationError {
  return new WebhookVerificationError({ code: 'WEBHOOK_SIGNATURE_INVALID', problem });
}

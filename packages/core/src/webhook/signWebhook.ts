import { encodeBase64 } from '../internal/base64.ts';
import { signatureOf } from './signature.ts';
import { isWebhookId, signedContent, type WebhookBody } from './signedContent.ts';
import { parseWebhookSigner } from './webhookSecret.ts';

/** What is signed, and with what. */
export interface SignWebhookFacts {
  /** Id of the event, the same on every attempt: 1 to 255 printable ASCII characters without a full stop. */
  readonly id: string;
  /** Time of this attempt, not of the event. */
  readonly sentAt: Date;
  /** The body exactly as it is sent. */
  readonly body: WebhookBody;
  /** Keys (`whsec_…`, `whsk_…`); several while one is being replaced. At least one. */
  readonly secrets: readonly string[];
}

/** The headers that make a request a Standard Webhook. A type alias, so that it passes for a record of headers. */
export type WebhookHeaders = {
  readonly 'webhook-id': string;
  /** Unix time in seconds. */
  readonly 'webhook-timestamp': string;
  /** One signature per key, separated by spaces. */
  readonly 'webhook-signature': string;
};

/**
 * Signs one attempt to deliver a webhook.
 *
 * Sign the bytes that are sent; a body that is serialised again afterwards may not verify.
 *
 * @param facts - Id, time, body and keys.
 * @returns The three headers to send with the body.
 * @throws {WebhookSecretInvalidError} If a key cannot sign.
 * @throws {RangeError} If the id, the time or the list of keys cannot be used.
 * @example
 * const headers = signWebhook({ id: 'evt_1', sentAt: clock.now(), body, secrets: [secret] });
 */
export function signWebhook({ id, sentAt, body, secrets }: SignWebhookFacts): WebhookHeaders {
  if (!isWebhookId(id)) {
    throw new RangeError(
      'Cannot sign webhook: id should have 1 to 255 printable ASCII characters and no full stop',
    );
  }
  const seconds = Math.floor(sentAt.getTime() / 1000);
  if (!(seconds > 0)) {
    throw new RangeError('Cannot sign webhook: sentAt should be a time after 1970');
  }
  if (secrets.length === 0) {
    throw new RangeError('Cannot sign webhook: there is no secret, should be at least one');
  }

  const content = signedContent(id, seconds, body);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': secrets
      .map(parseWebhookSigner)
      .map((signer) => `${signer.scheme},${encodeBase64(signatureOf(signer, content))}`)
      .join(' '),
  };
}

import { AppError } from '../error/appError.ts';
import { decodeBase64 } from '../internal/base64.ts';
import { isWellFormed } from '../internal/bytes.ts';
import { isSignatureOf } from './signature.ts';
import { isWebhookId, signedContent, type WebhookBody } from './signedContent.ts';
import { parseWebhookVerifier, type WebhookVerifier } from './webhookSecret.ts';

/** The part of a `Headers` object that is used. */
export interface WebhookHeaderGetter {
  get(name: string): string | null;
}

/** Header fields as Node gives them; names in any case. */
export type WebhookHeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What is verified, and against what. */
export interface VerifyWebhookFacts {
  readonly headers: WebhookHeaderGetter | WebhookHeaderFields;
  /** The body exactly as it arrived. */
  readonly body: WebhookBody;
  /** Keys (`whsec_…`, `whpk_…`), one of which must have signed. At least one. */
  readonly secrets: readonly string[];
  /** The present time. */
  readonly now: Date;
  /** How far the webhook's time may be from `now`, both ways, in seconds. @default 300 */
  readonly toleranceSeconds?: number;
}

/** What a verified webhook says about itself; its body may be trusted too. */
export interface VerifiedWebhook {
  /** The same for every attempt: process an id once. */
  readonly id: string;
  /** When this attempt was signed, to the second. */
  readonly sentAt: Date;
}

const toleranceSecondsDefault = 300;
// A sender has one or two keys; more signatures only serve to make us compute.
const signaturesMax = 16;
const secondsShape = /^[1-9][0-9]{0,11}$/;

/**
 * Verifies that a request is a webhook signed with one of the keys, just now.
 *
 * Give the body as it arrived, before any JSON parser.
 *
 * @param facts - Headers, body, keys and the present time.
 * @returns Id and time of the webhook.
 * @throws {WebhookSignatureInvalidError} If a header is missing or malformed or no signature matches.
 * @throws {WebhookTimestampInvalidError} If the time is malformed, too old or too far ahead.
 * @throws {WebhookSecretInvalidError} If a key cannot verify.
 * @throws {RangeError} If there is no key.
 * @example
 * const { id } = verifyWebhook({ headers: request.headers, body, secrets: [secret], now: new Date() });
 */
export function verifyWebhook(facts: VerifyWebhookFacts): VerifiedWebhook {
  const { headers, body, secrets, now } = facts;
  const toleranceSeconds = facts.toleranceSeconds ?? toleranceSecondsDefault;
  if (secrets.length === 0) {
    throw new RangeError('Cannot verify webhook: there is no secret, should be at least one');
  }
  const verifiers = secrets.map(parseWebhookVerifier);

  const id = headerOf(headers, 'webhook-id');
  if (!isWebhookId(id)) {
    throw new WebhookSignatureInvalidError({ problem: 'header "webhook-id" is malformed' });
  }
  const seconds = secondsOf(headerOf(headers, 'webhook-timestamp'));
  const ageSeconds = Math.floor(now.getTime() / 1000) - seconds;
  // Written so that an invalid date, which compares false with everything, is refused.
  if (!(Math.abs(ageSeconds) <= toleranceSeconds)) {
    throw new WebhookTimestampInvalidError({ problem: 'distance', ageSeconds, toleranceSeconds });
  }

  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  if (signatures.length > signaturesMax) {
    throw new WebhookSignatureInvalidError({
      problem: `has ${signatures.length} signatures, should have at most ${signaturesMax}`,
    });
  }
  if (typeof body === 'string' && !isWellFormed(body)) {
    throw new WebhookSignatureInvalidError({ problem: 'the body is not well-formed Unicode' });
  }
  const content = signedContent(id, seconds, body);
  const matches = verifiers.some((verifier) =>
    signatures.some((signature) => isSignedBy(verifier, signature, content)),
  );
  if (!matches) {
    throw new WebhookSignatureInvalidError({ problem: 'no signature matches id, time and body' });
  }
  return { id, sentAt: new Date(seconds * 1000) };
}

function isSignedBy(verifier: WebhookVerifier, signature: string, content: Uint8Array): boolean {
  const [scheme, encoded = '', ...rest] = signature.split(',');
  if (scheme !== verifier.scheme || rest.length > 0) return false;
  const bytes = decodeBase64(encoded);
  return bytes !== undefined && isSignatureOf(verifier, bytes, content);
}

function secondsOf(text: string): number {
  if (!secondsShape.test(text)) throw new WebhookTimestampInvalidError({ problem: 'malformed' });
  return Number(text);
}

function headerOf(headers: VerifyWebhookFacts['headers'], name: string): string {
  const value = isGetter(headers) ? headers.get(name) : fieldOf(headers, name);
  if (typeof value !== 'string' || value === '') {
    throw new WebhookSignatureInvalidError({ problem: `header "${name}" is missing` });
  }
  return value;
}

function isGetter(headers: VerifyWebhookFacts['headers']): headers is WebhookHeaderGetter {
  return 'get' in headers && typeof headers.get === 'function';
}

function fieldOf(headers: WebhookHeaderFields, name: string): string | undefined {
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  // Sent twice, it is unclear which one was meant.
  return values.length === 1 ? values[0] : undefined;
}

/** Thrown when a request is not a webhook signed with one of the keys. */
export class WebhookSignatureInvalidError extends AppError {
  override readonly name = 'WebhookSignatureInvalidError';

  constructor({ problem }: { problem: string }) {
    super({ code: 'WEBHOOK_SIGNATURE_INVALID', message: `Cannot verify webhook: ${problem}` });
  }
}

/** Thrown when a webhook's time is malformed or too far from the present, which may be a replay. */
export class WebhookTimestampInvalidError extends AppError {
  override readonly name = 'WebhookTimestampInvalidError';

  constructor(
    facts:
      | { problem: 'malformed' }
      | { problem: 'distance'; ageSeconds: number; toleranceSeconds: number },
  ) {
    super({
      code: 'WEBHOOK_TIMESTAMP_INVALID',
      message: `Cannot verify webhook: ${
        facts.problem === 'malformed'
          ? 'header "webhook-timestamp" should be Unix time in seconds'
          : `is ${facts.ageSeconds} seconds old, should be within ${facts.toleranceSeconds} seconds of now`
      }`,
      details: { ...facts },
    });
  }
}

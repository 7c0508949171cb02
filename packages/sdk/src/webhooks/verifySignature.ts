/**
 * Verifies Standard Webhooks with the platform's cryptography.
 *
 * Judges exactly like `verifyWebhook` of core, which carries its own cryptography and weighs more than this whole package.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { WebhookVerificationError } from '../errors/webhookVerificationError.ts';
import { decodeBase64 } from '../internal/decodeBase64.ts';

/** The body of a webhook exactly as it arrived, before any JSON parser. */
export type WebhookBody = string | Uint8Array | ArrayBuffer;

/** The part of a `Headers` object that is used. */
export interface WebhookHeaderGetter {
  get(name: string): string | null;
}

/** Header fields as Node gives them; names in any case. */
export type WebhookHeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of the request, in either form. */
export type WebhookHeaders = WebhookHeaderGetter | WebhookHeaderFields;

interface Verifier {
  readonly scheme: 'v1' | 'v1a';
  readonly algorithm: 'HMAC' | 'Ed25519';
  readonly key: CryptoKey;
}

// A sender has one or two keys; more signatures only serve to make us compute.
const signaturesMax = 16;
const idShape = /^[!-\-/-~]{1,255}$/;
const secondsShape = /^[1-9][0-9]{0,11}$/;
const sharedPrefix = 'whsec_';
const publicPrefix = 'whpk_';

/**
 * Verifies that one of the keys signed the body, and when.
 *
 * @returns The bytes of the body, a copy: nobody can change them between this check and their use.
 * @throws {WebhookVerificationError} If a header is malformed, the time is too far from now, or no signature matches.
 */
export async function verifySignature(facts: {
  readonly headers: WebhookHeaders;
  readonly body: WebhookBody;
  readonly secrets: readonly string[];
  readonly now: Date;
  readonly toleranceSeconds: number;
}): Promise<Uint8Array<ArrayBuffer>> {
  const { headers, toleranceSeconds } = facts;
  if (facts.secrets.length === 0) throw secretInvalid('is missing');
  const verifiers = await Promise.all(facts.secrets.map(importVerifier));

  const id = headerOf(headers, 'webhook-id');
  if (!idShape.test(id)) throw signatureInvalid('header "webhook-id" is malformed');
  const seconds = headerOf(headers, 'webhook-timestamp');
  if (!secondsShape.test(seconds)) {
    throw timestampInvalid('header "webhook-timestamp" should be Unix time in seconds');
  }
  const ageSeconds = Math.floor(facts.now.getTime() / 1_000) - Number(seconds);
  // Written so that an invalid date, which compares false with everything, is refused.
  if (!(Math.abs(ageSeconds) <= toleranceSeconds)) {
    throw timestampInvalid(
      `is ${ageSeconds} seconds old, should be within ${toleranceSeconds} seconds of now`,
    );
  }

  const signatures = headerOf(headers, 'webhook-signature').split(' ');
  if (signatures.length > signaturesMax) {
    throw signatureInvalid(
      `has ${signatures.length} signatures, should have at most ${signaturesMax}`,
    );
  }
  const body = bytesOf(facts.body);
  const content = join(new TextEncoder().encode(`${id}.${seconds}.`), body);
  for (const verifier of verifiers) {
    for (const signature of signatures) {
      if (await isSignedBy(verifier, signature, content)) return body;
    }
  }
  throw signatureInvalid('no signature matches id, time and body');
}

/** Whether one entry of the header, `v1,…` or `v1a,…`, is a signature of the content by this key. */
export async function isSignedBy(
  { scheme, algorithm, key }: Verifier,
  signature: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const [name, encoded = '', ...rest] = signature.split(',');
  if (name !== scheme || rest.length > 0) return false;
  const bytes = decodeBase64(encoded);
  // The platform compares in constant time.
  return bytes !== undefined && crypto.subtle.verify(algorithm, key, bytes, content);
}

/** Reads `whsec_…` or `whpk_…`. */
export async function importVerifier(secret: string): Promise<Verifier> {
  if (secret.startsWith(sharedPrefix)) {
    const bytes = bytesAfter(sharedPrefix, secret);
    if (bytes.length < 24 || bytes.length > 64) {
      throw secretInvalid(`has ${bytes.length} bytes, should have 24 to 64`);
    }
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['verify']);
    return { scheme: 'v1', algorithm: 'HMAC', key };
  }
  if (secret.startsWith(publicPrefix)) {
    const bytes = bytesAfter(publicPrefix, secret);
    try {
      const key = await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
      return { scheme: 'v1a', algorithm: 'Ed25519', key };
    } catch {
      throw secretInvalid('is no Ed25519 public key, or this platform cannot use one');
    }
  }
  throw secretInvalid(`should start with "${sharedPrefix}" or "${publicPrefix}"`);
}

function bytesAfter(prefix: string, text: string): Uint8Array<ArrayBuffer> {
  const bytes = decodeBase64(text.slice(prefix.length));
  if (bytes === undefined) throw secretInvalid(`should be base64 after "${prefix}"`);
  return bytes;
}

function bytesOf(body: WebhookBody): Uint8Array<ArrayBuffer> {
  if (typeof body !== 'string') return new Uint8Array(body).slice();
  // A lone surrogate would be replaced silently, so two texts would have one signature.
  if (/[\uD800-\uDFFF]/u.test(body)) {
    throw signatureInvalid('the body is not well-formed Unicode');
  }
  return new TextEncoder().encode(body);
}

function join(head: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(head.length + body.length);
  joined.set(head);
  joined.set(body, head.length);
  return joined;
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isGetter(headers) ? headers.get(name) : fieldOf(headers, name);
  if (typeof value !== 'string' || value === '') {
    throw signatureInvalid(`header "${name}" is missing`);
  }
  return value;
}

function isGetter(headers: WebhookHeaders): headers is WebhookHeaderGetter {
  return 'get' in headers && typeof headers.get === 'function';
}

function fieldOf(headers: WebhookHeaderFields, name: string): string | undefined {
  const values = Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? []);
  // Sent twice, it is unclear which one was meant.
  return values.length === 1 ? values[0] : undefined;
}

function signatureInvalid(problem: string): WebhookVerificationError {
  return new WebhookVerificationError({ code: 'WEBHOOK_SIGNATURE_INVALID', problem });
}

function timestampInvalid(problem: string): WebhookVerificationError {
  return new WebhookVerificationError({ code: 'WEBHOOK_TIMESTAMP_INVALID', problem });
}

function secretInvalid(problem: string): WebhookVerificationError {
  return new WebhookVerificationError({
    code: 'WEBHOOK_SECRET_INVALID',
    problem: `the secret ${problem}`,
  });
}

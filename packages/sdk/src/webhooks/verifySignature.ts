/**
 * Verifies Standard Webhooks with the platform's cryptography.
 *
 * Judges exactly like `verifyWebhook` of core, which carries its own cryptography and weighs more than this whole package.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { WebhookVerificationError } from '../errors/webhookVerificationError.ts';
import { decodeBase64 } from '../internal/decodeBase64.ts';

/** The three headers of a webhook. */
export interface SignedHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

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
 * @throws {WebhookVerificationError} If a header is malformed, the time is too far from now, or no signature matches.
 */
export async function verifySignature(facts: {
  readonly headers: SignedHeaders;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly secrets: readonly string[];
  readonly now: number;
  readonly toleranceSeconds: number;
}): Promise<void> {
  const { headers, now, toleranceSeconds } = facts;
  const verifiers = await Promise.all(facts.secrets.map(importVerifier));
  if (!idShape.test(headers.id)) throw signatureInvalid('header "webhook-id" is malformed');
  if (!secondsShape.test(headers.timestamp)) {
    throw timestampInvalid('header "webhook-timestamp" should be Unix time in seconds');
  }
  const ageSeconds = Math.floor(now / 1_000) - Number(headers.timestamp);
  if (!(Math.abs(ageSeconds) <= toleranceSeconds)) {
    throw timestampInvalid(
      `is ${ageSeconds} seconds old, should be within ${toleranceSeconds} seconds of now`,
    );
  }
  const signatures = headers.signature.split(' ');
  if (signatures.length > signaturesMax) {
    throw signatureInvalid(
      `has ${signatures.length} signatures, should have at most ${signaturesMax}`,
    );
  }
  const content = join(`${headers.id}.${headers.timestamp}.`, facts.body);
  for (const verifier of verifiers) {
    for (const signature of signatures) {
      if (await isSignedBy(verifier, signature, content)) return;
    }
  }
  throw signatureInvalid('no signature matches id, time and body');
}

async function isSignedBy(
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

async function importVerifier(secret: string): Promise<Verifier> {
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

function join(head: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const start = new TextEncoder().encode(head);
  const joined = new Uint8Array(start.length + body.length);
  joined.set(start);
  joined.set(body, start.length);
  return joined;
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

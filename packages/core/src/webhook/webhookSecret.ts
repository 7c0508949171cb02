/**
 * The keys of Standard Webhooks as text: `whsec_` for HMAC (v1), `whsk_` and `whpk_` for the two halves of Ed25519 (v1a).
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { AppError } from '../error/appError.ts';
import { equalBytes } from '../internal/bytes.ts';
import { decodeBase64, encodeBase64 } from '../internal/base64.ts';

const sharedPrefix = 'whsec_';
const privatePrefix = 'whsk_';
const publicPrefix = 'whpk_';
const sharedBytesMin = 24;
const sharedBytesMax = 64;

/**
 * Writes the secret that sender and receiver share, for v1 signatures.
 *
 * @param secret - 24 to 64 random bytes; 32 are a good choice.
 * @returns `whsec_` and base64, a secret.
 * @throws {WebhookSecretInvalidError} If there are fewer or more bytes.
 * @example
 * encodeWebhookSecret(randomBytes(32)) // "whsec_MfKQ9r8G…"
 */
export function encodeWebhookSecret(secret: Uint8Array): string {
  return sharedPrefix + encodeBase64(checkedShared(secret));
}

/**
 * Writes an Ed25519 key pair, for v1a signatures: the sender keeps one half, receivers get the other.
 *
 * @param seed - 32 random bytes.
 * @returns `signingKey` (`whsk_`, a secret) and `publicKey` (`whpk_`).
 * @throws {WebhookSecretInvalidError} If there are not 32 bytes.
 * @example
 * const { signingKey, publicKey } = encodeWebhookKeyPair(randomBytes(32));
 */
export function encodeWebhookKeyPair(seed: Uint8Array): { signingKey: string; publicKey: string } {
  const checked = checkedSeed(seed);
  return {
    signingKey: privatePrefix + encodeBase64(checked),
    publicKey: publicPrefix + encodeBase64(ed25519.getPublicKey(checked)),
  };
}

/** A key that signs. */
export type WebhookSigner =
  | { readonly scheme: 'v1'; readonly secret: Uint8Array }
  | { readonly scheme: 'v1a'; readonly seed: Uint8Array };

/** A key that verifies. */
export type WebhookVerifier =
  | { readonly scheme: 'v1'; readonly secret: Uint8Array }
  | { readonly scheme: 'v1a'; readonly publicKey: Uint8Array };

/**
 * Reads a key that signs.
 *
 * @param text - `whsec_…` or `whsk_…`; the latter as seed (32 bytes) or as seed and public key (64 bytes).
 * @returns The scheme and its key, a secret.
 * @throws {WebhookSecretInvalidError} If it is neither. The error never holds the text.
 * @example
 * parseWebhookSigner('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').scheme // "v1"
 */
export function parseWebhookSigner(text: string): WebhookSigner {
  if (text.startsWith(sharedPrefix)) {
    return { scheme: 'v1', secret: checkedShared(bytesAfter(sharedPrefix, text)) };
  }
  if (text.startsWith(privatePrefix)) {
    const bytes = bytesAfter(privatePrefix, text);
    const seed = checkedSeed(bytes.length === 64 ? bytes.slice(0, 32) : bytes);
    // A private key with another's public half is a mistake that signatures would hide until someone verifies them.
    if (bytes.length === 64 && !equalBytes(bytes.subarray(32), ed25519.getPublicKey(seed))) {
      throw new WebhookSecretInvalidError({
        problem: 'the two halves of the key do not belong together',
      });
    }
    return { scheme: 'v1a', seed };
  }
  throw new WebhookSecretInvalidError({
    problem: `should start with "${sharedPrefix}" or "${privatePrefix}" to sign`,
  });
}

/**
 * Reads a key that verifies.
 *
 * @param text - `whsec_…` or `whpk_…`.
 * @returns The scheme and its key.
 * @throws {WebhookSecretInvalidError} If it is neither. The error never holds the text.
 * @example
 * parseWebhookVerifier('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw').scheme // "v1"
 */
export function parseWebhookVerifier(text: string): WebhookVerifier {
  if (text.startsWith(sharedPrefix)) {
    return { scheme: 'v1', secret: checkedShared(bytesAfter(sharedPrefix, text)) };
  }
  if (text.startsWith(publicPrefix)) {
    const publicKey = bytesAfter(publicPrefix, text);
    if (!isStrongPublicKey(publicKey)) {
      throw new WebhookSecretInvalidError({ problem: 'is not an Ed25519 public key' });
    }
    return { scheme: 'v1a', publicKey };
  }
  throw new WebhookSecretInvalidError({
    problem: `should start with "${sharedPrefix}" or "${publicPrefix}" to verify`,
  });
}

function isStrongPublicKey(bytes: Uint8Array): boolean {
  try {
    // Under a key of small order anybody can make signatures that verify.
    return bytes.length === 32 && !ed25519.Point.fromBytes(bytes).isSmallOrder();
  } catch {
    return false;
  }
}

function bytesAfter(prefix: string, text: string): Uint8Array {
  const bytes = decodeBase64(text.slice(prefix.length));
  if (bytes === undefined) {
    throw new WebhookSecretInvalidError({ problem: `should be base64 after "${prefix}"` });
  }
  return bytes;
}

function checkedShared(secret: Uint8Array): Uint8Array {
  if (secret.length < sharedBytesMin || secret.length > sharedBytesMax) {
    throw new WebhookSecretInvalidError({
      problem: `has ${secret.length} bytes, should have ${sharedBytesMin} to ${sharedBytesMax}`,
    });
  }
  return secret;
}

function checkedSeed(seed: Uint8Array): Uint8Array {
  if (seed.length !== 32) {
    throw new WebhookSecretInvalidError({ problem: `has ${seed.length} bytes, should have 32` });
  }
  return seed;
}

/** Thrown when a webhook key cannot be used. Says what is wrong without quoting the key. */
export class WebhookSecretInvalidError extends AppError {
  override readonly name = 'WebhookSecretInvalidError';

  constructor({ problem }: { problem: string }) {
    super({ code: 'WEBHOOK_SECRET_INVALID', message: `Cannot use webhook secret: ${problem}` });
  }
}

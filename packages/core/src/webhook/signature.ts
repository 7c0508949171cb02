/**
 * The two signatures of Standard Webhooks over bytes: HMAC-SHA-256 (v1) and Ed25519 (v1a). Not exported from the room.
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { assertNever } from '../internal/assertNever.ts';
import { equalBytes } from '../internal/bytes.ts';
import type { WebhookSigner, WebhookVerifier } from './webhookSecret.ts';

/** Signs: 32 bytes by v1, 64 by v1a. */
export function signatureOf(signer: WebhookSigner, content: Uint8Array): Uint8Array {
  switch (signer.scheme) {
    case 'v1':
      return hmac(sha256, signer.secret, content);
    case 'v1a':
      return ed25519.sign(content, signer.seed);
    default:
      return assertNever(signer);
  }
}

/** Whether the holder of the key signed these bytes. A shortened signature is none. */
export function isSignatureOf(
  verifier: WebhookVerifier,
  signature: Uint8Array,
  content: Uint8Array,
): boolean {
  switch (verifier.scheme) {
    case 'v1':
      return equalBytes(signature, hmac(sha256, verifier.secret, content));
    case 'v1a':
      // The strict rules of RFC 8032: the looser ones let a signature be respelled.
      return (
        signature.length === 64 &&
        ed25519.verify(signature, content, verifier.publicKey, { zip215: false })
      );
    default:
      return assertNever(verifier);
  }
}

/**
 * Ed25519 of node:crypto: the same bytes as every other implementation of RFC 8032, some forty times faster than one in JavaScript.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8410
 */
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';

/** RFC 8410 §7: what stands before the seed in a PKCS #8 Ed25519 key. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A seed that is ready to sign. OpenSSL wipes its copy when the object is collected. */
export function createEd25519Key(seed: Uint8Array): KeyObject {
  const pkcs8 = Buffer.concat([pkcs8Head, seed]);
  try {
    return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  } finally {
    pkcs8.fill(0);
  }
}

/** The 32-byte public key. */
export function ed25519PublicKeyOf(key: KeyObject): Uint8Array {
  // As JWK, for exporting DER takes ten times as long.
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Uint8Array.from(Buffer.from(x, 'base64url'));
}

/** The 64-byte signature of a message. */
export function signEd25519(key: KeyObject, message: Uint8Array): Uint8Array {
  return Uint8Array.from(sign(null, message, key));
}

import { expect, test } from 'vitest';
import { decodeHex } from '../internal/hex.ts';
import { encodeBase64 } from '../internal/base64.ts';
import {
  encodeWebhookKeyPair,
  encodeWebhookSecret,
  parseWebhookSigner,
  parseWebhookVerifier,
  WebhookSecretInvalidError,
} from './webhookSecret.ts';

const seed = new Uint8Array(32).fill(7);
const { signingKey, publicKey } = encodeWebhookKeyPair(seed);
const publicBytes = keyOf(publicKey);

test.each([24, 32, 64])('a shared secret of %d bytes is written and read', (length) => {
  const bytes = new Uint8Array(length).fill(1);
  const text = encodeWebhookSecret(bytes);

  expect(text).toMatch(/^whsec_/);
  expect(parseWebhookSigner(text)).toEqual({ scheme: 'v1', secret: bytes });
  expect(parseWebhookVerifier(text)).toEqual({ scheme: 'v1', secret: bytes });
});

test.each([0, 23, 65])('a shared secret of %d bytes is refused', (length) => {
  const bytes = new Uint8Array(length);

  expect(() => encodeWebhookSecret(bytes)).toThrow(WebhookSecretInvalidError);
  expect(() => parseWebhookSigner(`whsec_${encodeBase64(bytes)}`)).toThrow('should have 24 to 64');
});

test('an Ed25519 key is read as seed or as seed and public key', () => {
  const both = `whsk_${encodeBase64(Uint8Array.of(...seed, ...publicBytes))}`;

  expect(parseWebhookSigner(signingKey)).toEqual({ scheme: 'v1a', seed });
  expect(parseWebhookSigner(both)).toEqual({ scheme: 'v1a', seed });
  expect(() => parseWebhookSigner(`whsk_${encodeBase64(Uint8Array.of(...seed, ...seed))}`)).toThrow(
    'do not belong together',
  );
});

test('a half that cannot do the work is refused: no signing with public keys, no private keys at receivers', () => {
  expect(() => parseWebhookSigner(publicKey)).toThrow('"whsec_" or "whsk_" to sign');
  expect(() => parseWebhookVerifier(signingKey)).toThrow('"whsec_" or "whpk_" to verify');
});

test('public keys anybody could sign for, or that are no points, are refused', () => {
  const neutral = decodeHex(`01${'00'.repeat(31)}`) ?? new Uint8Array();
  const noPoint = decodeHex(`02${'00'.repeat(31)}`) ?? new Uint8Array();
  for (const bytes of [neutral, noPoint, seed.slice(1), new Uint8Array()]) {
    expect(() => parseWebhookVerifier(`whpk_${encodeBase64(bytes)}`)).toThrow(
      'is not an Ed25519 public key',
    );
  }
});

test.each([
  '',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'WHSEC_AAAA',
  'whsec_!!!!',
  'whsk_AAAA',
  'whpk_=',
])('"%s" is refused without being quoted', (text) => {
  for (const parse of [parseWebhookSigner, parseWebhookVerifier]) {
    expect(() => parse(text)).toThrow(WebhookSecretInvalidError);
    if (text.length > 6) expect(() => parse(text)).not.toThrow(text.slice(6));
  }
});

function keyOf(text: string): Uint8Array {
  const verifier = parseWebhookVerifier(text);
  if (verifier.scheme !== 'v1a') throw new Error('not an Ed25519 key');
  return verifier.publicKey;
}

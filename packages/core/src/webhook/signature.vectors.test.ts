/** Project Wycheproof's vectors through the functions that sign and verify webhooks. */
import { hexToBytes } from '@noble/hashes/utils.js';
import { expect, test } from 'vitest';
import { isSignatureOf, signatureOf } from './signature.ts';
import hmacFile from './vectors/hmac_sha256_test.json' with { type: 'json' };
import ed25519File from './vectors/ed25519_test.json' with { type: 'json' };

const macs = hmacFile.testGroups.flatMap(({ tagSize, tests }) =>
  tests.map((one) => ({ ...one, isWhole: tagSize === 256 })),
);
const signatures = ed25519File.testGroups.flatMap(({ publicKey, tests }) =>
  tests.map((one) => ({ ...one, publicKey: hexToBytes(publicKey.pk) })),
);

test('the files hold what these tests are about', () => {
  const valid = (of: readonly { result: string }[]) =>
    of.filter(({ result }) => result === 'valid').length;

  expect([macs.length, hmacFile.numberOfTests]).toEqual([174, 174]);
  expect([valid(macs), valid(macs.filter(({ isWhole }) => isWhole))]).toEqual([66, 33]);
  expect([signatures.length, ed25519File.numberOfTests]).toEqual([151, 151]);
  expect(valid(signatures)).toBe(88);
});

test.each(macs)('HMAC $tcId: $comment', ({ key, msg, tag, result, isWhole }) => {
  const secret = hexToBytes(key);
  const content = hexToBytes(msg);
  const signed = signatureOf({ scheme: 'v1', secret }, content);

  // A tag that was cut to half is none of ours, right or wrong.
  const isOurs = isWhole && result === 'valid';
  expect(isSignatureOf({ scheme: 'v1', secret }, hexToBytes(tag), content)).toBe(isOurs);
  expect(isSignatureOf({ scheme: 'v1', secret }, signed, content)).toBe(true);
  const begin = signed.slice(0, tag.length / 2);
  expect(begin.every((byte, index) => byte === hexToBytes(tag)[index])).toBe(result === 'valid');
});

test.each(signatures)('Ed25519 $tcId: $comment', ({ publicKey, msg, sig, result }) => {
  const isOurs = isSignatureOf({ scheme: 'v1a', publicKey }, hexToBytes(sig), hexToBytes(msg));

  expect(isOurs).toBe(result === 'valid');
});

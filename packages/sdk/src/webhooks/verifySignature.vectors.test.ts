/** Project Wycheproof's vectors, which lie beside the functions of core, through those of this package. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importVerifier, isSignedBy } from './verifySignature.ts';

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly msg: string;
  readonly result: string;
}

const signatures = groupsOf('ed25519_test').flatMap(({ publicKey, tests }) =>
  (tests as (Vector & { sig: string })[]).map((one) => ({ ...one, pk: publicKey?.pk ?? '' })),
);
const macs = groupsOf('hmac_sha256_test')
  // Secrets of webhooks have 24 to 64 bytes, and their signatures are whole.
  .filter(({ keySize, tagSize }) => keySize === 256 && tagSize === 256)
  .flatMap(({ tests }) => tests as (Vector & { key: string; tag: string })[]);

test('the files hold what these tests are about', () => {
  expect([signatures.length, macs.length]).toEqual([151, 81]);
});

test.each(signatures)('Ed25519 $tcId: $comment', async ({ pk, msg, sig, result }) => {
  const verifier = await importVerifier(`whpk_${base64(pk)}`);

  const isOurs = await isSignedBy(verifier, `v1a,${base64(sig)}`, bytes(msg));

  expect(isOurs).toBe(result === 'valid');
});

test.each(macs)('HMAC $tcId: $comment', async ({ key, msg, tag, result }) => {
  const verifier = await importVerifier(`whsec_${base64(key)}`);

  const isOurs = await isSignedBy(verifier, `v1,${base64(tag)}`, bytes(msg));

  expect(isOurs).toBe(result === 'valid');
});

interface Group {
  readonly keySize?: number;
  readonly tagSize?: number;
  readonly publicKey?: { readonly pk: string };
  readonly tests: readonly Vector[];
}

function groupsOf(name: string): readonly Group[] {
  const file = new URL(`../../../core/src/webhook/vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { testGroups: Group[] }).testGroups;
}

function base64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64');
}

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

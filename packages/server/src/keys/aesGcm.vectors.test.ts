import { readFileSync } from 'node:fs';
import { openRecord, sealRecord, SealedRecordInvalidError } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { aesGcm } from './aesGcm.ts';

/** The part of Project Wycheproof's `aead_test_schema_v1.json` that is read here. */
interface WycheproofFile {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly ivSize: number;
    readonly keySize: number;
    readonly tagSize: number;
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly key: string;
      readonly iv: string;
      readonly aad: string;
      readonly msg: string;
      readonly ct: string;
      readonly tag: string;
      readonly result: 'valid' | 'invalid';
    }[];
  }[];
}

const file = JSON.parse(
  readFileSync(new URL('./vectors/aes_gcm_test.json', import.meta.url), 'utf8'),
) as WycheproofFile;

const cases = file.testGroups.flatMap(({ ivSize, keySize, tagSize, tests }) =>
  tests.map((one) => ({
    id: one.tcId,
    comment: one.comment,
    ours: ivSize === 96 && keySize === 256 && tagSize === 128,
    valid: one.result === 'valid',
    key: bytes(one.key),
    iv: bytes(one.iv),
    aad: bytes(one.aad),
    message: bytes(one.msg),
    sealed: bytes(one.ct + one.tag),
  })),
);
const valid = cases.filter((one) => one.ours && one.valid);
const forged = cases.filter((one) => one.ours && !one.valid);
const foreign = cases.filter((one) => !one.ours);

test('every vector of the file is in one of the three groups, and none is empty', () => {
  expect(cases).toHaveLength(file.numberOfTests);
  expect({ valid: valid.length, forged: forged.length, foreign: foreign.length }).toEqual({
    valid: 39,
    forged: 27,
    foreign: 250,
  });
});

test.each(valid)('vector $id is sealed and opened as printed: $comment', (vector) => {
  const { key, iv, aad, message, sealed } = vector;

  expect(aesGcm.seal(key, iv, message, aad)).toEqual(sealed);
  expect(aesGcm.open(key, iv, sealed, aad)).toEqual(message);
});

test.each(forged)('vector $id does not open: $comment', ({ key, iv, aad, sealed }) => {
  expect(() => aesGcm.open(key, iv, sealed, aad)).toThrow(SealedRecordInvalidError);
});

test.each(foreign)('vector $id has another key or IV size and is refused', (vector) => {
  const { key, iv, aad, message, sealed } = vector;

  expect(() => aesGcm.open(key, iv, sealed, aad)).toThrow(RangeError);
  expect(() => aesGcm.seal(key, iv, message, aad)).toThrow(RangeError);
});

test.each(valid)('vector $id does not open with its tag cut to fewer than 16 bytes', (vector) => {
  const { key, iv, aad, sealed } = vector;
  for (let missing = 1; missing <= 16; missing += 1) {
    expect(() => aesGcm.open(key, iv, sealed.subarray(0, -missing), aad)).toThrow(
      SealedRecordInvalidError,
    );
  }
});

test('a sealed record under this cipher opens, and with any bit flipped does not', () => {
  const aad = { purpose: 'account-key', organizationId: 'o', subjectId: 's', family: 'evm' };
  const facts = { aad, dataKey: new Uint8Array(32).fill(1), aead: aesGcm };
  const plaintext = Uint8Array.of(1, 2, 3);
  const wrappedDataKey = { provider: 'p', keyId: 'k', keyVersion: '', wrapped: Uint8Array.of(9) };
  const record = sealRecord({ ...facts, plaintext, wrappedDataKey, iv: new Uint8Array(12) });

  expect(openRecord({ ...facts, record })).toEqual(plaintext);
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    const flipped = record.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openRecord({ ...facts, record: flipped }), `bit ${bit}`).toThrow(
      /^Cannot open sealed record/,
    );
  }
});

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

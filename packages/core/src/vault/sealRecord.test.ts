import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, utf8Bytes } from '../internal/bytes.ts';
import { encodeHex } from '../internal/hex.ts';
import type { Aead } from './aead.ts';
import { encodeSealedAad, type SealedAad } from './sealedAad.ts';
import { readSealedHeader, type SealedDataKey } from './sealedHeader.ts';
import { SealedRecordInvalidError, SealedRecordUnsupportedError } from './sealedRecordErrors.ts';
import { openRecord, rewrapRecord, sealRecord } from './sealRecord.ts';

const aead = nodeAesGcm();
const aad: SealedAad = {
  purpose: 'account-key',
  organizationId: 'org_1',
  subjectId: 'acc_1',
  family: 'avm',
};
const dataKey = new Uint8Array(32).fill(7);
const iv = new Uint8Array(12).fill(3);
const plaintext = utf8Bytes('not a real secret');
const wrappedDataKey: SealedDataKey = {
  provider: 'file',
  keyId: 'main',
  keyVersion: '1',
  wrapped: new Uint8Array(40).fill(5),
};
const record = sealRecord({ plaintext, aad, dataKey, wrappedDataKey, iv, aead });

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const owner = fc.record({ purpose: part, organizationId: part, subjectId: part, family: part });
const asciiName = fc.stringMatching(/^[!-~]{1,40}$/);
const wrappedKey = fc.record({
  provider: asciiName,
  keyId: asciiName,
  keyVersion: fc.oneof(fc.constant(''), asciiName),
  wrapped: fc.uint8Array({ minLength: 1, maxLength: 600 }),
});

test('the layout is that of version 1, byte for byte', () => {
  const sealed = record.subarray(-(plaintext.length + 16));

  expect(encodeHex(record.subarray(0, -sealed.length))).toBe(
    ['0101', '0004', hex('file'), '0004', hex('main'), '0001', hex('1')].join('') +
      ['0028', '05'.repeat(40), '03'.repeat(12)].join(''),
  );
  expect(
    aead.open(dataKey, iv, sealed, concatBytes(encodeSealedAad(aad), record.subarray(0, 59))),
  ).toEqual(plaintext);
});

test('what is sealed opens, and the header tells which key it needs', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      owner,
      bytesOf(32),
      wrappedKey,
      bytesOf(12),
      (secret, whose, key, wrapped, nonce) => {
        const facts = { aad: whose, dataKey: key, aead };
        const sealed = sealRecord({
          ...facts,
          plaintext: secret,
          wrappedDataKey: wrapped,
          iv: nonce,
        });
        expect(openRecord({ ...facts, record: sealed })).toEqual(secret);
        expect(readSealedHeader(sealed)).toEqual({
          version: 1,
          algorithm: 'AES-256-GCM',
          wrappedDataKey: wrapped,
        });
      },
    ),
  );
});

test('no record opens with any one of its bits flipped, header included', () => {
  for (let bit = 0; bit < record.length * 8; bit += 1) {
    const flipped = record.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(() => openRecord({ record: flipped, aad, dataKey, aead }), `bit ${bit}`).toThrow(
      /^Cannot open sealed record/,
    );
  }
});

test('any other owner, in whichever part, does not open a record', () => {
  fc.assert(
    fc.property(owner, owner, (sealedFor, openedBy) => {
      fc.pre(JSON.stringify(sealedFor) !== JSON.stringify(openedBy));
      const sealed = sealRecord({ plaintext, aad: sealedFor, dataKey, wrappedDataKey, iv, aead });
      expect(() => openRecord({ record: sealed, aad: openedBy, dataKey, aead })).toThrow(
        SealedRecordInvalidError,
      );
    }),
  );
  for (const field of ['purpose', 'organizationId', 'subjectId', 'family'] as const) {
    const other = { ...aad, [field]: `${aad[field]}x` };
    expect(() => openRecord({ record, aad: other, dataKey, aead }), field).toThrow(
      SealedRecordInvalidError,
    );
  }
});

test('text that moves from one part of an owner to the next makes another owner', () => {
  fc.assert(
    fc.property(owner, owner, (a, b) => {
      const same = JSON.stringify(a) === JSON.stringify(b);
      expect(encodeHex(encodeSealedAad(a)) === encodeHex(encodeSealedAad(b))).toBe(same);
    }),
  );
  expect(encodeSealedAad({ ...aad, organizationId: 'ab', subjectId: 'c' })).not.toEqual(
    encodeSealedAad({ ...aad, organizationId: 'a', subjectId: 'bc' }),
  );
  expect(() => encodeSealedAad({ ...aad, organizationId: '' })).toThrow(RangeError);
  expect(() => encodeSealedAad({ ...aad, purpose: 'x'.repeat(256) })).toThrow(RangeError);
});

test('truncated records are refused at every length, extended ones too', () => {
  for (let length = 0; length < record.length; length += 1) {
    expect(
      () => openRecord({ record: record.subarray(0, length), aad, dataKey, aead }),
      `${length} bytes`,
    ).toThrow(SealedRecordInvalidError);
  }
  // A cipher that takes short tags changes nothing: it is not asked.
  const trusting: Aead = { ...aead, open: () => plaintext };
  const withShortTag = record.subarray(0, record.length - plaintext.length - 1);
  expect(() => openRecord({ record: withShortTag, aad, dataKey, aead: trusting })).toThrow(
    'is truncated',
  );
  for (const more of [1, 16, 2 * 1024 * 1024]) {
    const extended = concatBytes(record, new Uint8Array(more));
    expect(() => openRecord({ record: extended, aad, dataKey, aead })).toThrow(
      SealedRecordInvalidError,
    );
  }
});

test('any bytes at all are refused with one of our two errors', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, looksRight) => {
      const junk = looksRight ? concatBytes(Uint8Array.of(1, 1), bytes) : bytes;
      expect(() => openRecord({ record: junk, aad, dataKey, aead })).toThrow(
        /^Cannot open sealed record/,
      );
    }),
  );
});

test('unknown versions and algorithms are named, not guessed at', () => {
  expect(() => readSealedHeader(withByte(0, 2))).toThrow(
    'Cannot open sealed record: version is "2", should be "1"',
  );
  expect(() => readSealedHeader(withByte(1, 9))).toThrow(SealedRecordUnsupportedError);
});

test('another data key does not open, and neither does one of another length', () => {
  for (const key of [new Uint8Array(32), new Uint8Array(16).fill(7), new Uint8Array()]) {
    expect(() => openRecord({ record, aad, dataKey: key, aead })).toThrow(SealedRecordInvalidError);
  }
});

test('a rewrapped record opens with the same data key and names the new wrapping', () => {
  const next = { provider: 'aws-kms', keyId: 'arn:k', keyVersion: '', wrapped: Uint8Array.of(1) };
  const facts = { record, aad, dataKey, aead, wrappedDataKey: next };

  const rewrapped = rewrapRecord({ ...facts, iv: new Uint8Array(12).fill(4) });

  expect(openRecord({ record: rewrapped, aad, dataKey, aead })).toEqual(plaintext);
  expect(readSealedHeader(rewrapped).wrappedDataKey).toEqual(next);
  expect(openRecord({ record, aad, dataKey, aead })).toEqual(plaintext);
  expect(() => rewrapRecord({ ...facts, iv })).toThrow('the IV is that of the old record');
  expect(() =>
    rewrapRecord({ ...facts, record: withByte(60, 0xff), iv: new Uint8Array(12) }),
  ).toThrow(SealedRecordInvalidError);
});

test('nothing is sealed with wrong lengths, unreadable names or a cipher with short tags', () => {
  const facts = { plaintext, aad, dataKey, wrappedDataKey, iv, aead };
  const shortTags: Aead = { ...aead, seal: (...given) => aead.seal(...given).subarray(0, -4) };
  const refused = [
    { ...facts, dataKey: new Uint8Array(16) },
    { ...facts, iv: new Uint8Array(16) },
    { ...facts, plaintext: new Uint8Array(1024 * 1024 + 1) },
    { ...facts, wrappedDataKey: { ...wrappedDataKey, provider: '' } },
    { ...facts, wrappedDataKey: { ...wrappedDataKey, keyId: 'schlüssel' } },
    { ...facts, wrappedDataKey: { ...wrappedDataKey, keyVersion: 'v'.repeat(1025) } },
    { ...facts, wrappedDataKey: { ...wrappedDataKey, wrapped: new Uint8Array() } },
    { ...facts, aead: shortTags },
  ];

  for (const one of refused) expect(() => sealRecord(one)).toThrow(RangeError);
});

function withByte(index: number, byte: number): Uint8Array {
  return record.with(index, byte);
}

function hex(text: string): string {
  return encodeHex(utf8Bytes(text));
}

/** The platform's cipher. Core's types know no Node, so the few calls are described here. */
interface NodeCipher {
  setAAD(aad: Uint8Array): void;
  update(bytes: Uint8Array): Uint8Array;
  final(): Uint8Array;
  getAuthTag(): Uint8Array;
  setAuthTag(tag: Uint8Array): void;
}
type NodeCipherMaker = (name: string, key: Uint8Array, iv: Uint8Array, facts: object) => NodeCipher;

function nodeAesGcm(): Aead {
  const { process } = globalThis as unknown as {
    process: {
      getBuiltinModule(
        name: string,
      ): Record<'createCipheriv' | 'createDecipheriv', NodeCipherMaker>;
    };
  };
  const { createCipheriv, createDecipheriv } = process.getBuiltinModule('node:crypto');
  const facts = { authTagLength: 16 };
  return {
    seal(key, nonce, secret, authenticated) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce, facts);
      cipher.setAAD(authenticated);
      return concatBytes(cipher.update(secret), cipher.final(), cipher.getAuthTag());
    },
    open(key, nonce, sealed, authenticated) {
      const cipher = createDecipheriv('aes-256-gcm', key, nonce, facts);
      cipher.setAAD(authenticated);
      cipher.setAuthTag(sealed.subarray(-16));
      return concatBytes(cipher.update(sealed.subarray(0, -16)), cipher.final());
    },
  };
}

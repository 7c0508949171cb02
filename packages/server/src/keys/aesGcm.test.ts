import { randomBytes } from 'node:crypto';
import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aesGcm } from './aesGcm.ts';

test('what the platform seals, an independent implementation opens, and the other way round', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.uint8Array({ maxLength: 50 }),
      (plaintext, aad) => {
        const key = new Uint8Array(randomBytes(32));
        const iv = new Uint8Array(randomBytes(12));

        const sealed = aesGcm.seal(key, iv, plaintext, aad);

        expect(gcm(key, iv, aad).decrypt(new Uint8Array(sealed))).toEqual(plaintext);
        expect(new Uint8Array(sealed)).toEqual(gcm(key, iv, aad).encrypt(plaintext));
      },
    ),
  );
});

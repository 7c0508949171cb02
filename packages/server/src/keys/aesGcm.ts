import { createCipheriv, createDecipheriv } from 'node:crypto';
import { SealedRecordInvalidError, type Aead } from '@biatec-tokens/core';
import { takeOver } from './takeOver.ts';

const name = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
// Without this Node takes tags down to 4 bytes, which can be forged.
const options = { authTagLength: tagBytes };

/** AES-256-GCM of `node:crypto` with keys of 32 bytes, IVs of 12 and tags of 16; all other sizes are refused. */
export const aesGcm: Aead = {
  seal(key, iv, plaintext, aad) {
    checkSizes(key, iv);
    const cipher = createCipheriv(name, key, iv, options);
    cipher.setAAD(aad);
    const ciphertext = cipher.update(plaintext);
    return Uint8Array.from(Buffer.concat([ciphertext, cipher.final(), cipher.getAuthTag()]));
  },

  open(key, iv, ciphertextAndTag, aad) {
    checkSizes(key, iv);
    const end = ciphertextAndTag.length - tagBytes;
    if (end < 0) {
      throw new SealedRecordInvalidError({
        problem: `ciphertext with tag has ${ciphertextAndTag.length} bytes, should have at least ${tagBytes}`,
      });
    }
    const decipher = createDecipheriv(name, key, iv, options);
    decipher.setAAD(aad);
    decipher.setAuthTag(ciphertextAndTag.subarray(end));
    const plaintext = decipher.update(ciphertextAndTag.subarray(0, end));
    try {
      decipher.final();
    } catch (cause) {
      // Not authentic, so nobody may see it.
      plaintext.fill(0);
      throw new SealedRecordInvalidError({ problem: 'the tag does not match', cause });
    }
    // A copy of its own: small Buffers share memory, where zeroing one secret leaves others, and copies, around.
    return takeOver(plaintext);
  },
};

function checkSizes(key: Uint8Array, iv: Uint8Array): void {
  if (key.length !== keyBytes) {
    throw new RangeError(
      `Cannot use AES-256-GCM: key has ${key.length} bytes, should have ${keyBytes}`,
    );
  }
  if (iv.length !== ivBytes) {
    throw new RangeError(
      `Cannot use AES-256-GCM: IV has ${iv.length} bytes, should have ${ivBytes}`,
    );
  }
}

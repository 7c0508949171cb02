import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bip39SeedInput } from './bip39Seed.ts';
import { deriveEvmPrivateKey, deriveEvmPrivateKeyOfSeed } from './evmAccount.ts';
import { createMnemonic, InvalidMnemonicError } from './mnemonic.ts';

test('PBKDF2 over the input leads to the same EVM keys', () => {
  const anyEntropy = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(anyEntropy, fc.nat(2 ** 31 - 1), (entropy, slot) => {
      const mnemonic = createMnemonic(entropy);
      const { password, salt, iterations, keyLength } = bip39SeedInput({ mnemonic });
      const seed = pbkdf2(sha512, password, salt, { c: iterations, dkLen: keyLength });

      const key = deriveEvmPrivateKeyOfSeed({ seed, slot });

      expect(key).toEqual(deriveEvmPrivateKey({ mnemonic, slot }));
    }),
    { numRuns: 10 },
  );
});

test('what is no phrase and what is no seed are refused', () => {
  expect(() => bip39SeedInput({ mnemonic: 'abandon' })).toThrow(InvalidMnemonicError);
  expect(() => deriveEvmPrivateKeyOfSeed({ seed: new Uint8Array(32) })).toThrow(
    'Cannot derive EVM key: seed has 32 bytes, should have 64',
  );
});

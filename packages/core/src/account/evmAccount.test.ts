import { expect, test } from 'vitest';
import { decodeHex } from '../internal/hex.ts';
import { deriveEvmPrivateKey, evmAddressOf, findEvmPrivateKey } from './evmAccount.ts';
import { createMnemonic, InvalidMnemonicError } from './mnemonic.ts';
import { InvalidSlotError, slotMax } from './slot.ts';

const zeroPhrase = createMnemonic(new Uint8Array(32));

// Addresses as viem's mnemonicToAccount derives them from the published BIP-39 phrases of these entropies.
test.each([
  { entropy: '00', slot: 0, address: '0xF278cF59F82eDcf871d630F28EcC8056f25C1cdb' },
  { entropy: '00', slot: 1, address: '0xf785bD075874b8423D3583728a981399f31e95aA' },
  { entropy: '00', slot: slotMax, address: '0xeD0092C60c525E6DB9c131F5971Ed5Fed05E496C' },
  { entropy: '7f', slot: 0, address: '0x2f826cb22E80a2c40f149Ecb92b2Fa5ecBf67170' },
  { entropy: '80', slot: 1, address: '0x13b1cfA9015733adaC7386BbAc45C8205C8Ac3E4' },
  { entropy: 'ff', slot: 0, address: '0x1959f5f4979c5Cd87D5CB75c678c770515cb5E0E' },
])('entropy $entropy…, slot $slot opens as $address in standard wallets', (vector) => {
  const mnemonic = createMnemonic(decodeHex(vector.entropy.repeat(32)) ?? new Uint8Array());

  const privateKey = deriveEvmPrivateKey({ mnemonic, slot: vector.slot });

  expect(evmAddressOf(privateKey)).toBe(vector.address);
});

test('the slot defaults to 0 and the phrase is read as people write it', () => {
  expect(evmAddressOf(deriveEvmPrivateKey({ mnemonic: ` ${zeroPhrase.toUpperCase()}\n` }))).toBe(
    '0xF278cF59F82eDcf871d630F28EcC8056f25C1cdb',
  );
});

test('no key comes from an invalid phrase or slot', () => {
  expect(() => deriveEvmPrivateKey({ mnemonic: `${zeroPhrase} zoo` })).toThrow(
    InvalidMnemonicError,
  );
  expect(() => deriveEvmPrivateKey({ mnemonic: zeroPhrase, slot: 2 ** 31 })).toThrow(
    InvalidSlotError,
  );
});

test('a private key as text is read only when it is one', () => {
  // The first public test key of anvil.
  const text = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
  const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';

  const privateKey = findEvmPrivateKey(text);

  expect(privateKey && evmAddressOf(privateKey)).toBe('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266');
  for (const refused of [text.slice(2), text.slice(0, -2), `0x${'0'.repeat(64)}`, `0x${order}`]) {
    expect(findEvmPrivateKey(refused), refused).toBeUndefined();
  }
  expect(() => evmAddressOf(new Uint8Array(32))).toThrow(RangeError);
});

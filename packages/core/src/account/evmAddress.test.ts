import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeEvmAddress, isEvmAddress, parseEvmAddress } from './evmAddress.ts';
import { InvalidAddressError } from './invalidAddressError.ts';

// The examples of EIP-55.
const published = [
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
];

test.each(published)('%s is its own checksummed form', (address) => {
  expect(parseEvmAddress(address)).toBe(address);
  expect(parseEvmAddress(address.toLowerCase())).toBe(address);
  expect(parseEvmAddress(`0x${address.slice(2).toUpperCase()}`)).toBe(address);
});

test('20 bytes are written with a checksum that reads back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      const address = encodeEvmAddress(bytes);
      expect(parseEvmAddress(address)).toBe(address);
    }),
  );
  expect(() => encodeEvmAddress(new Uint8Array(32))).toThrow(RangeError);
});

test.each([
  '0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg',
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed\n',
  '',
])('refuses "%s"', (text) => {
  expect(() => parseEvmAddress(text)).toThrow(InvalidAddressError);
  expect(isEvmAddress(text)).toBe(false);
});

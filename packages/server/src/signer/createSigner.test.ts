import { inspect } from 'node:util';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { algorandAccountOf, AppError, evmAddressOf } from '@biatec-tokens/core';
import algosdk from 'algosdk';
import fc from 'fast-check';
import { hashMessage, recoverAddress, serializeSignature, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import type { Vault } from '../ports/vault.ts';
import { createSigner } from './createSigner.ts';
import { sealAccount, testVault } from './fixtures.ts';
import { createEd25519Key, signEd25519 } from './signEd25519.ts';
import { signSecp256k1 } from './signSecp256k1.ts';

const vault = testVault();
const signer = createSigner({ vault });
// Public test keys.
const avmSeed = Buffer.alloc(32, 'public test seed');
const evmKey = Buffer.alloc(32, 'public test key');
const avmAccount = await sealAccount(vault, {
  family: 'avm',
  address: algorandAccountOf(avmSeed).address,
  key: avmSeed,
});
const evmAccount = await sealAccount(vault, {
  family: 'evm',
  address: evmAddressOf(evmKey),
  key: evmKey,
});
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('Ed25519 signatures are those of noble, byte for byte', () => {
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ maxLength: 1_000 }), (seed, message) => {
      const signature = signEd25519(createEd25519Key(seed), message);

      expect(signature).toEqual(ed25519.sign(message, seed));
    }),
    { numRuns: 25 },
  );
});

test('a signed Algorand payment is the one algosdk would have signed', async () => {
  const { sk } = algosdk.mnemonicToSecretKey(algosdk.mnemonicFromSeed(avmSeed));
  const payment = algosdk.makePaymentTxnWithSuggestedParamsFromObject({
    sender: avmAccount.address,
    receiver: avmAccount.address,
    amount: 1_000_000,
    suggestedParams: {
      fee: 1_000,
      minFee: 1_000,
      firstValid: 1_000,
      lastValid: 1_200,
      genesisHash: Buffer.alloc(32, 1),
      genesisID: 'test-v1',
    },
  });

  const [signature] = await signer.signAvm(avmAccount, [payment.bytesToSign()]);

  expect(payment.attachSignature(avmAccount.address, signature!)).toEqual(payment.signTxn(sk));
});

test('several messages are signed in their order', async () => {
  const messages = ['one', 'two', 'three'].map((text) => Buffer.from(text));

  const signatures = await signer.signAvm(avmAccount, messages);

  expect(signatures).toEqual(messages.map((message) => ed25519.sign(message, avmSeed)));
  expect(await signer.signAvm(avmAccount, [])).toEqual([]);
});

test('secp256k1 signatures have low s, recover to the signer and are those of noble', () => {
  const order = secp256k1.Point.CURVE().n;
  const anyKey = bytes(32).filter((key) => secp256k1.utils.isValidSecretKey(key));
  fc.assert(
    fc.property(anyKey, bytes(32), (key, digest) => {
      const { r, s, yParity } = signSecp256k1(key, digest);

      expect(s <= order / 2n).toBe(true);
      const signature = new secp256k1.Signature(r, s, yParity);
      expect(signature.recoverPublicKey(digest).toBytes()).toEqual(secp256k1.getPublicKey(key));
      expect(signature.toBytes('compact')).toEqual(
        secp256k1.sign(digest, key, { prehash: false, lowS: true }),
      );
    }),
    { numRuns: 25 },
  );
});

test('an EVM signature is the one viem makes', async () => {
  const digest = hashMessage('issue a token');

  const { r, s, yParity } = await signer.signEvm(evmAccount, Buffer.from(digest.slice(2), 'hex'));

  const signature = serializeSignature({
    r: toHex(r, { size: 32 }),
    s: toHex(s, { size: 32 }),
    yParity,
  });
  expect(signature).toBe(
    await privateKeyToAccount(toHex(evmKey)).signMessage({ message: 'issue a token' }),
  );
  expect(await recoverAddress({ hash: digest, signature })).toBe(evmAccount.address);
});

test('a digest of another length than 32 bytes is refused', async () => {
  await expect(signer.signEvm(evmAccount, new Uint8Array(31))).rejects.toThrow(RangeError);
  await expect(signer.signEvm(evmAccount, new Uint8Array(33))).rejects.toThrow(RangeError);
});

test('a key of one family never signs for the other', async () => {
  await expect(signer.signAvm(evmAccount, [new Uint8Array(1)])).rejects.toThrow(TypeError);
  await expect(signer.signEvm(avmAccount, new Uint8Array(32))).rejects.toThrow(TypeError);
});

test.each(['avm', 'evm'] as const)(
  'a stored %s account that was tampered with does not sign, and says nothing secret',
  async (family) => {
    const account = family === 'avm' ? avmAccount : evmAccount;
    const flipped = Uint8Array.from(account.sealedKey);
    flipped[flipped.length - 1]! ^= 1;
    const other = family === 'avm' ? algorandAccountOf(evmKey).address : evmAddressOf(avmSeed);

    for (const tampered of [
      { ...account, id: 'acc_other0001' },
      { ...account, organizationId: 'org_other0001' },
      { ...account, organizationId: 'platform' },
      { ...account, sealedKey: flipped },
      { ...account, address: other },
    ]) {
      const signing =
        family === 'avm'
          ? signer.signAvm(tampered, [new Uint8Array(1)])
          : signer.signEvm(tampered, new Uint8Array(32));
      const error = await signing.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'ACCOUNT_KEY_UNAVAILABLE' });
      for (const key of [avmSeed, evmKey]) {
        expect(inspect(error, { depth: 9 })).not.toContain(key.toString('hex'));
      }
    }
  },
);

test('a key provider that is away is told as such, so that the caller tries again', async () => {
  const away = new AppError({ code: 'KEY_PROVIDER_UNAVAILABLE', message: 'away' });
  const signerWithout = createSigner({ vault: { ...vault, open: () => Promise.reject(away) } });

  await expect(signerWithout.signAvm(avmAccount, [])).rejects.toBe(away);
});

test('opened keys are zeroed after use, also when signing fails', async () => {
  const opened: Uint8Array[] = [];
  const watched: Vault = {
    ...vault,
    async open(...args) {
      const key = await vault.open(...args);
      opened.push(key);
      return key;
    },
  };
  const watchedSigner = createSigner({ vault: watched });

  await watchedSigner.signAvm(avmAccount, [new Uint8Array(1)]);
  await watchedSigner.signEvm(evmAccount, new Uint8Array(32));
  await watchedSigner.signEvm(evmAccount, new Uint8Array(1)).catch(() => {});

  expect(opened).toEqual([new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)]);
});

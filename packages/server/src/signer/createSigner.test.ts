import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { deterministicDeploymentProxy as proxy } from '@biatec-tokens/contracts';
import { algorandAccountOf, AppError, evmAddressOf } from '@biatec-tokens/core';
import algosdk from 'algosdk';
import fc from 'fast-check';
import {
  hexToBytes,
  recoverTransactionAddress,
  serializeTransaction,
  toHex,
  type Hex,
  type TransactionSerializable,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import type { EvmSignature } from '../ports/signer.ts';
import type { SignatureRequest } from '../ports/store/signatures.ts';
import type { Vault } from '../ports/vault.ts';
import { createSigner } from './createSigner.ts';
import { orderOf, sealAccount, signerOfAnything, testVault } from './fixtures.ts';
import { createEd25519Key, signEd25519 } from './signEd25519.ts';
import { signSecp256k1 } from './signSecp256k1.ts';

const vault = testVault();
const signer = signerOfAnything(vault);
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
const hexed = ({ r, s, yParity }: EvmSignature) => ({
  r: toHex(r, { size: 32 }),
  s: toHex(s, { size: 32 }),
  yParity,
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

  const signature = await signer.signAvm(orderOf(avmAccount, payment.bytesToSign()));

  expect(payment.attachSignature(avmAccount.address, signature)).toEqual(payment.signTxn(sk));
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

test('a signed EVM transaction is the one viem would have signed', async () => {
  const transaction = { type: 'eip1559', chainId: 1, to: evmAccount.address as Hex } as const;
  const message = hexToBytes(serializeTransaction(transaction));

  const signature = hexed(await signer.signEvm(orderOf(evmAccount, message)));

  const signed = serializeTransaction(transaction, signature);
  expect(signed).toBe(await privateKeyToAccount(toHex(evmKey)).signTransaction(transaction));
  expect(await recoverTransactionAddress({ serializedTransaction: signed })).toBe(
    evmAccount.address,
  );
});

test('a digest of another length than 32 bytes is refused', () => {
  expect(() => signSecp256k1(evmKey, new Uint8Array(31))).toThrow(RangeError);
  expect(() => signSecp256k1(evmKey, new Uint8Array(33))).toThrow(RangeError);
});

test('what no stored attempt asked for is not signed, and no key is opened for it', async () => {
  const asked: SignatureRequest[] = [];
  const refusing = createSigner({
    vault: { ...vault, open: () => Promise.reject(new Error('Expected no key to be opened')) },
    store: {
      async isSignatureRequested(request) {
        asked.push(request);
        return false;
      },
    },
  });
  const message = Buffer.from('any bytes');

  await expect(refusing.signAvm(orderOf(avmAccount, message))).rejects.toMatchObject({
    code: 'SIGNATURE_REFUSED',
  });
  await expect(refusing.signEvm(orderOf(evmAccount, message))).rejects.toMatchObject({
    code: 'SIGNATURE_REFUSED',
  });
  const messageHash = createHash('sha256').update(message).digest('hex');
  const attempt = { deploymentId: 'dep_00000001', attemptNumber: 1, messageHash };
  expect(asked).toEqual([
    { ...attempt, accountId: avmAccount.id },
    { ...attempt, accountId: evmAccount.id },
  ]);
});

test('the key for notes is a signature of one fixed text, of no transaction', async () => {
  const text = Buffer.from('biatec-tokens:note-key:v1');

  expect(await signer.noteKeyOf(avmAccount)).toEqual(ed25519.sign(text, avmSeed));
  expect(text.subarray(0, 2).toString()).not.toBe('TX');
});

describe('without an attempt', () => {
  const funding = {
    type: 'eip1559',
    chainId: 31_337,
    nonce: 7,
    gas: 21_000n,
    maxFeePerGas: 9n,
    maxPriorityFeePerGas: 1n,
    to: proxy.deployer as Hex,
    value: proxy.fundingWei,
  } as const;
  const sign = (transaction: TransactionSerializable) =>
    signer.signProxyFunding(evmAccount, hexToBytes(serializeTransaction(transaction)));

  test('the payment for the proxy of a local chain is signed', async () => {
    const signature = hexed(await sign(funding));

    expect(serializeTransaction(funding, signature)).toBe(
      await privateKeyToAccount(toHex(evmKey)).signTransaction(funding),
    );
  });

  test.each([
    ['on a public chain', { ...funding, chainId: 1 }],
    ['to anybody else', { ...funding, to: evmAccount.address as Hex }],
    ['that makes a contract', { ...funding, to: undefined }],
    ['of another amount', { ...funding, value: proxy.fundingWei + 1n }],
    ['with data', { ...funding, data: '0x00' }],
  ] satisfies [string, TransactionSerializable][])(
    'a transaction %s is refused',
    async (_, transaction) => {
      await expect(sign(transaction)).rejects.toMatchObject({ code: 'SIGNATURE_REFUSED' });
    },
  );

  test('bytes that are no transaction are refused', async () => {
    const bytes = Buffer.from('no transaction');
    await expect(signer.signProxyFunding(evmAccount, bytes)).rejects.toMatchObject({
      code: 'SIGNATURE_REFUSED',
    });
  });
});

test('a key of one family never signs for the other', async () => {
  await expect(signer.signAvm(orderOf(evmAccount))).rejects.toThrow(TypeError);
  await expect(signer.signEvm(orderOf(avmAccount))).rejects.toThrow(TypeError);
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
        family === 'avm' ? signer.signAvm(orderOf(tampered)) : signer.signEvm(orderOf(tampered));
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
  const signerWithout = signerOfAnything({ ...vault, open: () => Promise.reject(away) });

  await expect(signerWithout.signAvm(orderOf(avmAccount))).rejects.toBe(away);
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
  const watchedSigner = signerOfAnything(watched);

  await watchedSigner.signAvm(orderOf(avmAccount));
  await watchedSigner.signEvm(orderOf(evmAccount));
  const moved = { ...evmAccount, address: `0x${'00'.repeat(20)}` };
  await expect(watchedSigner.signEvm(orderOf(moved))).rejects.toThrow('another address');

  expect(opened).toEqual([new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)]);
});

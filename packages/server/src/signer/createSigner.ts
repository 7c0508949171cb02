import { createHash } from 'node:crypto';
import { AppError, encodeAlgorandAddress, evmAddressOf } from '@biatec-tokens/core';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { Secret } from '../internal/secret.ts';
import type { Signer, SigningOrder } from '../ports/signer.ts';
import type { Account, ChainFamily } from '../ports/store/accounts.ts';
import type { SignatureStore } from '../ports/store/signatures.ts';
import type { Vault } from '../ports/vault.ts';
import { checkProxyFunding } from './checkProxyFunding.ts';
import { createEd25519Key, ed25519PublicKeyOf, signEd25519 } from './signEd25519.ts';
import { signatureRefused } from './signatureRefused.ts';
import { signSecp256k1 } from './signSecp256k1.ts';
import { keySubjectOf } from './subjects.ts';

export interface SignerDeps {
  readonly vault: Vault;
  /** Where what may be signed is written down beforehand. */
  readonly store: Pick<SignatureStore, 'isSignatureRequested'>;
}

/** How many accounts are remembered as checked, before the memory starts afresh. */
const checkedMax = 10_000;

/** What the key for notes is a signature of. Transactions are signed with the prefix "TX", so this is none. */
const noteKeyText = new TextEncoder().encode('biatec-tokens:note-key:v1');

/**
 * Signs with sealed keys: opens one, signs, zeroes it. Nothing opened outlives the call.
 *
 * What is signed for an attempt must have been stored as its request, so that nobody who gets hold of the signer alone
 * can sign a transaction of their own.
 */
export function createSigner({ vault, store }: SignerDeps): Signer {
  // Making an address out of a key costs as much as signing, and the answer never changes.
  const checked = new Set<string>();

  /** The address is a plain column: a changed one must not become the sender of what is signed. */
  function checkAddress(account: Account, addressOfKey: () => string): void {
    const fact = `${account.id} ${account.address}`;
    if (checked.has(fact)) return;
    if (addressOfKey() !== account.address) {
      throw keyUnavailable(account, 'its key belongs to another address');
    }
    if (checked.size >= checkedMax) checked.clear();
    checked.add(fact);
  }

  async function open(account: Account, family: ChainFamily): Promise<Secret<Uint8Array>> {
    if (account.family !== family) {
      throw new TypeError(
        `Cannot sign: account "${account.id}" is of family "${account.family}", should be "${family}"`,
      );
    }
    try {
      return new Secret(await vault.open(keySubjectOf(account), account.sealedKey));
    } catch (cause) {
      // A provider that is away comes back; the caller may repeat that.
      if (cause instanceof AppError && cause.code === 'KEY_PROVIDER_UNAVAILABLE') throw cause;
      throw keyUnavailable(account, 'its sealed key does not open', cause);
    }
  }

  async function checkOrder(order: SigningOrder): Promise<void> {
    const { deploymentId, attemptNumber, account, message } = order;
    const requested = await store.isSignatureRequested({
      deploymentId,
      attemptNumber,
      accountId: account.id,
      messageHash: createHash('sha256').update(message).digest('hex'),
    });
    if (!requested) {
      throw signatureRefused(
        `attempt ${attemptNumber} of "${deploymentId}" has not asked "${account.address}" for it`,
      );
    }
  }

  async function ed25519(account: Account, message: Uint8Array): Promise<Uint8Array> {
    using seed = await open(account, 'avm');
    const key = createEd25519Key(seed.reveal());
    checkAddress(account, () => encodeAlgorandAddress(ed25519PublicKeyOf(key)));
    return signEd25519(key, message);
  }

  async function secp256k1(account: Account, message: Uint8Array) {
    using key = await open(account, 'evm');
    checkAddress(account, () => evmAddressOf(key.reveal()));
    return signSecp256k1(key.reveal(), keccak_256(message));
  }

  return {
    async signAvm(order) {
      await checkOrder(order);
      return ed25519(order.account, order.message);
    },

    async signEvm(order) {
      await checkOrder(order);
      return secp256k1(order.account, order.message);
    },

    async signProxyFunding(account, message) {
      checkProxyFunding(message);
      return secp256k1(account, message);
    },

    noteKeyOf: (account) => ed25519(account, noteKeyText),
  };
}

function keyUnavailable(account: Account, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'ACCOUNT_KEY_UNAVAILABLE',
    message: `Cannot sign for "${account.address}": ${reason}`,
    ...(cause === undefined ? {} : { cause }),
  });
}

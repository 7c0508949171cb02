import { AppError, encodeAlgorandAddress, evmAddressOf } from '@biatec-tokens/core';
import { Secret } from '../internal/secret.ts';
import type { Signer } from '../ports/signer.ts';
import type { Account, ChainFamily } from '../ports/store/accounts.ts';
import type { Vault } from '../ports/vault.ts';
import { createEd25519Key, ed25519PublicKeyOf, signEd25519 } from './signEd25519.ts';
import { signSecp256k1 } from './signSecp256k1.ts';
import { keySubjectOf } from './subjects.ts';

/** How many accounts are remembered as checked, before the memory starts afresh. */
const checkedMax = 10_000;

/** Signs with sealed keys: opens one, signs, zeroes it. Nothing opened outlives the call. */
export function createSigner({ vault }: { vault: Vault }): Signer {
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

  return {
    async signAvm(account, messages) {
      using seed = await open(account, 'avm');
      const key = createEd25519Key(seed.reveal());
      checkAddress(account, () => encodeAlgorandAddress(ed25519PublicKeyOf(key)));
      return messages.map((message) => signEd25519(key, message));
    },

    async signEvm(account, digest) {
      using key = await open(account, 'evm');
      checkAddress(account, () => evmAddressOf(key.reveal()));
      return signSecp256k1(key.reveal(), digest);
    },
  };
}

function keyUnavailable(account: Account, reason: string, cause?: unknown): AppError {
  return new AppError({
    code: 'ACCOUNT_KEY_UNAVAILABLE',
    message: `Cannot sign for "${account.address}": ${reason}`,
    ...(cause === undefined ? {} : { cause }),
  });
}

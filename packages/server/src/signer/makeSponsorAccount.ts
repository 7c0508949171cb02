import {
  algorandAccountOf,
  AppError,
  evmAddressOf,
  findEvmPrivateKey,
  parseAlgorandMnemonic,
} from '@biatec-tokens/core';
import { Secret } from '../internal/secret.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Account, ChainFamily } from '../ports/store/accounts.ts';
import type { Vault } from '../ports/vault.ts';
import { keySubjectOf, platformId } from './subjects.ts';

export interface MakeSponsorAccountDeps {
  readonly vault: Vault;
  readonly ids: Pick<Ids, 'next'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The value of NETWORK_<ID>_SPONSOR and where it was found. */
export interface SponsorFacts {
  readonly networkId: string;
  readonly family: ChainFamily;
  /** 25 Algorand words, or `0x` and 64 hexadecimal digits. */
  readonly secretText: string;
}

/** Seals a sponsor's key for the platform. @throws {AppError} CONFIGURATION_ERROR, which never shows the text */
export async function makeSponsorAccount(
  { vault, ids, clock }: MakeSponsorAccountDeps,
  { networkId, family, secretText }: SponsorFacts,
): Promise<Account> {
  using key = new Secret(
    family === 'avm' ? parseAvm(networkId, secretText) : parseEvm(networkId, secretText),
  );
  const owner = { id: ids.next('account'), organizationId: platformId, family };
  return {
    ...owner,
    slot: 0,
    address:
      family === 'avm' ? algorandAccountOf(key.reveal()).address : evmAddressOf(key.reveal()),
    sealedKey: await vault.seal(keySubjectOf(owner), key.reveal()),
    createdAt: clock.now(),
  };
}

function parseAvm(networkId: string, text: string): Uint8Array {
  try {
    return parseAlgorandMnemonic(text);
  } catch (error) {
    // Its message tells counts and positions, never words.
    const reason = error instanceof AppError ? error.message : 'it is not readable';
    throw badSponsor(networkId, `should be the 25 words of an Algorand account. ${reason}`);
  }
}

function parseEvm(networkId: string, text: string): Uint8Array {
  const key = findEvmPrivateKey(text.trim());
  if (key === undefined) {
    throw badSponsor(networkId, 'should be a private key, 0x and 64 hexadecimal digits');
  }
  return key;
}

function badSponsor(networkId: string, reason: string): AppError {
  const setting = `NETWORK_${networkId.toUpperCase().replaceAll('-', '_')}_SPONSOR`;
  return new AppError({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use ${setting}: ${reason}`,
    guidance: `Correct ${setting}, or take it away to issue without a sponsor.`,
  });
}

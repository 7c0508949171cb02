import { randomBytes } from 'node:crypto';
import {
  algorandAccountOf,
  AppError,
  arc76EmailInput,
  arc76PasswordInput,
  createMnemonic,
  deriveArc76Seed,
  bip39SeedInput,
  deriveEvmPrivateKeyOfSeed,
  evmAddressOf,
  type Arc76Input,
  type Pbkdf2,
} from '@biatec-tokens/core';
import { createWorkQueue, QueueFullError } from '../internal/workQueue.ts';
import { Secret } from '../internal/secret.ts';
import type { AccountMaker, Arc76Account, MadeAccount, MadeAccounts } from '../ports/auth.ts';
import type { Ids } from '../ports/ids.ts';
import type { Vault } from '../ports/vault.ts';
import { derivationsAtOnce } from './createDerivationThreads.ts';
import { pbkdf2Sha256OffLoop, pbkdf2Sha512OffLoop } from './pbkdf2OffLoop.ts';
import { keySubjectOf, phraseSubjectOf } from './subjects.ts';

export interface AccountMakerDeps {
  readonly vault: Vault;
  readonly ids: Ids;
  /** @default the system's CSPRNG */
  readonly random?: (length: number) => Uint8Array;
  /** For ARC-76, with HMAC-SHA-256. @default node:crypto's, in the thread pool */
  readonly pbkdf2?: Pbkdf2;
  /** How many registrations and imports may wait. @default 50 */
  readonly queueLimit?: number;
  /** How many derive at once. @default derivationsAtOnce */
  readonly concurrency?: number;
}

const entropyBytes = 32;

/** Makes the 24 words of an organization and the first account of each chain family, and derives accounts brought in, in one bounded queue. */
export function createAccountMaker({
  vault,
  ids,
  random = randomBytes,
  pbkdf2 = pbkdf2Sha256OffLoop,
  queueLimit = 50,
  concurrency = derivationsAtOnce,
}: AccountMakerDeps): AccountMaker {
  const queue = createWorkQueue({ concurrency, queueLimit });

  async function deriveSeed(input: Arc76Input): Promise<Uint8Array> {
    using password = new Secret(input.password);
    return await deriveArc76Seed({ ...input, password: password.reveal() }, pbkdf2);
  }

  async function inLine<Made>(derive: () => Promise<Made>): Promise<Made> {
    try {
      return await queue.run(derive);
    } catch (error) {
      throw error instanceof QueueFullError ? derivationsBusy(error) : error;
    }
  }

  async function make(organizationId: string): Promise<MadeAccounts> {
    const secrets: Uint8Array[] = [];
    function keep(secret: Uint8Array): Uint8Array {
      secrets.push(secret);
      return secret;
    }
    try {
      const mnemonic = createMnemonic(keep(random(entropyBytes)));
      // Half of the EVM key is arithmetic on this thread: done while the other derivation keeps its thread busy.
      const [avmDerived, evmDerived] = await Promise.allSettled([
        deriveSeed(arc76PasswordInput({ password: mnemonic })).then(keep),
        deriveEvmKey(mnemonic)
          .then(keep)
          .then((key) => ({ key, address: evmAddressOf(key) })),
      ]);
      if (avmDerived.status === 'rejected') throw avmDerived.reason;
      if (evmDerived.status === 'rejected') throw evmDerived.reason;
      const avmSeed = avmDerived.value;
      const evmKey = evmDerived.value.key;

      const avm = { id: ids.next('account'), address: algorandAccountOf(avmSeed).address };
      const evm = { id: ids.next('account'), address: evmDerived.value.address };
      const [sealedAvm, sealedEvm, sealedPhrase] = await Promise.all([
        vault.seal(keySubjectOf({ ...avm, organizationId, family: 'avm' }), avmSeed),
        vault.seal(keySubjectOf({ ...evm, organizationId, family: 'evm' }), evmKey),
        vault.seal(phraseSubjectOf(organizationId), keep(new TextEncoder().encode(mnemonic))),
      ]);
      return {
        avm: { ...avm, sealedKey: sealedAvm },
        evm: { ...evm, sealedKey: sealedEvm },
        sealedPhrase,
      };
    } finally {
      for (const secret of secrets) secret.fill(0);
    }
  }

  async function importArc76(organizationId: string, arc76: Arc76Account): Promise<MadeAccount> {
    using seed = new Secret(await deriveSeed(arc76EmailInput(arc76)));
    const avm = { id: ids.next('account'), address: algorandAccountOf(seed.reveal()).address };
    const subject = keySubjectOf({ ...avm, organizationId, family: 'avm' });
    return { ...avm, sealedKey: await vault.seal(subject, seed.reveal()) };
  }

  return {
    make: (organizationId) => inLine(() => make(organizationId)),
    makeBeside: (organizationId, work) =>
      inLine(async () => {
        // Both are waited for, whatever the other does: the place in the queue is free when the derivation is over.
        const [made, result] = await Promise.allSettled([make(organizationId), work()]);
        if (made.status === 'rejected') throw made.reason;
        if (result.status === 'rejected') throw result.reason;
        return [made.value, result.value] as const;
      }),
    importArc76: (organizationId, arc76) => inLine(() => importArc76(organizationId, arc76)),
  };
}

async function deriveEvmKey(mnemonic: string): Promise<Uint8Array> {
  const input = bip39SeedInput({ mnemonic });
  using password = new Secret(input.password);
  const { salt, iterations, keyLength } = input;
  using seed = new Secret(
    await pbkdf2Sha512OffLoop(password.reveal(), salt, iterations, keyLength),
  );
  return deriveEvmPrivateKeyOfSeed({ seed: seed.reveal() });
}

function derivationsBusy({ retryAfterMs }: QueueFullError): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new AppError({
    code: 'REGISTRATION_BUSY',
    message: `Cannot derive an account now: too many others wait, try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
  });
}

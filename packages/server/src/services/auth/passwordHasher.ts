import { availableParallelism } from 'node:os';
import { AppError } from '@biatec-tokens/core';
import { createWorkQueue, QueueFullError } from '../../internal/workQueue.ts';
import type { PasswordHasher } from '../../ports/auth.ts';
import * as argon2id from './argon2id.ts';
import * as pbkdf2 from './pbkdf2Sha256.ts';

/** How new passwords are hashed. */
export type PasswordHashSettings =
  | ({ readonly algorithm: 'argon2id' } & argon2id.Argon2idCost)
  | ({ readonly algorithm: 'pbkdf2-sha256' } & pbkdf2.Pbkdf2Cost);

export interface PasswordHasherOptions {
  /** @default argon2id with 19 MiB, 2 passes, 1 lane */
  readonly hashing?: PasswordHashSettings;
  /** How many are hashed at once; the rest waits. @default hashesAtOnce */
  readonly concurrency?: number;
  /** What does the work of argon2id. @default the thread pool */
  readonly argon2?: argon2id.Argon2id;
  /** What does that of PBKDF2. @default the thread pool */
  readonly derive?: pbkdf2.DerivePassword;
  /** How many may wait. @default no limit */
  readonly queueLimit?: number;
}

/** How many passwords this machine hashes at once: as many as it has processors, at most 4, for each takes 19 MiB. */
export const hashesAtOnce = Math.min(4, availableParallelism());

/** About what one hash of the least cost takes, in ms. */
const expectedMs = 50;

type Work = Required<Pick<PasswordHasherOptions, 'argon2' | 'derive'>>;

/** One way to hash passwords. */
interface Scheme {
  readonly hash: (password: string) => Promise<string>;
  /** A hash of no password, that costs as much to check as a real one. */
  readonly dummy: string;
  /** Whether a hash is weaker than what `hash` makes now. */
  readonly isOutdated: (phc: string) => boolean;
}

/** Hashes and checks passwords. @throws {AppError} CONFIGURATION_ERROR if the cost is below the least one allowed */
export function createPasswordHasher({
  hashing = { algorithm: 'argon2id', ...argon2id.argon2idCostMin },
  concurrency = hashesAtOnce,
  argon2 = argon2id.argon2idInPool,
  derive = pbkdf2.deriveInPool,
  queueLimit = Number.POSITIVE_INFINITY,
}: PasswordHasherOptions = {}): PasswordHasher {
  const queue = createWorkQueue({ concurrency, queueLimit, expectedMs });
  const scheme = schemeOf(hashing, { argon2, derive });

  async function inLine<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await queue.run(work);
    } catch (error) {
      throw error instanceof QueueFullError ? passwordsBusy(error) : error;
    }
  }

  return {
    hash: (password) => inLine(() => scheme.hash(normalise(password))),

    async verify(password, phc) {
      const ok = await inLine(() =>
        check(normalise(password), phc ?? scheme.dummy, { argon2, derive }),
      );
      if (phc === undefined) return { ok: false, outdated: false };
      return { ok, outdated: scheme.isOutdated(phc) };
    },
  };
}

function schemeOf(hashing: PasswordHashSettings, { argon2, derive }: Work): Scheme {
  if (hashing.algorithm === 'argon2id') {
    refuseWeak(
      argon2id.isWeaker(hashing, argon2id.argon2idCostMin),
      'argon2id',
      '19 MiB, 2 passes',
    );
    return {
      hash: (password) => argon2.hash(password, hashing),
      dummy: argon2id.dummyHash(hashing),
      isOutdated: (phc) => {
        const cost = argon2id.findCost(phc);
        return cost === undefined || argon2id.isWeaker(cost, hashing);
      },
    };
  }
  const { iterationsMin } = pbkdf2;
  refuseWeak(hashing.iterations < iterationsMin, 'pbkdf2-sha256', `${iterationsMin} iterations`);
  return {
    hash: (password) => pbkdf2.hash(password, hashing, derive),
    dummy: pbkdf2.dummyHash(hashing),
    isOutdated: (phc) => (pbkdf2.findIterations(phc) ?? 0) < hashing.iterations,
  };
}

/** Checks against a hash of either scheme: after a change of settings the old ones still open. */
async function check(password: string, phc: string, { argon2, derive }: Work): Promise<boolean> {
  if (phc.startsWith('$argon2')) return argon2.verify(password, phc);
  if (pbkdf2.findIterations(phc) !== undefined) return pbkdf2.verify(password, phc, derive);
  throw new TypeError('Cannot verify password: the stored hash has an unknown form');
}

/** One password, one form: keyboards of different systems spell the same letter in different code points (NIST SP 800-63B). */
function normalise(password: string): string {
  return password.normalize('NFKC');
}

function passwordsBusy({ retryAfterMs }: QueueFullError): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new AppError({
    code: 'PASSWORDS_BUSY',
    message: `Cannot look at the password now: too many others wait, try again in ${retryAfterSeconds} s`,
    retryAfterSeconds,
  });
}

function refuseWeak(weak: boolean, algorithm: string, least: string): void {
  if (!weak) return;
  throw new AppError({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot hash passwords with ${algorithm}: the cost is too low, should be at least ${least}`,
  });
}

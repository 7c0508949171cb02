/**
 * ARC-76 accounts: an Algorand seed out of a password, optionally bound to an email address.
 *
 * The standard's code prints `{slotId}` where it means the slot; its own sample and every shipped implementation put the
 * number there, and so does this. It normalises nothing, and neither does this: a space, a capital or another Unicode
 * form of the same letter is another account. Trim and lower-case an email before, if that is what the account was made with.
 *
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0076.md
 */
import { isWellFormed, utf8Bytes } from '../internal/bytes.ts';
import { parseSlot } from './slot.ts';

/** What ARC-76 feeds into PBKDF2. `password` is a secret: zero it after use. */
export interface Arc76Input {
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Length of the seed, in bytes. */
  readonly keyLength: number;
}

/** PBKDF2 with HMAC-SHA-256, for instance of `node:crypto` or Web Crypto. The lengths and results are in bytes. */
export type Pbkdf2 = (
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  keyLength: number,
) => Promise<Uint8Array>;

/** Least length of a password the standard recommends, in bytes of UTF-8. Shorter ones work and deserve a warning. */
export const arc76PasswordBytesMinRecommended = 16;

const iterations = 999_999;
const seedBytes = 32;
const suffix = `PBKDF2-${iterations}`;

/** What the password form is derived from. */
export interface Arc76PasswordFacts {
  /** The password, or a phrase from `parseMnemonic`. Not empty; used byte for byte. */
  readonly password: string;
  /** Number of the account. @default 0 */
  readonly slot?: number;
}

/**
 * Returns what the password form of ARC-76 feeds into PBKDF2.
 *
 * @param facts - Password and slot.
 * @returns The input of {@link deriveArc76Seed}.
 * @throws {InvalidSlotError} If the slot is not a slot.
 * @throws {RangeError} If the password is empty or has a lone surrogate. The error never holds the password.
 * @example
 * const seed = await deriveArc76Seed(arc76PasswordInput({ password: phrase }), pbkdf2);
 */
export function arc76PasswordInput({ password, slot = 0 }: Arc76PasswordFacts): Arc76Input {
  const number = parseSlot(slot);
  return inputOf({
    password: utf8Bytes(`ARC-0076-${secretOf('password', password)}-${number}-${suffix}`),
    salt: utf8Bytes(`ARC-0076-${number}-${suffix}`),
  });
}

/** What the email form is derived from. */
export interface Arc76EmailFacts {
  /** The address the account was made with. Not empty; used byte for byte. */
  readonly email: string;
  /** The password the account was made with. Not empty; used byte for byte. */
  readonly password: string;
  /** Number of the account. @default 0 */
  readonly slot?: number;
  /**
   * How the email enters the salt. The .NET library writes it in ASCII with `?` for every other UTF-16 unit, so an
   * account with a non-ASCII email that was made there needs `ascii`. No difference for other emails. @default 'utf-8'
   */
  readonly saltEncoding?: 'utf-8' | 'ascii';
}

/**
 * Returns what the email form of ARC-76 feeds into PBKDF2.
 *
 * Only for importing an account that exists: whoever knows the email and the address can guess the password offline.
 *
 * @param facts - Email, password, slot and salt encoding.
 * @returns The input of {@link deriveArc76Seed}.
 * @throws {InvalidSlotError} If the slot is not a slot.
 * @throws {RangeError} If email or password is empty or has a lone surrogate. The error holds neither.
 * @example
 * const seed = await deriveArc76Seed(arc76EmailInput({ email, password, slot: 0 }), pbkdf2);
 */
export function arc76EmailInput({
  email,
  password,
  slot = 0,
  saltEncoding = 'utf-8',
}: Arc76EmailFacts): Arc76Input {
  const number = parseSlot(slot);
  // Empty means "no email" in one implementation and an empty part in another; there is no right answer to give.
  const user = secretOf('email', email);
  const saltUser = saltEncoding === 'ascii' ? withoutNonAscii(user) : user;
  return inputOf({
    password: utf8Bytes(`ARC-0076-${user}-${secretOf('password', password)}-${number}-${suffix}`),
    salt: utf8Bytes(`ARC-0076-${saltUser}-${number}-${suffix}`),
  });
}

/**
 * Derives the Ed25519 seed of an ARC-76 account. Costs about 0.3 s of one core with a native PBKDF2.
 *
 * @param input - From {@link arc76PasswordInput} or {@link arc76EmailInput}.
 * @param pbkdf2 - PBKDF2-HMAC-SHA-256.
 * @returns The 32-byte seed, a secret: zero it after use.
 * @throws {RangeError} If `pbkdf2` answers with another length.
 * @example
 * const { address } = algorandAccountOf(await deriveArc76Seed(input, pbkdf2));
 */
export async function deriveArc76Seed(input: Arc76Input, pbkdf2: Pbkdf2): Promise<Uint8Array> {
  const seed = await pbkdf2(input.password, input.salt, input.iterations, input.keyLength);
  if (seed.length !== input.keyLength) {
    throw new RangeError(
      `Cannot derive ARC-76 seed: PBKDF2 gave ${seed.length} bytes, should give ${input.keyLength}`,
    );
  }
  return seed;
}

function inputOf({ password, salt }: { password: Uint8Array; salt: Uint8Array }): Arc76Input {
  return { password, salt, iterations, keyLength: seedBytes };
}

function secretOf(part: 'email' | 'password', text: string): string {
  if (text === '') throw new RangeError(`Cannot derive ARC-76 account: ${part} is empty`);
  if (!isWellFormed(text)) {
    throw new RangeError(`Cannot derive ARC-76 account: ${part} is not well-formed Unicode`);
  }
  return text;
}

function withoutNonAscii(text: string): string {
  // No `u` flag: .NET replaces each UTF-16 unit, so a letter outside the basic plane becomes two question marks.
  return text.replaceAll(/[^\0-\x7F]/g, '?');
}

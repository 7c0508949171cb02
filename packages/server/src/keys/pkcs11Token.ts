import { AppError } from '@biatec-tokens/core';
import type { Secret } from '../internal/secret.ts';
import { KeyServiceError, type KeyServiceProblem } from './keyServiceErrors.ts';
import type { Pkcs11 } from './pkcs11Binding.ts';

/** Names of the standard. @see https://docs.oasis-open.org/pkcs11/pkcs11-base/v3.0/pkcs11-base-v3.0.html */
export const constants = {
  CKA_CLASS: 0x0,
  CKA_LABEL: 0x3,
  CKA_KEY_TYPE: 0x100,
  CKA_ID: 0x102,
  CKA_SENSITIVE: 0x103,
  CKA_EXTRACTABLE: 0x162,
  CKO_SECRET_KEY: 0x4,
  CKK_AES: 0x1f,
  CKU_USER: 1,
  CKF_SERIAL_SESSION: 0x4,
  CKM_AES_GCM: 0x1087,
} as const;

/** One version of the master key. */
export interface TokenKey {
  /** CKA_ID as hexadecimal digits. */
  readonly version: string;
  readonly handle: Buffer;
}

/** A token that is logged in to. */
export interface Token {
  /** As last listed, the newest last. */
  readonly keys: readonly TokenKey[];
  listKeys(label: string): void;
  /** A free session. There is one: the caller works on no more at once than there are sessions. */
  take(): Buffer;
  give(session: Buffer): void;
  close(): void;
}

const keysMax = 1_000;
const userAlreadyLoggedIn = 0x100;

const problems: Readonly<Record<number, KeyServiceProblem>> = {
  0x40: 'not-authentic', // CKR_ENCRYPTED_DATA_INVALID
  0x41: 'not-authentic', // CKR_ENCRYPTED_DATA_LEN_RANGE
  0x42: 'not-authentic', // CKR_AEAD_DECRYPT_FAILED
  0x68: 'not-permitted', // CKR_KEY_FUNCTION_NOT_PERMITTED
  0x60: 'unreachable', // CKR_KEY_HANDLE_INVALID: handles end with the session
  0xa0: 'not-authenticated', // CKR_PIN_INCORRECT
  0xa3: 'not-authenticated', // CKR_PIN_EXPIRED
  0xa4: 'not-authenticated', // CKR_PIN_LOCKED
};
const generalError = 0x5;

/** What a return value of the library means. Any other is a token that is away: it is opened anew. */
export function problemOfRv(error: unknown, { decrypting = false } = {}): KeyServiceError {
  if (error instanceof KeyServiceError) return error;
  const { code } = error as { code?: unknown };
  const rv = typeof code === 'number' ? code : -1;
  const label = rv < 0 ? '' : `CKR 0x${rv.toString(16)}`;
  // Several libraries have no other word for a GCM tag that does not match.
  if (decrypting && rv === generalError) return new KeyServiceError('not-authentic', label);
  return new KeyServiceError(problems[rv] ?? 'unreachable', label);
}

/** Finds the token, opens its sessions and logs in. @throws {KeyServiceError} */
export function openToken(
  pkcs11: Pkcs11,
  {
    token: label,
    pin,
    sessions: count,
  }: { readonly token: string; readonly pin: Secret<string>; readonly sessions: number },
): Token {
  const sessions: Buffer[] = [];
  let free: Buffer[] = [];
  let keys: TokenKey[] = [];

  try {
    const slot = pkcs11
      .C_GetSlotList(true)
      .find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === label);
    if (slot === undefined) throw new KeyServiceError('unreachable', 'no such token');
    for (let opened = 0; opened < count; opened += 1) {
      sessions.push(pkcs11.C_OpenSession(slot, constants.CKF_SERIAL_SESSION));
    }
    free = [...sessions];
    const [first] = sessions;
    if (first !== undefined) login(first);
  } catch (error) {
    close();
    throw problemOfRv(error);
  }

  function login(session: Buffer): void {
    try {
      pkcs11.C_Login(session, constants.CKU_USER, pin.reveal());
    } catch (error) {
      if ((error as { code?: unknown }).code !== userAlreadyLoggedIn) throw error;
    }
  }

  function close(): void {
    for (const session of sessions.splice(0)) {
      try {
        pkcs11.C_CloseSession(session);
      } catch {
        // It is gone already, which is why it is closed.
      }
    }
    free = [];
  }

  function list(session: Buffer, keyLabel: string): TokenKey[] {
    pkcs11.C_FindObjectsInit(session, [
      { type: constants.CKA_CLASS, value: constants.CKO_SECRET_KEY },
      { type: constants.CKA_KEY_TYPE, value: constants.CKK_AES },
      { type: constants.CKA_LABEL, value: keyLabel },
    ]);
    try {
      return pkcs11
        .C_FindObjects(session, keysMax)
        .map((handle) => describeKey(session, handle, keyLabel))
        .toSorted((a, b) => compareVersions(a.version, b.version));
    } finally {
      pkcs11.C_FindObjectsFinal(session);
    }
  }

  function describeKey(session: Buffer, handle: Buffer, keyLabel: string): TokenKey {
    const [id, sensitive, extractable] = pkcs11
      .C_GetAttributeValue(session, handle, [
        { type: constants.CKA_ID },
        { type: constants.CKA_SENSITIVE },
        { type: constants.CKA_EXTRACTABLE },
      ])
      .map(({ value }) => value);
    if (sensitive?.[0] !== 1 || extractable?.[0] !== 0) {
      throw new AppError({
        code: 'CONFIGURATION_ERROR',
        message: `Cannot use key "${keyLabel}" of the PKCS #11 token: it can be taken out of the token`,
        guidance: 'Make a key with CKA_SENSITIVE true and CKA_EXTRACTABLE false.',
      });
    }
    return { version: (id ?? Buffer.alloc(0)).toString('hex'), handle };
  }

  return {
    get keys() {
      return keys;
    },
    listKeys(keyLabel) {
      const session = free.at(-1) ?? sessions[0];
      if (session === undefined) throw new KeyServiceError('unreachable');
      try {
        keys = list(session, keyLabel);
      } catch (error) {
        throw error instanceof AppError ? error : problemOfRv(error);
      }
    },
    take() {
      const session = free.pop();
      if (session === undefined) throw new KeyServiceError('unreachable');
      return session;
    },
    give(session) {
      if (sessions.includes(session)) free.push(session);
    },
    close,
  };
}

/** By the number that the id is, so that `02` comes after `01` and `0100` after both. */
function compareVersions(a: string, b: string): number {
  const [first, second] = [BigInt(`0x0${a}`), BigInt(`0x0${b}`)];
  return first < second ? -1 : first > second ? 1 : 0;
}

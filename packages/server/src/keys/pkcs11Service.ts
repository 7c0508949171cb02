/**
 * What is asked of a PKCS #11 token. Most calls make the caller wait, so this runs in a thread of its own.
 *
 * @see https://docs.oasis-open.org/pkcs11/pkcs11-curr/v3.0/pkcs11-curr-v3.0.html#_Toc30061258 AES-GCM
 */
import { randomBytes } from 'node:crypto';
import { createWorkQueue } from '../internal/workQueue.ts';
import type { KeyService } from './keyService.ts';
import { KeyServiceError } from './keyServiceErrors.ts';
import { loadPkcs11 } from './pkcs11Binding.ts';
import { keyIdOf, type Pkcs11Settings } from './pkcs11Settings.ts';
import { constants, openToken, problemOfRv, type Token } from './pkcs11Token.ts';
import { takeOver } from './takeOver.ts';

/** A token works on one thing per session. */
const sessionsMax = 4;
/** How soon a new version of the key is noticed. */
const keysMs = 60_000;
const ivBytes = 12;
const tagBytes = 16;

/** Loads the library. The token is found and opened at the first use. @throws {AppError} CONFIGURATION_ERROR */
export async function createPkcs11Service(
  settings: Pkcs11Settings,
): Promise<Pick<KeyService, 'encrypt' | 'decrypt'>> {
  const { pkcs11, gcmParameters } = await loadPkcs11(settings);
  const queue = createWorkQueue({ concurrency: sessionsMax });
  let token: Token | undefined;
  let listedAt = Number.NEGATIVE_INFINITY;

  /** Opened at the first use, so that a token that is away at start is waited for like any other service. */
  function use(): Token {
    token ??= openToken(pkcs11, { ...settings, sessions: sessionsMax });
    return token;
  }

  function keysOf(open: Token, { fresh }: { fresh: boolean }) {
    const now = performance.now();
    if (fresh || now - listedAt > keysMs) {
      open.listKeys(settings.key);
      listedAt = now;
    }
    return open.keys;
  }

  async function work<Result>(
    ask: (open: Token, session: Buffer) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    return queue.run(async () => {
      // Whoever asked has been told already that it took too long.
      if (signal.aborted) throw new KeyServiceError('late');
      let session: Buffer | undefined;
      try {
        const open = use();
        session = open.take();
        const result = await ask(open, session);
        open.give(session);
        return result;
      } catch (error) {
        if (error instanceof KeyServiceError && error.problem !== 'unreachable') {
          if (session !== undefined) token?.give(session);
        } else {
          // The session, and maybe all of them, are gone: a token that was pulled out forgets the login too.
          token?.close();
          token = undefined;
        }
        throw error;
      }
    });
  }

  function gcm(iv: Buffer, aad: Uint8Array) {
    const bits = { ivBits: ivBytes * 8, tagBits: tagBytes * 8 };
    const parameter = { type: gcmParameters, iv, aad: Buffer.from(aad), ...bits };
    return { mechanism: constants.CKM_AES_GCM, parameter };
  }

  return {
    encrypt: (dataKey, aad, signal) =>
      work(async (open, session) => {
        const newest = keysOf(open, { fresh: false }).at(-1);
        if (newest === undefined) throw new KeyServiceError('key-missing');
        const iv = randomBytes(ivBytes);
        // The binding takes Buffers only.
        const copy = Buffer.from(dataKey);
        const sealed = await asked(() => {
          pkcs11.C_EncryptInit(session, gcm(iv, aad), newest.handle);
          const room = Buffer.alloc(copy.length + tagBytes);
          return pkcs11.C_EncryptAsync(session, copy, room);
        }).finally(() => copy.fill(0));
        return {
          keyId: keyIdOf(settings),
          keyVersion: newest.version,
          ciphertext: Buffer.concat([iv, sealed]),
        };
      }, signal),

    decrypt: ({ keyVersion, ciphertext }, aad, signal) =>
      work(async (open, session) => {
        if (ciphertext.length < ivBytes + tagBytes) throw new KeyServiceError('not-authentic');
        const find = (fresh: boolean) =>
          keysOf(open, { fresh }).find(({ version }) => version === keyVersion);
        const key = find(false) ?? find(true);
        if (key === undefined) throw new KeyServiceError('not-authentic');
        const iv = Buffer.from(ciphertext.subarray(0, ivBytes));
        const sealed = Buffer.from(ciphertext.subarray(ivBytes));
        const dataKey = await asked(
          () => {
            pkcs11.C_DecryptInit(session, gcm(iv, aad), key.handle);
            return pkcs11.C_DecryptAsync(session, sealed, Buffer.alloc(sealed.length));
          },
          { decrypting: true },
        );
        return takeOver(dataKey);
      }, signal),
  };
}

async function asked<Answer>(
  ask: () => Promise<Answer>,
  { decrypting = false } = {},
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw problemOfRv(error, { decrypting });
  }
}

import { SealedRecordInvalidError } from '@biatec-tokens/core';
import type { KeyProvider, WrappedDataKey } from '../ports/keyProvider.ts';
import { bindingTag, bindingTagBytes, isBoundTo } from './bindingTag.ts';
import { checkByRoundTrip } from './checkByRoundTrip.ts';
import { KeyServiceError, mapKeyServiceError } from './keyServiceErrors.ts';
import { unknownKey } from './masterKeys.ts';

/** A data key as a service encrypted it, and with what. */
export interface ServiceCiphertext {
  readonly keyId: string;
  /** Empty where the service does not tell versions apart. */
  readonly keyVersion: string;
  readonly ciphertext: Uint8Array;
}

/** The few calls that differ between key services. They throw `KeyServiceError`, and stop when the signal says so. */
export interface KeyService {
  encrypt(dataKey: Uint8Array, aad: Uint8Array, signal: AbortSignal): Promise<ServiceCiphertext>;
  decrypt(sealed: ServiceCiphertext, aad: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  /** Whether a record's key is one that this service may be asked for. */
  isOurs(keyId: string): boolean;
}

export interface KeyServiceOptions {
  /** @default 5_000 */
  readonly timeoutMs?: number;
}

/** What a port promises: every call ends within this time. */
export const keyTimeoutMs = 5_000;

const dataKeyBytes = 32;

/**
 * Makes a provider of a key service: with a time limit, errors that hold nothing secret, and wrapped keys that are bound
 * to key, version and owner (`ciphertext | binding tag(32)`) whatever the service binds by itself.
 */
export function createKeyServiceProvider(
  name: string,
  service: KeyService,
  { timeoutMs = keyTimeoutMs }: KeyServiceOptions = {},
): KeyProvider {
  const provider: KeyProvider = {
    name,

    async wrap(dataKey, aad) {
      const { keyId, keyVersion, ciphertext } = await within((signal) =>
        service.encrypt(dataKey, aad, signal),
      );
      const binding = { provider: name, keyId, keyVersion, aad, ciphertext };
      return {
        provider: name,
        keyId,
        keyVersion,
        wrapped: Buffer.concat([ciphertext, bindingTag(dataKey, binding)]),
      };
    },

    async unwrap(wrapped, aad) {
      const { keyId, keyVersion } = wrapped;
      if (wrapped.provider !== name || !service.isOurs(keyId)) throw unknownKey(wrapped);
      const { ciphertext, tag } = split(wrapped);
      const sealed = { keyId, keyVersion, ciphertext };
      const dataKey = await within(
        (signal) => service.decrypt(sealed, aad, signal),
        (tooLate) => tooLate.fill(0),
      );
      const bound =
        dataKey.length === dataKeyBytes &&
        isBoundTo(dataKey, tag, { provider: name, aad, ...sealed });
      if (bound) return dataKey;
      dataKey.fill(0);
      throw mapKeyServiceError(name, new KeyServiceError('not-authentic'));
    },

    check: () => checkByRoundTrip(provider),
  };

  /** @param drop - What becomes of an answer that nobody waits for any more. */
  async function within<Result>(
    ask: (signal: AbortSignal) => Promise<Result>,
    drop: (result: Result) => void = () => {},
  ): Promise<Result> {
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    // Not every client listens to the signal, so the promise does not depend on it.
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new KeyServiceError('late'));
        stop.abort();
      }, timeoutMs);
    });
    const answer = ask(stop.signal).then((result) => {
      if (stop.signal.aborted) drop(result);
      return result;
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      throw mapKeyServiceError(name, error);
    } finally {
      clearTimeout(timer);
    }
  }

  return provider;
}

function split({ wrapped }: WrappedDataKey): { ciphertext: Uint8Array; tag: Uint8Array } {
  const end = wrapped.length - bindingTagBytes;
  if (end < 1) throw new SealedRecordInvalidError({ problem: 'its wrapped data key is truncated' });
  return { ciphertext: wrapped.subarray(0, end), tag: wrapped.subarray(end) };
}

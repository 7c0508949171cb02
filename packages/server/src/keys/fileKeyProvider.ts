import { AppError } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { KeyProvider, WrappedDataKey } from '../ports/keyProvider.ts';
import { checkByRoundTrip } from './checkByRoundTrip.ts';
import { appendKeyVersion, createKeyFile, readKeyFile } from './keyFile.ts';
import { unknownKey, unwrapWith, wrapWith, type MasterKey } from './masterKeys.ts';

export interface FileKeySettings {
  readonly kind: 'file';
  readonly path: string;
  /** Whether a missing file is made, as in development. In production a missing file is a mistake that must be seen. */
  readonly createIfMissing: boolean;
}

export interface FileKeyProvider extends KeyProvider {
  /** Adds a version to the file and wraps with it from now on; older versions still unwrap. @returns its number */
  rotate(): Promise<string>;
}

/** Keeps the versions of the master key in one file that only its owner may read. */
export async function createFileKeyProvider(
  { path, createIfMissing }: FileKeySettings,
  { clock }: { clock: Pick<Clock, 'now'> },
): Promise<FileKeyProvider> {
  const name = 'file';
  if (createIfMissing) await createKeyFile(path, clock.now());
  let versions: readonly MasterKey[] = [];
  let newest = await read();

  async function read(): Promise<MasterKey> {
    const found = await readKeyFile(path);
    versions = found;
    return found.at(-1) ?? found[0];
  }

  /** Reads again while running, when a broken file is the operator's to mend and the request's to repeat. */
  async function readAgain(): Promise<void> {
    try {
      newest = await read();
    } catch (cause) {
      throw new AppError({
        code: 'KEY_PROVIDER_UNAVAILABLE',
        message: 'Cannot use key provider "file": its key file cannot be read',
        cause,
      });
    }
  }

  function find({ provider, keyId, keyVersion }: WrappedDataKey): MasterKey | undefined {
    if (provider !== name) return undefined;
    return versions.find((each) => each.keyId === keyId && each.keyVersion === keyVersion);
  }

  const provider: FileKeyProvider = {
    name,
    async wrap(dataKey, aad) {
      return wrapWith(newest, { provider: name, dataKey, aad });
    },
    async unwrap(wrapped, aad) {
      let master = find(wrapped);
      if (master === undefined && wrapped.provider === name) {
        // Another process may have rotated since this one read the file.
        await readAgain();
        master = find(wrapped);
      }
      if (master === undefined) throw unknownKey(wrapped);
      return unwrapWith(master, { wrapped: wrapped.wrapped, aad });
    },
    async check() {
      await readAgain();
      await checkByRoundTrip(provider);
    },
    async rotate() {
      const version = await appendKeyVersion(path, clock.now());
      await readAgain();
      return version;
    },
  };
  return provider;
}

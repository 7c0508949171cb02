import { assertNever } from '../internal/assertNever.ts';
import type { Clock } from '../ports/clock.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import {
  createEnvironmentKeyProvider,
  type EnvironmentKeySettings,
} from './environmentKeyProvider.ts';
import { createFileKeyProvider, type FileKeySettings } from './fileKeyProvider.ts';

/** Settings of the one key provider that new records are sealed with. */
export type KeyProviderSettings = EnvironmentKeySettings | FileKeySettings;

/** Builds the configured key provider. @throws {AppError} CONFIGURATION_ERROR, with what to do about it */
export async function createKeyProvider(
  settings: KeyProviderSettings,
  deps: { clock: Pick<Clock, 'now'> },
): Promise<KeyProvider> {
  switch (settings.kind) {
    case 'environment':
      return createEnvironmentKeyProvider(settings);
    case 'file':
      return createFileKeyProvider(settings, deps);
    default:
      return assertNever(settings);
  }
}

import { AppError } from '@biatec-tokens/core';
import { Secret } from '../internal/secret.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { checkByRoundTrip } from './checkByRoundTrip.ts';
import { keyIdOf, masterKeyBytes, unknownKey, unwrapWith, wrapWith } from './masterKeys.ts';

export interface EnvironmentKeySettings {
  readonly kind: 'environment';
  /** Base64 of the 32-byte master key, from KEY_ENVIRONMENT_KEY. */
  readonly key: string;
  /** False in production unless KEY_ENVIRONMENT_ALLOW_IN_PRODUCTION says otherwise. */
  readonly allowed: boolean;
}

/** Keeps the one master key that came with the environment. For development: there is nothing to rotate. */
export function createEnvironmentKeyProvider(settings: EnvironmentKeySettings): KeyProvider {
  if (!settings.allowed) {
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message:
        'Cannot use key provider "environment": it is for development and this is production',
      guidance:
        'Set KEY_PROVIDER to another provider, or KEY_ENVIRONMENT_ALLOW_IN_PRODUCTION=true if you accept that whoever reads the environment holds every key.',
    });
  }
  const name = 'environment';
  const key = parseKey(settings.key);
  const master = { keyId: keyIdOf(key.reveal()), keyVersion: '1', key };

  const provider: KeyProvider = {
    name,
    async wrap(dataKey, aad) {
      return wrapWith(master, { provider: name, dataKey, aad });
    },
    async unwrap(wrapped, aad) {
      const known =
        wrapped.provider === name &&
        wrapped.keyId === master.keyId &&
        wrapped.keyVersion === master.keyVersion;
      if (!known) throw unknownKey(wrapped);
      return unwrapWith(master, { wrapped: wrapped.wrapped, aad });
    },
    check: () => checkByRoundTrip(provider),
  };
  return provider;
}

function parseKey(text: string): Secret<Uint8Array> {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== masterKeyBytes || bytes.toString('base64') !== text) {
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot use KEY_ENVIRONMENT_KEY: it should be base64 of exactly ${masterKeyBytes} bytes`,
      guidance: 'Make one with: openssl rand -base64 32',
    });
  }
  return new Secret<Uint8Array>(bytes);
}

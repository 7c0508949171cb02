import { randomBytes } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import type { KeyProvider } from '../ports/keyProvider.ts';

const aad = new TextEncoder().encode('biatec:key-provider-check');

/** Wraps and unwraps a throw-away data key. @throws {AppError} KEY_PROVIDER_UNAVAILABLE */
export async function checkByRoundTrip(
  provider: Pick<KeyProvider, 'name' | 'wrap' | 'unwrap'>,
): Promise<void> {
  const dataKey = randomBytes(32);
  const opened = await provider.unwrap(await provider.wrap(dataKey, aad), aad);
  if (!dataKey.equals(opened)) {
    throw new AppError({
      code: 'KEY_PROVIDER_UNAVAILABLE',
      message: `Cannot use key provider "${provider.name}": it unwraps to something else than was wrapped`,
    });
  }
}

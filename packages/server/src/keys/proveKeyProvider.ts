import { randomBytes } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import type { KeyProvider } from '../ports/keyProvider.ts';

/** What a provider showed of itself. */
export interface KeyProviderProof {
  readonly keyId: string;
  readonly keyVersion: string;
  readonly wrapMs: number;
  readonly unwrapMs: number;
}

const owner = new TextEncoder().encode('biatec:key-provider-proof');
const otherOwner = new TextEncoder().encode('biatec:key-provider-proof-of-another');

/**
 * Wraps and unwraps a throw-away data key, and tries to unwrap it for another owner.
 *
 * @throws {AppError} KEY_PROVIDER_UNAVAILABLE, CONFIGURATION_ERROR or what the provider itself throws
 */
export async function proveKeyProvider(provider: KeyProvider): Promise<KeyProviderProof> {
  const dataKey = randomBytes(32);
  const [wrapped, wrapMs] = await timed(() => provider.wrap(dataKey, owner));
  const [opened, unwrapMs] = await timed(() => provider.unwrap(wrapped, owner));
  if (!dataKey.equals(opened)) {
    throw untrustworthy(provider, 'it unwraps to something else than was wrapped');
  }
  const forOther = await provider.unwrap(wrapped, otherOwner).then(
    () => 'opened',
    (error: unknown) => (error instanceof AppError ? error.code : 'failed'),
  );
  if (forOther !== 'SEALED_RECORD_INVALID') {
    throw untrustworthy(provider, 'it does not refuse to unwrap for another owner');
  }
  const { keyId, keyVersion } = wrapped;
  return { keyId, keyVersion, wrapMs, unwrapMs };
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const startedAt = performance.now();
  const result = await work();
  return [result, Math.round(performance.now() - startedAt)];
}

function untrustworthy({ name }: KeyProvider, reason: string): AppError {
  return new AppError({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use key provider "${name}": ${reason}`,
    guidance: 'Do not run the server with it: nothing that it wraps is safe.',
  });
}

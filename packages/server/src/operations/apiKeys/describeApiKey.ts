import type { ApiKeyView } from '@biatec-tokens/core';
import type { ApiKey } from '../../ports/store/apiKeys.ts';

/** A key as it is shown: without its hash. */
export function describeApiKey(key: ApiKey): ApiKeyView {
  const { id, name, hint, createdBy } = key;
  return {
    id,
    name,
    scopes: [...key.scopes],
    hint,
    createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  };
}

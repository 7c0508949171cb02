import type { Tier } from '@biatec-tokens/core';

/** How many webhook endpoints an organization may have, by its plan. */
export const endpointLimits = {
  Free: 1,
  Basic: 3,
  Pro: 10,
  Enterprise: Number.MAX_SAFE_INTEGER,
} as const satisfies Record<Tier, number>;

import { networkIds, networks } from '@biatec-tokens/core';

/** Settings that switch every public network off: what runs on one machine asks no other. */
export const localNetworksOnly: Readonly<Record<string, string>> = Object.fromEntries(
  networkIds
    .filter((id) => networks[id].kind !== 'local')
    .map((id) => [`NETWORK_${id.toUpperCase().replaceAll('-', '_')}_ENABLED`, 'false']),
);

import { networkIds } from '@biatec-tokens/core';
import { networkSettingName } from '../config/networkSettings.ts';

/** Settings of a server that asks no chain anything. */
export const noNetworks: Readonly<Record<string, string>> = Object.fromEntries(
  networkIds.map((id) => [networkSettingName(id, 'ENABLED'), 'false']),
);

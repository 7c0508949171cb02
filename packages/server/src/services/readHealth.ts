import { networkIds } from '@biatec-tokens/core';
import type { Deps } from '../deps.ts';
import type { HealthReport } from '../http/health.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { readNetworkStatus } from './networkHealth.ts';

/** Asks every part whether it works. */
export async function readHealth({
  store,
  keyProvider,
  networks,
  clock,
}: Pick<Deps, 'store' | 'networks' | 'clock'> & {
  readonly keyProvider: KeyProvider;
}): Promise<HealthReport> {
  const usable = networkIds.filter((id) => networks.find(id) !== undefined);
  const [database, keys, ...statuses] = await Promise.all([
    check(() => store.check()),
    check(() => keyProvider.check()),
    ...usable.map((id) => readNetworkStatus({ networks, clock }, id)),
  ]);
  return {
    ready: database.ok && keys.ok,
    parts: { database, keyProvider: keys },
    networks: Object.fromEntries(statuses.map(({ networkId, health }) => [networkId, health])),
  };
}

async function check(part: () => Promise<void>) {
  try {
    await part();
    return { ok: true, message: 'works' };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'does not work' };
  }
}

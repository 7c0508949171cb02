import { networkIds, networks, type NetworkId } from '@biatec-tokens/core';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { EndpointStatus, NetworkAccess, NetworkStatus } from '../ports/networkAccess.ts';
import type { Signer } from '../ports/signer.ts';
import type { AccountStore } from '../ports/store/index.ts';
import { createAlgorandAdapter } from './algorand/adapter.ts';
import { createEvmAdapter } from './evm/adapter.ts';
import type { EndpointObserver } from './endpoints/createEndpoint.ts';
import type { EndpointsView } from './endpoints/createPool.ts';

/** One endpoint of a network, with its token where it wants one. */
export interface NetworkEndpoint {
  readonly url: string;
  readonly token: string | null;
}

/** What an operator set for a network. */
export interface NetworkSetting {
  readonly enabled: boolean;
  /** In order of preference. */
  readonly endpoints: readonly NetworkEndpoint[];
}

export interface NetworkAccessDeps {
  readonly settings: Readonly<Record<NetworkId, NetworkSetting>>;
  readonly store: Pick<AccountStore, 'pinNetwork'>;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every exchange with an endpoint. */
  readonly observer?: EndpointObserver;
}

/** An adapter, and what is known of the endpoints behind it. */
type ObservedAdapter = ChainAdapter & {
  readonly endpoints: EndpointsView;
  close(): Promise<void>;
};

/** The networks this server can reach, until it is closed. */
export interface OpenNetworkAccess extends NetworkAccess {
  close(): Promise<void>;
}

/** Age from which what is known is looked up again, for the next one who asks. */
const freshMsMax = 5_000;
/** Age from which an asker waits for the look. */
const staleMsMax = 30_000;

/** Builds the adapter of every usable network, each over endpoints that let no stranger in. */
export function createNetworkAccess(deps: NetworkAccessDeps): OpenNetworkAccess {
  const { settings, clock } = deps;
  const adapters = new Map<NetworkId, ObservedAdapter>();
  for (const networkId of networkIds) {
    const setting = settings[networkId];
    if (setting.enabled && setting.endpoints.length > 0)
      adapters.set(networkId, createAdapter(deps, networkId, setting));
  }
  const looks = new Map<NetworkId, { atMs: number; look: Promise<void>; isDone: boolean }>();

  function known(networkId: NetworkId): NetworkStatus {
    return describe(settings[networkId], networkId, adapters.get(networkId));
  }

  function lookAt(networkId: NetworkId, { endpoints }: ObservedAdapter) {
    const look = { atMs: clock.now().getTime(), isDone: false, look: endpoints.survey() };
    looks.set(networkId, look);
    void look.look.finally(() => (look.isDone = true));
    return look;
  }

  return {
    find: (networkId) => adapters.get(networkId),
    known,
    async status(networkId) {
      const adapter = adapters.get(networkId);
      if (adapter === undefined) return known(networkId);
      const last = looks.get(networkId);
      const ageMs = clock.now().getTime() - (last?.atMs ?? Number.NEGATIVE_INFINITY);
      const next = last === undefined || ageMs >= freshMsMax ? lookAt(networkId, adapter) : last;
      if (ageMs >= staleMsMax || last?.isDone !== true) await next.look;
      return known(networkId);
    },
    async close() {
      await Promise.all([...adapters.values()].map((adapter) => adapter.close()));
    },
  };
}

function createAdapter(
  { store, signer, clock, log, observer }: NetworkAccessDeps,
  networkId: NetworkId,
  { endpoints }: NetworkSetting,
): ObservedAdapter {
  const network = networks[networkId];
  const common = {
    networkId,
    pin: (identity: string) => store.pinNetwork(networkId, identity, clock.now()),
    signer,
    clock,
    log,
    ...(observer === undefined ? {} : { observer }),
  };
  if (network.family === 'avm')
    return createAlgorandAdapter({ ...common, genesisHash: network.genesisHash, endpoints });
  return createEvmAdapter({
    ...common,
    chainId: network.chainId,
    finality: network.finality,
    endpoints: endpoints.map(({ url, token }) => ({
      url,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })),
  });
}

function describe(
  { enabled }: NetworkSetting,
  networkId: NetworkId,
  adapter: ObservedAdapter | undefined,
): NetworkStatus {
  if (adapter === undefined)
    return {
      networkId,
      usable: false,
      reason: enabled ? 'no endpoint is configured' : 'it is switched off',
      health: 'unknown',
      issuable: [],
      endpoints: [],
    };
  const endpoints = adapter.endpoints.list();
  const health = healthOf(endpoints);
  const stranger = endpoints.find(({ state }) => state === 'wrong-network');
  return {
    networkId,
    usable: health !== 'refused',
    reason: health === 'refused' ? (stranger?.lastError?.message ?? null) : null,
    health,
    issuable: adapter.tokenTypes,
    endpoints,
  };
}

/** One that answers makes a network work; all must be well for it to be called healthy. */
function healthOf(endpoints: readonly EndpointStatus[]): NetworkStatus['health'] {
  const asked = endpoints.map(({ state }) => state).filter((state) => state !== 'unknown');
  if (asked.length === 0) return 'unknown';
  if (asked.every((state) => state === 'healthy')) return 'healthy';
  if (asked.some((state) => state === 'healthy' || state === 'degraded')) return 'degraded';
  // Only a network none of whose endpoints could be right is refused; one that is down may come back.
  return asked.includes('wrong-network') && !asked.includes('down') ? 'refused' : 'down';
}

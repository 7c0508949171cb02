import { AppError, networkIds, networks, type NetworkId } from '@biatec-tokens/core';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { NetworkAccess, NetworkStatus } from '../ports/networkAccess.ts';
import type { Signer } from '../ports/signer.ts';
import type { AccountStore } from '../ports/store/index.ts';
import { createAlgorandAdapter } from './algorand/adapter.ts';
import { createEvmAdapter } from './evm/adapter.ts';
import { guardIdentity } from './guardIdentity.ts';

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
}

/** Age up to which a network's health is told without asking its node again. */
const healthAgeMsMax = 5_000;

/** Builds the adapter of every usable network, each behind a guard that keeps strangers out. */
export function createNetworkAccess(deps: NetworkAccessDeps): NetworkAccess {
  const adapters = new Map<NetworkId, ChainAdapter>();
  for (const networkId of networkIds) {
    const setting = deps.settings[networkId];
    if (setting.enabled && setting.endpoints.length > 0)
      adapters.set(networkId, guardIdentity(createAdapter(deps, networkId, setting), deps));
  }
  const health = new Map<NetworkId, { atMs: number; status: Promise<NetworkStatus> }>();

  return {
    find: (networkId) => adapters.get(networkId),
    status(networkId) {
      const nowMs = deps.clock.now().getTime();
      const known = health.get(networkId);
      if (known !== undefined && nowMs - known.atMs <= healthAgeMsMax) return known.status;
      const status = readStatus(deps.settings[networkId], networkId, adapters.get(networkId));
      health.set(networkId, { atMs: nowMs, status });
      return status;
    },
  };
}

function createAdapter(
  { signer, clock, log }: NetworkAccessDeps,
  networkId: NetworkId,
  { endpoints }: NetworkSetting,
): ChainAdapter {
  const network = networks[networkId];
  if (network.family === 'avm')
    return createAlgorandAdapter({
      networkId,
      genesisHash: network.genesisHash,
      endpoints,
      signer,
      clock,
    });
  return createEvmAdapter({
    networkId,
    chainId: network.chainId,
    finality: network.finality,
    endpoints: endpoints.map(({ url, token }) => ({
      url,
      ...(token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
    })),
    signer,
    clock,
    log,
  });
}

async function readStatus(
  setting: NetworkSetting,
  networkId: NetworkId,
  adapter: ChainAdapter | undefined,
): Promise<NetworkStatus> {
  if (adapter === undefined)
    return {
      networkId,
      usable: false,
      whyNot: setting.enabled ? 'no endpoint is configured' : 'it is switched off',
      health: 'unknown',
      issuable: [],
    };
  const usable = { networkId, usable: true, whyNot: null, issuable: adapter.tokenTypes };
  try {
    await adapter.balance(probeAddress[adapter.family]);
    return { ...usable, health: 'healthy' };
  } catch (error) {
    if (error instanceof AppError && error.code === 'BLOCKCHAIN_WRONG_NETWORK')
      return { ...usable, usable: false, whyNot: error.message, health: 'refused' };
    return { ...usable, health: 'down' };
  }
}

/** The zero address of each family: every node can tell its balance. */
const probeAddress = {
  avm: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
  evm: '0x0000000000000000000000000000000000000000',
} as const;

import {
  getNetwork,
  listNetworksAnswer,
  networkIds,
  type Network,
  type NetworkEndpoint,
} from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { EndpointStatus } from '../../ports/networkAccess.ts';
import { readNetworkStatus } from '../../services/networkHealth.ts';
import { publicProcedure } from '../../trpc/init.ts';

/** Every network of the table, whether this server can issue there, and how its nodes are. */
export const list = publicProcedure
  .meta({ summary: 'List the networks', permission: 'anyone' })
  .output(listNetworksAnswer)
  .query(async ({ ctx }) => ({
    success: true as const,
    items: await Promise.all(networkIds.map((id) => describeNetwork(ctx.deps, id))),
    nextCursor: null,
  }));

async function describeNetwork(
  { networks, store, clock }: Pick<Deps, 'networks' | 'store' | 'clock'>,
  id: Network['id'],
): Promise<Network> {
  const network = getNetwork(id);
  const [status, sponsor] = await Promise.all([
    readNetworkStatus({ networks, clock }, id),
    store.findSponsor(id),
  ]);
  const isAvm = network.family === 'avm';
  return {
    id,
    name: network.name,
    family: network.family,
    chainId: isAvm ? (network.genesisId ?? 'from the node') : network.chainId.toString(),
    genesisHash: isAvm ? network.genesisHash : null,
    native: { ...network.native },
    kind: network.kind,
    finality: { ...network.finality },
    usable: status.usable,
    reason: status.reason,
    health: status.health,
    sponsored: sponsor !== undefined,
    issuable: [...status.issuable],
    explorerUrls: network.explorer === null ? null : { ...network.explorer },
    endpoints: status.endpoints.map(describeEndpoint),
  };
}

function describeEndpoint(endpoint: EndpointStatus): NetworkEndpoint {
  const { url, state, breaker, latencyMs, height, behindBy, lastError } = endpoint;
  return {
    url,
    state,
    breaker,
    openUntil: endpoint.openUntil?.toISOString() ?? null,
    latencyMs,
    lastBlock: height?.toString() ?? null,
    behindBy: behindBy?.toString() ?? null,
    lastError: lastError === null ? null : { ...lastError, at: lastError.at.toISOString() },
    lastOkAt: endpoint.lastOkAt?.toISOString() ?? null,
    checkedAt: endpoint.checkedAt?.toISOString() ?? null,
  };
}

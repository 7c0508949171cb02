import { getNetwork, listNetworksAnswer, networkIds, type Network } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import { readNetworkStatus } from '../../services/networkHealth.ts';
import { publicProcedure } from '../../trpc/init.ts';

/** Every network of the table, and whether this server can issue there. */
export const list = publicProcedure
  .meta({ summary: 'List the networks' })
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
  const page = network.explorer?.address;
  return {
    id,
    name: network.name,
    family: network.family,
    chainId: isAvm ? (network.genesisId ?? 'from the node') : network.chainId.toString(),
    genesisHash: isAvm ? network.genesisHash : null,
    native: { ...network.native },
    kind: network.kind,
    usable: status.usable,
    whyNot: status.whyNot,
    health: status.health,
    sponsored: sponsor !== undefined,
    issuable: [...status.issuable],
    explorerUrl: page === undefined ? null : new URL(page).origin,
  };
}

import {
  capabilitiesAnswer,
  getNetwork,
  networkIds,
  standards,
  tokenTypes,
  type Capabilities,
  type NetworkId,
  type StandardSupport,
  type TokenType,
} from '@biatec-tokens/core';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { readNetworkStatus } from '../../services/networkHealth.ts';
import { nodesTried, supportOf } from '../../services/support.ts';
import { publicProcedure } from '../../trpc/init.ts';

/** The standards with their limits, where they can be issued, and the nodes that each feature was proven on. */
export const get = publicProcedure
  .meta({
    summary: 'List what this server can do, and on which nodes that was proven',
    permission: 'anyone',
  })
  .output(capabilitiesAnswer)
  .query(async ({ ctx }): Promise<Capabilities> => {
    const networks = await Promise.all(networkIds.map((id) => describeNetwork(ctx.deps, id)));
    return {
      success: true,
      terms: ctx.deps.terms,
      standards: tokenTypes.map((tokenType) => ({
        ...describeStandard(tokenType),
        networks: networks
          .filter(({ usable, issuable }) => usable && issuable.includes(tokenType))
          .map(({ id }) => id),
      })),
      families: (['avm', 'evm'] as const).map((family) => ({ family, nodes: nodesTried(family) })),
      networks,
    };
  });

/** Written once: the standards do not change while the server runs. */
const described = new Map<TokenType, Omit<StandardSupport, 'networks'>>();

function describeStandard(tokenType: TokenType): Omit<StandardSupport, 'networks'> {
  const known = described.get(tokenType);
  if (known !== undefined) return known;
  const { title, protocol, family, request } = standards[tokenType];
  const { $schema: _, ...schema } = z.toJSONSchema(request, {
    io: 'input',
    unrepresentable: 'any',
  });
  const features = supportOf(tokenType);
  const standard = { tokenType, title, protocol, family, request: schema, features };
  described.set(tokenType, standard);
  return standard;
}

async function describeNetwork(
  { networks, clock }: Pick<Deps, 'networks' | 'clock'>,
  id: NetworkId,
): Promise<Capabilities['networks'][number]> {
  const { family, kind } = getNetwork(id);
  const { usable, reason, issuable } = await readNetworkStatus({ networks, clock }, id);
  return { id, family, kind, usable, reason, issuable: [...issuable] };
}

import type { Sighting } from '../../ports/chainAdapter.ts';
import type { EndpointOpinion, Pool } from './createPool.ts';

/**
 * Looks for an attempt, and lets one node alone prove nothing that others could contradict.
 *
 * A sighting is evidence whoever has it. Absence is only as good as the node: before it counts, every endpoint that
 * answers is asked, and none may be behind, on another chain of blocks, or of another opinion.
 */
export async function locateTogether<Client>(
  pool: Pool<Client>,
  look: (client: Client) => Promise<Sighting>,
): Promise<Sighting> {
  const first = await pool.use(look);
  if (first.kind !== 'impossible' && first.kind !== 'undecidable') return first;
  if (pool.list().length === 1) return first;
  return weigh(await pool.useEach(look)) ?? { kind: 'absent', message: 'no node could confirm it' };
}

function weigh(opinions: readonly EndpointOpinion<Sighting>[]): Sighting | undefined {
  const seen = ['included', 'reverted', 'pool'] as const;
  for (const kind of seen) {
    const opinion = opinions.find(({ found }) => found.kind === kind);
    if (opinion !== undefined) return opinion.found;
  }
  const odd = opinions.filter(({ disagrees }) => disagrees);
  if (odd.length > 0)
    return {
      kind: 'absent',
      message: `not on chain where it was looked for, but nodes have different blocks (${hostsOf(odd)})`,
    };
  const current = opinions.filter(({ isBehind }) => !isBehind);
  const open = current.find(({ found }) => found.kind === 'absent');
  return (
    open ??
    current.find(({ found }) => found.kind === 'impossible') ??
    current.find(({ found }) => found.kind === 'undecidable')
  )?.found;
}

function hostsOf(opinions: readonly EndpointOpinion<Sighting>[]): string {
  return opinions.map(({ host }) => host).join(', ');
}

import type { Log } from '../../ports/log.ts';
import type { Endpoint } from './createEndpoint.ts';
import { behindMax } from './createStanding.ts';
import type { Head, NodeFamily } from './family.ts';

interface Seen<Client> {
  readonly endpoint: Endpoint<Client>;
  readonly head: Head;
}

/**
 * Looks at all endpoints at the same moment, and compares them: who is behind, and whether they follow one chain.
 *
 * Which of two nodes is right cannot be told, so then both are marked; of three, the one that stands alone.
 */
export async function survey<Client>(
  family: NodeFamily<Client>,
  endpoints: readonly Endpoint<Client>[],
  log: Log | undefined,
): Promise<void> {
  const looks = await Promise.all(
    endpoints.map(async (endpoint) => {
      const head = await endpoint.check().catch(() => undefined);
      return head === undefined ? [] : [{ endpoint, head }];
    }),
  );
  const seen = looks.flat();
  const best = seen.reduce((top, { head }) => (head.height > top ? head.height : top), 0n);
  const odd = await findOddOnes(family, seen);

  for (const { endpoint, head } of seen) {
    const { standing, origin } = endpoint;
    const logged = { network: origin.networkId, endpoint: origin.host };
    const before = { isBehind: standing.isBehind, disagrees: standing.disagrees };
    standing.compared({
      ...head,
      behindBy: best - head.height,
      disagrees: odd === undefined ? before.disagrees : odd.has(endpoint),
    });
    if (standing.isBehind && !before.isBehind)
      log?.warn(
        { ...logged, height: `${head.height}`, best: `${best}`, synced: head.synced },
        `endpoint is behind by ${behindMax} blocks or more, or catching up: it is asked last`,
      );
    if (standing.disagrees && !before.disagrees)
      log?.error(logged, 'endpoint has another block than others: nothing is proven by it');
  }
}

/** The endpoints whose block, at a height that all have, is not that of the majority; undefined: not to be told now. */
async function findOddOnes<Client>(
  family: NodeFamily<Client>,
  seen: readonly Seen<Client>[],
): Promise<ReadonlySet<Endpoint<Client>> | undefined> {
  if (seen.length < 2) return undefined;
  const lowest = seen.reduce(
    (low, { head }) => (head.height < low ? head.height : low),
    seen[0]?.head.height ?? 0n,
  );
  const height = lowest - family.unsettledBlocks;
  if (height <= 0n) return new Set();

  const byHash = new Map<string, Endpoint<Client>[]>();
  await Promise.all(
    seen.map(async ({ endpoint }) => {
      const hash = await endpoint
        .use((client) => family.findBlockHash(client, height))
        .catch(() => undefined);
      if (hash !== undefined) byHash.set(hash, [...(byHash.get(hash) ?? []), endpoint]);
    }),
  );
  const groups = [...byHash.values()].toSorted((a, b) => b.length - a.length);
  const [largest, second] = groups;
  if (largest === undefined || second === undefined) return new Set();
  const hasMajority = largest.length > second.length;
  return new Set(hasMajority ? groups.slice(1).flat() : groups.flat());
}

import type { NetworkId } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { NetworkAccess, NetworkStatus } from '../ports/networkAccess.ts';

/** Nobody who asks about all networks waits longer for the slowest of them. */
const waitMs = 1_500;

/** The status of a network; one whose nodes take too long is told as `unknown`. */
export async function readNetworkStatus(
  { networks, clock }: { readonly networks: NetworkAccess; readonly clock: Clock },
  networkId: NetworkId,
): Promise<NetworkStatus> {
  const answered = new AbortController();
  const adapter = networks.find(networkId);
  const tooLate: NetworkStatus = {
    networkId,
    usable: adapter !== undefined,
    whyNot: null,
    health: 'unknown',
    issuable: adapter?.tokenTypes ?? [],
  };
  try {
    return await Promise.race([
      networks.status(networkId),
      clock.sleep(waitMs, answered.signal).then(() => tooLate),
    ]);
  } finally {
    answered.abort();
  }
}

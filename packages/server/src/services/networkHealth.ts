import type { NetworkId } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { NetworkAccess, NetworkStatus } from '../ports/networkAccess.ts';

/** Nobody who asks about all networks waits longer for the slowest of them. */
const waitMs = 1_500;

/** The status of a network; of one whose nodes take too long, what was known before. */
export async function readNetworkStatus(
  { networks, clock }: { readonly networks: NetworkAccess; readonly clock: Clock },
  networkId: NetworkId,
): Promise<NetworkStatus> {
  const answered = new AbortController();
  try {
    return await Promise.race([
      networks.status(networkId),
      clock.sleep(waitMs, answered.signal).then(() => networks.known(networkId)),
    ]);
  } finally {
    answered.abort();
  }
}

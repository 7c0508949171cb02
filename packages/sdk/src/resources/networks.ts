import type { Transport } from '../internal/transport.ts';
import type { NetworkList } from '../types/network.ts';
import type { RequestOptions } from '../types/options.ts';

/** Where tokens can be issued. */
export interface NetworksResource {
  /** Lists every network, and whether this server can issue there. Needs no session. */
  list(options?: RequestOptions): Promise<NetworkList>;
}

export function createNetworks(transport: Transport): NetworksResource {
  return {
    list: (options) =>
      transport.send(
        { name: 'list networks', kind: 'open', method: 'GET', path: 'api/v1/networks' },
        options,
      ),
  };
}

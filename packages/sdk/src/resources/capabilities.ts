import type { Transport } from '../internal/transport.ts';
import type { Capabilities } from '../types/capabilities.ts';
import type { RequestOptions } from '../types/options.ts';

/** What the server can do. */
export interface CapabilitiesResource {
  /** Tells the standards with their limits, where each can be issued, and what of it is proven. Needs no session. */
  get(options?: RequestOptions): Promise<Capabilities>;
}

export function createCapabilities(transport: Transport): CapabilitiesResource {
  return {
    get: (options) =>
      transport.send(
        { name: 'get capabilities', kind: 'open', method: 'GET', path: 'api/v1/capabilities' },
        options,
      ),
  };
}

import { networkIds } from '@biatec-tokens/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { EndpointObserver } from '../chains/endpoints/createEndpoint.ts';
import type { EndpointStatus, NetworkAccess } from '../ports/networkAccess.ts';

/** Metrics of single endpoints; labels are the configured networks and hosts, so they are as many as the settings name. */
export interface EndpointMetrics extends EndpointObserver {
  /** Shows what is known of every endpoint from now on, at the moment somebody reads the metrics. */
  show(networks: Pick<NetworkAccess, 'known'>): void;
}

const durationBucketsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const labelNames = ['network', 'endpoint'] as const;

const breakerValues = { closed: 0, 'half-open': 1, open: 2 } as const;
const stateValues = { healthy: 1, degraded: 0.5, down: 0, 'wrong-network': -1 } as const;

export function measureEndpoints(registry: Registry): EndpointMetrics {
  const registers = [registry];
  const durations = new Histogram({
    name: 'chain_rpc_duration_ms',
    help: 'Time of single exchanges with an endpoint, failed ones too',
    labelNames,
    buckets: durationBucketsMs,
    registers,
  });
  const errors = new Counter({
    name: 'chain_rpc_errors',
    help: 'Exchanges that failed, and answers that could not be used, by kind',
    labelNames: [...labelNames, 'kind'] as const,
    registers,
  });

  return {
    exchange({ networkId, host }, { durationMs, failure }) {
      const labels = { network: networkId, endpoint: host };
      durations.observe(labels, durationMs);
      if (failure !== null && failure !== 'invalid-answer')
        errors.inc({ ...labels, kind: failure });
    },
    unusable({ networkId, host }, kind) {
      errors.inc({ network: networkId, endpoint: host, kind });
    },
    show(networks) {
      const gauge = (
        name: string,
        help: string,
        valueOf: (endpoint: EndpointStatus) => number | null,
      ) =>
        new Gauge({
          name,
          help,
          labelNames,
          registers,
          collect() {
            this.reset();
            for (const network of networkIds) {
              for (const endpoint of networks.known(network).endpoints) {
                const value = valueOf(endpoint);
                if (value !== null) this.set({ network, endpoint: endpoint.host }, value);
              }
            }
          },
        });
      gauge('chain_endpoint_breaker', '0 closed, 1 half-open, 2 open', ({ breaker }) => {
        return breakerValues[breaker];
      });
      gauge(
        'chain_endpoint_health',
        '1 healthy, 0.5 degraded, 0 down, -1 of another network; absent before the first question',
        ({ state }) => (state === 'unknown' ? null : stateValues[state]),
      );
      gauge(
        'chain_endpoint_behind',
        'Rounds or blocks behind the best endpoint of the network',
        ({ behindBy }) => (behindBy === null ? null : Number(behindBy)),
      );
    },
  };
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../ports/metrics.ts';
import type { Store } from '../ports/store/index.ts';

/** Metrics as Prometheus reads them. Dots of the names in the documentation are underscores here. */
export interface PrometheusMetrics extends Metrics {
  readonly registry: Registry;
}

const durationBucketsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** The words of the auth metrics for each operation. */
const authNames: Readonly<Record<string, string>> = {
  'auth.register': 'registration',
  'auth.login': 'login',
  'auth.refresh': 'refresh',
  'auth.logout': 'logout',
};

export function createMetrics(
  store: Pick<Store, 'countDeployments' | 'countDeliveries'>,
): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const operations = new Histogram({
    name: 'operation_duration_ms',
    help: 'Time of operations by name and error code',
    labelNames: ['operation', 'code'] as const,
    buckets: durationBucketsMs,
    registers,
  });
  const chainCalls = new Histogram({
    name: 'chain_call_duration_ms',
    help: 'Time of what is asked of a network, with its repetitions',
    labelNames: ['network', 'method', 'outcome'] as const,
    buckets: durationBucketsMs,
    registers,
  });
  const auth = new Map(
    Object.entries(authNames).map(([path, name]) => [
      path,
      {
        success: new Counter({
          name: `auth_${name}_success_count`,
          help: `auth.${name}.success.count`,
          registers,
        }),
        failure: new Counter({
          name: `auth_${name}_failure_count`,
          help: `auth.${name}.failure.count`,
          labelNames: ['code'] as const,
          registers,
        }),
        duration: new Histogram({
          name: `auth_${name}_duration_ms`,
          help: `auth.${name}.duration.ms`,
          buckets: durationBucketsMs,
          registers,
        }),
      },
    ]),
  );
  registry.registerMetric(
    new Gauge({
      name: 'deployments',
      help: 'Deployments by state and network',
      labelNames: ['state', 'network'] as const,
      registers: [],
      async collect() {
        this.reset();
        for (const { state, networkId, count } of await store.countDeployments()) {
          this.set({ state, network: networkId }, count);
        }
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'webhook_deliveries',
      help: 'Deliveries by status; waiting, retrying and parked are the backlog',
      labelNames: ['status'] as const,
      registers: [],
      async collect() {
        this.reset();
        for (const { status, count } of await store.countDeliveries()) {
          this.set({ status }, count);
        }
      },
    }),
  );

  return {
    registry,
    operation({ path, code, durationMs }) {
      operations.observe({ operation: path, code: code ?? '' }, durationMs);
      const named = auth.get(path);
      if (named === undefined) return;
      named.duration.observe(durationMs);
      if (code === null) named.success.inc();
      else named.failure.inc({ code });
    },
    chainCall({ networkId, method, ok, durationMs }) {
      const labels = { network: networkId, method, outcome: ok ? 'ok' : 'failed' };
      chainCalls.observe(labels, durationMs);
    },
  };
}

import type { NetworkId } from '@biatec-tokens/core';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { NetworkAccess } from '../ports/networkAccess.ts';

/** The same networks, with every call of an adapter timed. */
export function measureNetworks(networks: NetworkAccess, metrics: Metrics): NetworkAccess {
  const measured = new Map<NetworkId, ChainAdapter>();
  return {
    known: (networkId) => networks.known(networkId),
    status: (networkId) => networks.status(networkId),
    find(networkId) {
      const known = measured.get(networkId);
      const adapter = known ?? networks.find(networkId);
      if (adapter === undefined || known !== undefined) return known;
      const timed = measureAdapter(adapter, metrics);
      measured.set(networkId, timed);
      return timed;
    },
  };
}

function measureAdapter(adapter: ChainAdapter, metrics: Metrics): ChainAdapter {
  const { networkId } = adapter;
  async function timed<Answer>(method: string, call: () => Promise<Answer>): Promise<Answer> {
    const started = performance.now();
    let ok = false;
    try {
      const answer = await call();
      ok = true;
      return answer;
    } finally {
      metrics.chainCall({ networkId, method, ok, durationMs: performance.now() - started });
    }
  }
  return {
    networkId,
    family: adapter.family,
    tokenTypes: adapter.tokenTypes,
    identify: () => timed('identify', () => adapter.identify()),
    balance: (address) => timed('balance', () => adapter.balance(address)),
    stepsOf: (issue) => adapter.stepsOf(issue),
    preview: (issue) => timed('preview', () => adapter.preview(issue)),
    plan: (issue) => timed('plan', () => adapter.plan(issue)),
    prepare: (issue, plan, nonce) => adapter.prepare(issue, plan, nonce),
    sign: (unsigned, attemptNumber) => timed('sign', () => adapter.sign(unsigned, attemptNumber)),
    raiseFees: (issue, attempt) => timed('raiseFees', () => adapter.raiseFees(issue, attempt)),
    broadcast: (bytes) => timed('broadcast', () => adapter.broadcast(bytes)),
    locate: (issue, attempt) => timed('locate', () => adapter.locate(issue, attempt)),
    readBack: (issue, token) => timed('readBack', () => adapter.readBack(issue, token)),
  };
}

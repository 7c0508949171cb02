import type { NetworkId } from '@biatec-tokens/core';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { wrongNetwork } from '../errors.ts';
import {
  isNodeFailure,
  isPassing,
  isUnreachable,
  isWrongNetwork,
  unreachableAt,
  type Origin,
} from './errors.ts';
import { blockAt, chainIdOf } from './questions.ts';
import { createRpc, type Rpc } from './rpc.ts';

/** One endpoint, known to be of our chain, for as long as its connection lives. */
export interface Node extends Rpc {
  readonly origin: Origin;
  /** What the chain is known by: its id, and on a local chain its first block. */
  readonly identity: string;
}

/** The endpoints of a network, in order of preference. */
export interface Nodes {
  /**
   * Does the work with the first endpoint that can.
   *
   * All of it happens on one endpoint, so that facts of two nodes are never mixed, and all of it again elsewhere (or
   * after a moment) when that endpoint fails: the work must bear repetition.
   */
  use<T>(work: (node: Node) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface NodesOptions {
  readonly networkId: NetworkId;
  readonly chainId: number;
  /** Whether every such chain has the same id, so that only its first block tells it from others. */
  readonly isLocal: boolean;
  readonly endpoints: readonly EndpointOptions[];
  /** Remembers what a local chain is known by at first use, and returns what is remembered. */
  readonly pin: (identity: string) => Promise<string>;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log: Log | undefined;
}

export interface EndpointOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Endpoint = Nodes & { readonly origin: Origin };

const triesMax = 3;
const failuresBeforeRest = 5;
const restMs = 2_000;

export function createNodes(options: NodesOptions): Nodes {
  const endpoints = options.endpoints.map((endpoint) => createEndpoint(options, endpoint));

  return {
    async use(work) {
      const failures: Error[] = [];
      for (const endpoint of endpoints) {
        try {
          return await endpoint.use(work);
        } catch (error) {
          if (!isNodeFailure(error)) throw error;
          failures.push(error);
        }
      }
      // A stranger among the nodes is what an operator must hear of first.
      throw (
        failures.find(isWrongNetwork) ??
        failures[0] ??
        unreachableAt(
          { networkId: options.networkId, host: 'nowhere' },
          'no endpoint is configured',
        )
      );
    },
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

function createEndpoint(options: NodesOptions, endpoint: EndpointOptions): Endpoint {
  const { networkId, clock, log, timeoutMs } = options;
  const url = new URL(endpoint.url);
  const origin: Origin = { networkId, host: url.host };
  let node: Promise<Node> | undefined;
  let restsUntil = clock.now();

  const rpc = createRpc({
    origin,
    url,
    headers: { ...credentialsOf(url), ...endpoint.headers },
    timeoutMs,
    onDisconnect: () => (node = undefined),
  });

  const breaker = circuitBreaker(handleWhen(isUnreachable), {
    breaker: new ConsecutiveBreaker(failuresBeforeRest),
    halfOpenAfter: restMs,
  });
  // Outside the retries: a moment that they bridge is no reason to rest.
  const policy = wrap(
    breaker,
    retry(handleWhen(isPassing), {
      maxAttempts: triesMax - 1,
      backoff: new ExponentialBackoff({ initialDelay: 30, maxDelay: 300 }),
    }),
  );
  breaker.onBreak(() => {
    restsUntil = new Date(clock.now().getTime() + restMs);
    log?.warn({ network: networkId, endpoint: origin.host }, 'endpoint rests after failures');
  });
  breaker.onReset(() => {
    log?.info({ network: networkId, endpoint: origin.host }, 'endpoint is back');
  });

  /** The node behind the connection, once it has said who it is. */
  async function meet(): Promise<Node> {
    node ??= greet();
    const greeting = node;
    try {
      return await greeting;
    } catch (error) {
      if (node === greeting) node = undefined;
      throw error;
    }
  }

  async function greet(): Promise<Node> {
    const identity = await identify();
    return { ask: rpc.ask, tryAsk: rpc.tryAsk, origin, identity };
  }

  async function identify(): Promise<string> {
    const { chainId, isLocal, pin } = options;
    const [found, first, second] = isLocal
      ? await rpc.ask(chainIdOf, blockAt(0n), blockAt(1n))
      : [...(await rpc.ask(chainIdOf)), null, null];
    // Named by its successor where there is one: anvil makes a new first block with every start, also when it goes on
    // with the blocks that it saved.
    const genesis = second?.parentHash ?? first?.hash;
    const identity = genesis === undefined ? `${found}` : `${found}:${genesis}`;
    const expected = found === BigInt(chainId) && isLocal ? await pin(identity) : `${chainId}`;
    if (identity === expected) return identity;
    log?.error({ ...origin, found: identity, expected }, 'a node of another network is refused');
    throw wrongNetwork(networkId, { found: identity, expected, local: isLocal });
  }

  return {
    origin,
    async use(work) {
      let identity: string | undefined;
      // From the first try to the last look, a piece of work sees one chain.
      async function meetSame(): Promise<Node> {
        const met = await meet();
        identity ??= met.identity;
        if (met.identity === identity) return met;
        const { isLocal } = options;
        throw wrongNetwork(networkId, { found: met.identity, expected: identity, local: isLocal });
      }
      try {
        return await policy.execute(async () => {
          const result = await work(await meetSame());
          // A connection that ended meanwhile may have been answered by a stranger who took the address over.
          await meetSame();
          return result;
        });
      } catch (error) {
        if (isNodeFailure(error)) node = undefined;
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw unreachableAt(
          origin,
          `it failed repeatedly and is left alone until ${restsUntil.toISOString()}`,
        );
      }
    },
    close: rpc.close,
  };
}

/** Credentials in a URL become a header, as fetch and other clients do not send them. */
function credentialsOf(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const plain = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}

import { startAlgorandNode, startEvmNode } from '@biatec-tokens/devnet';
import type { ChainAdapter } from '../../../ports/chainAdapter.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { ProxyFault } from '../../../testing/faultProxy.ts';
import { nobodySigns } from '../../../testing/testSigner.ts';
import { createAlgorandAdapter } from '../../algorand/adapter.ts';
import { createEvmAdapter } from '../../evm/adapter.ts';
import type { EndpointsView } from '../createPool.ts';

/** A real chain of one family, and the lies that a proxy before it may tell. */
export interface ChainUnderTest extends AsyncDisposable {
  readonly url: string;
  makeBlocks(count: number): Promise<unknown>;
}

export interface AdapterFacts {
  readonly clock: Clock;
  readonly log: Log;
  readonly timeoutMs?: number;
  /** @default remembered by the adapter */
  readonly pin?: (identity: string) => Promise<string>;
}

export type PooledAdapter = ChainAdapter & {
  readonly endpoints: EndpointsView;
  close(): Promise<void>;
};

/** What the tests of the pool need of a family. */
export interface FamilyUnderTest {
  readonly name: string;
  readonly address: string;
  start(): Promise<ChainUnderTest>;
  adapter(urls: readonly string[], facts: AdapterFacts): PooledAdapter;
  /** The node says that it is of another chain. */
  readonly otherChain: ProxyFault;
  /** The node says that its newest block is so many earlier. */
  behind(blocks: number): ProxyFault;
  /** The node has another block than others at every height. */
  readonly otherBlocks: ProxyFault;
}

const token = 'public-test-token';

export const algorand: FamilyUnderTest = {
  name: 'algorand',
  address: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
  async start() {
    const node = await startAlgorandNode({ token });
    return {
      url: node.url,
      makeBlocks: (count) => node.makeBlocks(count),
      [Symbol.asyncDispose]: () => node.close(),
    };
  },
  adapter: (urls, facts) =>
    createAlgorandAdapter({
      networkId: 'algorand-localnet',
      genesisHash: null,
      endpoints: urls.map((url) => ({ url, token })),
      signer: nobodySigns,
      ...facts,
    }),
  otherChain: lieInJson('genesis-hash', () => Buffer.alloc(32, 7).toString('base64')),
  behind: (blocks) => lieInJson('last-round', (round) => Number(round) - blocks),
  otherBlocks: lieInJson('blockHash', () => 'A'.repeat(52)),
};

export const evm: FamilyUnderTest = {
  name: 'evm',
  address: '0x0000000000000000000000000000000000000001',
  async start() {
    const node = await startEvmNode();
    const request = (method: string, ...params: unknown[]) =>
      fetch(node.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
    return {
      url: node.url,
      makeBlocks: (count) => request('anvil_mine', `0x${count.toString(16)}`),
      [Symbol.asyncDispose]: () => node.close(),
    };
  },
  adapter: (urls, facts) =>
    createEvmAdapter({
      networkId: 'evm-localnet',
      chainId: 31_337,
      endpoints: urls.map((url) => ({ url })),
      finality: { kind: 'blocks', blocks: 1 },
      signer: nobodySigns,
      ...facts,
    }),
  otherChain: lieInResults((call, result) => (call.method === 'eth_chainId' ? '0x1' : result)),
  behind: (blocks) =>
    lieInResults(({ method, params }, result) => {
      if (method !== 'eth_getBlockByNumber' || params[0] !== 'latest') return result;
      const block = result as { number: string };
      return { ...block, number: `0x${(Number(block.number) - blocks).toString(16)}` };
    }),
  otherBlocks: lieInResults(({ method, params }, result) =>
    // Not the first ones: they are what a local chain is known by.
    method === 'eth_getBlockByNumber' && Number(params[0]) > 1
      ? { ...(result as object), hash: `0x${'7'.repeat(64)}` }
      : result,
  ),
};

/** Bends one member wherever an answer has it. */
function lieInJson(name: string, bend: (value: unknown) => unknown): ProxyFault {
  return {
    kind: 'lie',
    bend(_request, { body }) {
      const answer = JSON.parse(body) as Record<string, unknown>;
      if (!(name in answer)) return undefined;
      return { body: JSON.stringify({ ...answer, [name]: bend(answer[name]) }) };
    },
  };
}

interface RpcCall {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** Bends results of JSON-RPC, in batches too. */
function lieInResults(bend: (call: RpcCall, result: unknown) => unknown): ProxyFault {
  return {
    kind: 'lie',
    bend(request, { body }) {
      const asked = JSON.parse(request.body) as RpcCall | RpcCall[];
      const answered = JSON.parse(body) as { id: unknown; result: unknown } | { id: unknown }[];
      const calls = Array.isArray(asked) ? asked : [asked];
      const bendOne = (answer: { id: unknown; result?: unknown }) => {
        const call = calls.find(({ id }) => id === answer.id);
        return call === undefined ? answer : { ...answer, result: bend(call, answer.result) };
      };
      const bent = Array.isArray(answered) ? answered.map(bendOne) : bendOne(answered);
      return { body: JSON.stringify(bent) };
    },
  };
}

/** An Algorand node for development: one chain, one process, algod's REST. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createFaults, type Faults } from './faults.ts';
import { createHttpServer } from './http/server.ts';
import { createChainClock } from './chainClock.ts';
import { openChain } from './store/chainStore.ts';

export type AlgorandNodeOptions = {
  /** Port on 127.0.0.1; 0 takes any free one. @default 0 */
  readonly port?: number;
  /** Time between blocks, in ms; 0 makes a block for every group that is sent. @default 0 */
  readonly blockTimeMs?: number;
  /** Directory the chain lives in. @default the chain is kept in memory only */
  readonly stateDir?: string;
  /** Token that clients send as X-Algo-API-Token. @default a random one */
  readonly token?: string;
};

export type AlgorandNode = AsyncDisposable & {
  readonly url: string;
  readonly token: string;
  /** 25 words of the account that holds all Algos at the beginning. For development only. */
  readonly funderMnemonic: string;
  readonly genesisId: string;
  /** Base64, as the API writes it. */
  readonly genesisHash: string;
  readonly faults: Faults;
  /** Makes blocks now; resolves with the last round. */
  makeBlocks(count?: number): Promise<bigint>;
  close(): Promise<void>;
};

export async function startAlgorandNode(options: AlgorandNodeOptions = {}): Promise<AlgorandNode> {
  const { port = 0, blockTimeMs = 0, token = randomBytes(32).toString('hex') } = options;
  const chain = openChain(options.stateDir);
  const clock = createChainClock({ chain, blockTimeMs });
  const faults = createFaults();
  const node = { ...clock, genesis: chain.genesis, ledger: chain.ledger, faults };
  const server = createHttpServer({ node, token });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    clock.stop();
    await chain.close();
    throw error;
  }

  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    clock.stop();
    server.closeAllConnections();
    await closed;
    await chain.close();
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    funderMnemonic: chain.genesis.funderMnemonic,
    genesisId: chain.ledger.chain.genesisId,
    genesisHash: Buffer.from(chain.ledger.chain.genesisHash).toString('base64'),
    faults,
    makeBlocks: async (count = 1) => (await clock.makeBlocks(count)).round,
    close,
    [Symbol.asyncDispose]: close,
  };
}

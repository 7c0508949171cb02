import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkIds, networks } from '@biatec-tokens/core';
import {
  startAlgorandNode,
  startEvmNode,
  type AlgorandNode,
  type EvmNode,
} from '@biatec-tokens/devnet';
import { createServer, readConfig, type RunningServer } from '@biatec-tokens/server';

const publicNetworksOff = Object.fromEntries(
  networkIds
    .filter((id) => networks[id].kind !== 'local')
    .map((id) => [`NETWORK_${id.toUpperCase().replaceAll('-', '_')}_ENABLED`, 'false']),
);

export interface Product extends AsyncDisposable {
  readonly url: string;
  readonly node: AlgorandNode;
  /** Where it was asked for. */
  readonly evmNode: EvmNode | undefined;
  /** Moves the time of the server forward. */
  moveClock(ms: number): void;
  /** Stops the server and starts it again, on the same port and database, after what is done in between. */
  restart(meanwhile: () => Promise<unknown>): Promise<void>;
}

/** The real server with a local Algorand chain, perhaps an EVM chain too, in this process. */
export async function startProduct({
  blockTimeMs = 0,
  evm = false,
  sponsored = true,
} = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-sdk-'));
  const node = await startAlgorandNode({ blockTimeMs });
  const evmNode = evm ? await startEvmNode() : undefined;
  let movedMs = 0;
  const silent = { debug() {}, info() {}, warn() {}, error() {} };

  function start(port: string): Promise<RunningServer> {
    const read = readConfig({
      NODE_ENV: 'test',
      ...publicNetworksOff,
      RATE_LIMIT_ENABLED: 'false',
      PORT: port,
      DATABASE_URL: `file:${join(folder, 'test.db')}`,
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: node.url.replace('//', `//:${node.token}@`),
      ...(sponsored ? { NETWORK_ALGORAND_LOCALNET_SPONSOR: node.funderMnemonic } : {}),
      ...(evmNode === undefined
        ? {}
        : {
            NETWORK_EVM_LOCALNET_ENDPOINTS: evmNode.url,
            ...(sponsored ? { NETWORK_EVM_LOCALNET_SPONSOR: evmNode.funderPrivateKey } : {}),
          }),
    });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const clock = { now: () => new Date(Date.now() + movedMs), sleep };
    return createServer(read.config, { log: silent, clock });
  }

  let server = await start('0');
  const { url } = server;
  return {
    url,
    node,
    evmNode,
    moveClock: (ms) => void (movedMs += ms),
    async restart(meanwhile) {
      await server.close();
      await meanwhile();
      server = await start(new URL(url).port);
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await node.close();
      await evmNode?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

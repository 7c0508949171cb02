import { localNetworksOnly } from './localNetworksOnly.ts';
import type { Chains } from './startChains.ts';
import { startProcess, type Line, type RunningProcess } from './startProcess.ts';

export interface ServerProcess extends RunningProcess {
  readonly url: string;
}

export interface StartServerOptions {
  readonly chains: Pick<Chains, 'algorand' | 'evm'>;
  /** Everything the server keeps; made where it is missing. */
  readonly databaseFile: string;
  /** @default any free one */
  readonly port?: number;
  /** Whether its other settings come from the environment of this process. @default false: only from here */
  readonly inheritSettings?: boolean;
  /** Called with each line of its log. */
  readonly onLine?: (line: Line) => void;
  readonly onDeath?: (sentence: string) => void;
}

/** What `pnpm serve` and the installed `biatec-tokens` give to Node: a heap that is collected before it grows. */
export const serverNodeArgs = ['--max-semi-space-size=16', '--max-old-space-size=256'];

/** Starts `biatec-tokens serve` on both local networks, which sponsor every fee. */
export async function startServer(options: StartServerOptions): Promise<ServerProcess> {
  const { chains, databaseFile, port = 0, inheritSettings = false, onLine, onDeath } = options;
  const { PATH, HOME, SystemRoot, IPFS_RPC_URL } = process.env;
  const running = await startProcess({
    name: 'server',
    file: 'packages/server/src/main.ts',
    args: ['serve'],
    nodeArgs: serverNodeArgs,
    env: {
      ...localNetworksOnly,
      // What runs here asks far more than one person does.
      RATE_LIMIT_ENABLED: 'false',
      ...(inheritSettings ? process.env : { PATH, HOME, SystemRoot, IPFS_RPC_URL }),
      PORT: String(port),
      DATABASE_URL: `file:${databaseFile}`,
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: withToken(chains.algorand),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: chains.algorand.funder,
      NETWORK_EVM_LOCALNET_ENDPOINTS: chains.evm.url,
      NETWORK_EVM_LOCALNET_SPONSOR: chains.evm.funder,
    },
    isReady: (line) => line['msg'] === 'ready',
    ...(onLine === undefined ? {} : { onLine }),
    ...(onDeath === undefined ? {} : { onDeath }),
  });
  return { ...running, url: String(running.ready['url']) };
}

/** The server reads a node's token where a URL has its password. */
function withToken({ url, token }: { url: string; token: string }): string {
  const endpoint = new URL(url);
  endpoint.password = token;
  return endpoint.href;
}

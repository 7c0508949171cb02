/** What every measurement stands on: both chains, and the real server in a process of its own. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startChains, type Chains } from '../lib/startChains.ts';
import { startProcess, type RunningProcess } from '../lib/startProcess.ts';
import { localNetworksOnly } from '../lib/localNetworksOnly.ts';
import { serverNodeArgs } from '../lib/startServer.ts';
import { registerUser, type User } from './issuances.ts';
import { startLoadProcess, type LoadProcess } from './load.ts';

export interface Stage extends AsyncDisposable {
  readonly chains: Chains;
  readonly load: LoadProcess;
  /** Starts a server with a database of its own, and registers the user who issues. */
  startServer(options?: ServerOptions): Promise<Server>;
}

export interface ServerOptions {
  /** Whether it works on what it accepts. @default true */
  readonly workers?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly user: User;
}

/** All load comes from one user: every request is counted, and none held back. `BENCH_RATE_LIMIT=off` counts nothing. */
const rateLimits: Readonly<Record<string, string>> =
  process.env['BENCH_RATE_LIMIT'] === 'off'
    ? { RATE_LIMIT_ENABLED: 'false' }
    : Object.fromEntries(
        ['USER', 'CLIENT', 'AUTH_CLIENT', 'AUTH_EMAIL'].map((whose) => [
          `RATE_LIMIT_${whose}_PER_MINUTE`,
          '1000000',
        ]),
      );

const root = join(import.meta.dirname, '../..');

export async function setStage(): Promise<Stage> {
  const chains = await startChains();
  const load = startLoadProcess();
  return {
    chains,
    load,
    startServer: (options = {}) => startServer(chains, options),
    async [Symbol.asyncDispose]() {
      await load[Symbol.asyncDispose]();
      await chains[Symbol.asyncDispose]();
    },
  };
}

async function startServer(
  { algorand, evm }: Chains,
  { workers = true, settings = {} }: ServerOptions,
): Promise<Server> {
  // Inside the repository: the system's folder for temporary files may be memory, where a durable write costs nothing.
  mkdirSync(join(root, 'data'), { recursive: true });
  const directory = mkdtempSync(join(root, 'data', 'bench-'));
  const process = await startNode({
    name: 'server',
    file: 'packages/server/src/main.ts',
    args: ['serve', ...(workers ? [] : ['--no-workers'])],
    nodeArgs: serverNodeArgs,
    env: {
      ...localNetworksOnly,
      DATABASE_URL: `file:${join(directory, 'bench.db')}`,
      PORT: '0',
      // One line per request would be read by us, on the same two processors.
      LOG_LEVEL: 'warn',
      ...rateLimits,
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: algorand.url.replace('://', `://:${algorand.token}@`),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: algorand.funder,
      NETWORK_EVM_LOCALNET_ENDPOINTS: evm.url,
      NETWORK_EVM_LOCALNET_SPONSOR: evm.funder,
      ...settings,
    },
    isReady: (line) => line['msg'] === 'ready',
  });
  const url = String(process.ready['url']);
  return {
    url,
    pid: process.pid,
    user: await registerUser(url),
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The least that a Hono server on Node does. */
export async function startEmptyHono(): Promise<AsyncDisposable & { url: string; pid: number }> {
  const process = await startNode({
    name: 'empty Hono server',
    file: 'scripts/bench/emptyHono.ts',
    isReady: (line) => typeof line['url'] === 'string',
  });
  return { ...process, url: String(process.ready['url']) };
}

/** `BENCH_NODE_OPTIONS=--cpu-prof` writes down where each program spent its time. */
function startNode(options: Parameters<typeof startProcess>[0]): Promise<RunningProcess> {
  const { PATH, BENCH_NODE_OPTIONS: NODE_OPTIONS } = process.env;
  return startProcess({
    ...options,
    env: { PATH, ...(NODE_OPTIONS === undefined ? {} : { NODE_OPTIONS }), ...options.env },
  });
}

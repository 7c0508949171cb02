/** An EVM chain for development: anvil as a child process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findAnvil } from './findAnvil.ts';

export type EvmNodeOptions = {
  /** Port on 127.0.0.1; 0 takes any free one. @default 0 */
  readonly port?: number;
  /** Time between blocks, in ms; 0 makes a block for every transaction. @default 0 */
  readonly blockTimeMs?: number;
  /** Directory the chain lives in. @default the chain is kept in memory only */
  readonly stateDir?: string;
};

export type EvmNode = AsyncDisposable & {
  readonly url: string;
  readonly chainId: number;
  /** Public test key of the first account, which is rich on this chain. For development only. */
  readonly funderPrivateKey: `0x${string}`;
  /** Resolves with a sentence when anvil ends without being told to. */
  readonly died: Promise<string>;
  close(): Promise<void>;
};

const chainId = 31337;
/**
 * Blocks whose state can be asked for. Without a limit anvil writes every state from the 500th block on to disk, all
 * accounts of it: each block then takes longer than the one before, and gigabytes stay behind when anvil is killed.
 */
const statesKept = 128;
const startMsMax = 30_000;
const stopMsMax = 5_000;
/** Account 0 of the phrase "test test test test test test test test test test test junk", known to everyone. */
const funderPrivateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

export async function startEvmNode(options: EvmNodeOptions = {}): Promise<EvmNode> {
  // A process group of its own: Ctrl-C in the terminal reaches us alone, and we end it.
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(findAnvil(), commandLine(options), { detached: true, stdio: [...stdio] });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const port = await waitUntilListening(child);
  let isClosing = false;

  const died = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      process.off('exit', killWithUs);
      if (!isClosing) resolve(`anvil ended unexpectedly (${signal ?? `exit code ${code}`})`);
    });
  });

  const close = async (): Promise<void> => {
    isClosing = true;
    await stop(child);
  };

  return {
    url: `http://127.0.0.1:${port}`,
    chainId,
    funderPrivateKey,
    died,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function commandLine({ port = 0, blockTimeMs = 0, stateDir }: EvmNodeOptions): readonly string[] {
  const fixed = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--chain-id',
    String(chainId),
    '--prune-history',
    String(statesKept),
  ];
  const blockTime = blockTimeMs > 0 ? ['--block-time', String(blockTimeMs / 1_000)] : [];
  return [...fixed, ...blockTime, ...(stateDir === undefined ? [] : stateArguments(stateDir))];
}

/** anvil writes its state when it ends; the interval keeps most of it when it is killed. */
function stateArguments(stateDir: string): readonly string[] {
  mkdirSync(stateDir, { recursive: true });
  return ['--state', join(stateDir, 'anvil.json'), '--state-interval', '1'];
}

/** anvil says where it listens; only then can it be asked. */
async function waitUntilListening(child: ChildProcess): Promise<number> {
  const output: string[] = [];
  const lines = createInterface({ input: child.stdout! });
  createInterface({ input: child.stderr! }).on('line', (line) => output.push(line));
  const timer = setTimeout(() => child.kill('SIGKILL'), startMsMax);
  const exited = once(child, 'exit').then(() => {
    throw new Error(`Cannot start anvil: ${output.join('\n') || 'it ended without a word'}`);
  });
  const failed = once(child, 'error').then(([cause]) => {
    throw new Error('Cannot start anvil: the binary does not run', { cause });
  });
  const listening = new Promise<number>((resolve) => {
    lines.on('line', (line) => {
      const port = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
  try {
    return await Promise.race([listening, exited, failed]);
  } finally {
    clearTimeout(timer);
    exited.catch(() => {});
    failed.catch(() => {});
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMsMax);
  await exited;
  clearTimeout(timer);
}

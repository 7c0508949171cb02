/** Runs every example against both local chains and a server of its own, all on free ports, and says which failed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');
const exampleMsMax = 60_000;
const readyMsMax = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-examples-'));
const children: ChildProcess[] = [];
try {
  const devnet = await start('packages/devnet/src/main.ts', {
    args: ['--algorand-port', '0', '--evm-port', '0'],
    isReady: (line) => line['ready'] === true,
  });
  const algorand = devnet['algorand'] as { url: string; token: string; funderMnemonic: string };
  const evm = devnet['evm'] as { url: string; funderPrivateKey: string };
  const server = await start('packages/server/src/main.ts', {
    args: ['serve'],
    env: {
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'examples.db')}`,
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: algorand.url.replace('//', `//:${algorand.token}@`),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: algorand.funderMnemonic,
      NETWORK_EVM_LOCALNET_ENDPOINTS: evm.url,
      NETWORK_EVM_LOCALNET_SPONSOR: evm.funderPrivateKey,
    },
    isReady: (line) => line['msg'] === 'ready',
  });

  const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  for (const name of examples) {
    const code = await run(`examples/${name}/main.ts`, { BASE_URL: String(server['url']) });
    console.log(`${code === 0 ? 'ok' : `FAILED (${code})`} examples/${name}`);
    if (code !== 0) process.exitCode = 1;
  }
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')));
  rmSync(folder, { recursive: true, force: true });
}

/** Starts a part that keeps running, and gives the JSON line that says it is ready. */
async function start(
  file: string,
  part: {
    args: string[];
    env?: Record<string, string>;
    isReady: (line: Record<string, unknown>) => boolean;
  },
): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, ['--conditions=source', file, ...part.args], {
    cwd: root,
    env: { ...process.env, ...part.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const tooLate = setTimeout(() => child.kill('SIGKILL'), readyMsMax);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const parsed = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
      if (part.isReady(parsed)) return parsed;
    }
    throw new Error(`${file} ended, or was not ready within ${readyMsMax} ms`);
  } finally {
    clearTimeout(tooLate);
    // Read on, or the part would wait for somebody to take its lines.
    child.stdout.resume();
  }
}

/** Runs an example to its end and gives its exit code. */
async function run(file: string, env: Record<string, string>): Promise<number | null> {
  const child = spawn(process.execPath, ['--conditions=source', file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    timeout: exampleMsMax,
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

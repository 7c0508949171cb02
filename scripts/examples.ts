/** Runs every example, or the named ones, against both local chains and a server of its own, all on free ports, and says which failed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure } from './lib/ensure.ts';
import { runToEnd } from './lib/runToEnd.ts';
import { startChains } from './lib/startChains.ts';
import { startServer } from './lib/startServer.ts';
import { createTerminal } from './lib/terminal.ts';

const root = join(import.meta.dirname, '..');
const exampleMsMax = 60_000;
const terminal = createTerminal(process.stdout);

await runToEnd(terminal, async (rest, onDeath) => {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-examples-'));
  rest.defer(() => rmSync(folder, { recursive: true, force: true }));
  const chains = rest.use(await startChains({ onDeath }));
  const databaseFile = join(folder, 'examples.db');
  const server = rest.use(await startServer({ chains, databaseFile, onDeath }));

  const failed: string[] = [];
  const wanted = process.argv.slice(2);
  for (const entry of readdirSync(join(root, 'examples'), { withFileTypes: true })) {
    if (!entry.isDirectory() || (wanted.length > 0 && !wanted.includes(entry.name))) continue;
    const code = await run(`examples/${entry.name}/main.ts`, {
      BASE_URL: server.url,
      ALGOD_URL: chains.algorand.url,
      ALGOD_TOKEN: chains.algorand.token,
      ALGOD_FUNDER_MNEMONIC: chains.algorand.funder,
    });
    terminal.line(`${code === 0 ? 'ok' : `FAILED (${code})`} examples/${entry.name}`);
    if (code !== 0) failed.push(entry.name);
  }
  ensure(failed.length === 0, `Failed: ${failed.join(', ')}`);
});

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

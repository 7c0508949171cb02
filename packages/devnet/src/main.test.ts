import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

function run(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--conditions=source', main, ...args]);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (output.stdout += chunk));
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, output, exited };
}

async function runUntilReady(...args: readonly string[]) {
  const running = run('--algorand-port', '0', '--evm-port', '0', ...args);
  const [line] = await once(createInterface({ input: running.child.stdout }), 'line');
  return { ...running, ready: JSON.parse(line as string) };
}

/** The process ids of a process's children, as Linux lists them. */
function childrenOf({ pid }: ChildProcess): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

describe('biatec-devnet', () => {
  test('starts both chains and says where they are in one line', async () => {
    const { child, output, exited, ready } = await runUntilReady();

    const status = await fetch(`${ready.algorand.url}/v2/status`, {
      headers: { 'X-Algo-API-Token': ready.algorand.token },
    });
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' });
    const headers = { 'content-type': 'application/json' };
    const chainId = await fetch(ready.evm.url, { method: 'POST', body, headers });

    expect(ready).toEqual({
      ready: true,
      algorand: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        token: expect.stringMatching(/^[0-9a-f]{64}$/),
        funderMnemonic: expect.stringMatching(/^(\w+ ){24}\w+$/),
      },
      evm: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        chainId: 31337,
        funderPrivateKey: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      },
    });
    expect(status.status).toBe(200);
    expect(await chainId.json()).toMatchObject({ result: '0x7a69' });
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(output.stdout.trim().split('\n')).toHaveLength(1);
    expect(output.stderr).toBe('');
    await expect(fetch(ready.evm.url)).rejects.toThrow('fetch failed');
  });

  test('SIGINT ends it too, and keeps what is on disk', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'devnet-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const first = await runUntilReady('--state', directory, '--token', 'a-token');
    first.child.kill('SIGINT');
    expect(await first.exited).toBe(0);

    const second = await runUntilReady('--state', directory);

    expect(first.ready.algorand.token).toBe('a-token');
    expect(second.ready.algorand.funderMnemonic).toBe(first.ready.algorand.funderMnemonic);
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  });

  test.runIf(process.platform === 'linux')('says so and ends when anvil dies', async () => {
    const { child, output, exited } = await runUntilReady();
    const [anvil] = childrenOf(child);

    process.kill(anvil!, 'SIGKILL');

    expect(await exited).toBe(1);
    expect(output.stderr).toBe('biatec-devnet: anvil ended unexpectedly (SIGKILL)\n');
  });

  test('--help says what it is', async () => {
    const { output, exited } = run('--help');

    expect(await exited).toBe(0);
    expect(output.stdout).toContain('for development and tests');
  });

  test.each([
    [['--algorand-port', '70000'], /--algorand-port is a port from 0 to 65535, not "70000"/],
    [['--block-time', '-1'], /--block-time|argument/],
    [['--nonsense'], /nonsense/],
  ])('%j is refused', async (args, problem) => {
    const { output, exited } = run(...args);

    expect(await exited).toBe(64);
    expect(output.stderr).toMatch(problem);
  });
});

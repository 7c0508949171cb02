/** The server and its commands in processes of their own, and everything that they write. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock } from '../../runtime/systemClock.ts';

export interface ServerWatch extends Disposable {
  readonly databaseFile: string;
  readonly keyFile: string;
  /** Starts a command; whatever it prints is kept. */
  run(args: readonly string[], settings: Readonly<Record<string, string>>): ChildProcess;
  /** Everything that was printed, by all of them. */
  output(): Buffer;
  /** Every byte that the database keeps. */
  databaseBytes(): Buffer;
}

const main = join(import.meta.dirname, '..', '..', 'main.ts');
const stepMsMax = 60_000;
const pollMs = 100;

export function watchServer(): ServerWatch {
  const home = mkdtempSync(join(tmpdir(), 'biatec-secrets-'));
  const databaseFile = join(home, 'biatec-tokens.db');
  const children = new Set<ChildProcess>();
  const output: Buffer[] = [];
  return {
    databaseFile,
    keyFile: join(home, 'keys.json'),
    run(args, settings) {
      const child = spawn(process.execPath, ['--conditions=source', main, ...args], {
        env: { PATH: process.env['PATH'] ?? '', ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.add(child);
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk: Buffer) => output.push(chunk));
      }
      return child;
    },
    output: () => Buffer.concat(output),
    databaseBytes() {
      const files = ['', '-wal', '-shm'].map((suffix) => databaseFile + suffix).filter(existsSync);
      return Buffer.concat(files.map((file) => readFileSync(file)));
    },
    [Symbol.dispose]() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Looks until something is there; names what did not come. */
export async function until<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
): Promise<Found> {
  for (let left = stepMsMax; left > 0; left -= pollMs) {
    const found = await look();
    if (found !== undefined) return found;
    await clock.sleep(pollMs);
  }
  throw new Error(`${what} did not come within ${stepMsMax / 1_000} s`);
}

export async function findFreePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, 'close');
  return port;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CrashMoment } from './crashMoments.ts';

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  /** Resolves when the process is gone, with the signal that ended it, or null. */
  readonly exited: Promise<NodeJS.Signals | null>;
  kill(signal: NodeJS.Signals): void;
}

const program = fileURLToPath(new URL('crashServer.ts', import.meta.url));

/** Starts the real server on a free port; with a crash point it will kill itself there. */
export async function startServerProcess(
  settings: Readonly<Record<string, string>>,
  crashPoint?: CrashMoment,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--conditions=source', program], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      ...settings,
      ...(crashPoint === undefined ? {} : { CRASH_POINT: crashPoint }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line) as { msg?: string; url?: string };
      if (message.msg === 'ready' && message.url !== undefined) resolve(message.url);
    });
    void exited.then(() =>
      reject(new Error('Cannot start the server: it ended before it was ready')),
    );
  });
  return { url, exited, kill: (signal) => void child.kill(signal) };
}

/** Keeps two nodes from writing one chain. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the lock or throws; answers how to give it back. A lock of a process that is gone is taken over. */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'lock');
  if (!take(path)) {
    const holder = Number(readFileSync(path, 'utf8'));
    if (isRunning(holder)) {
      throw new Error(`Cannot open "${directory}": process ${holder} is using it`);
    }
    rmSync(path);
    if (!take(path)) throw new Error(`Cannot open "${directory}": another process just took it`);
  }
  return () => rmSync(path, { force: true });
}

function take(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

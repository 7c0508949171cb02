import type { Log } from '../ports/log.ts';

/** Under the 10 s that an orchestrator gives before it kills. */
const limitMs = 9_000;

/** Waits for an orderly end; what takes longer is left where it is, for a restart resumes it. */
export async function endWithin(closing: Promise<void>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  const outcome = await Promise.race([closing, late]);
  clearTimeout(timer);
  if (outcome === 'late') {
    log.warn({ limitMs }, 'did not stop in time; what was running resumes after the next start');
    // Sockets that hang would keep the process alive.
    setImmediate(() => process.exit(0));
  }
}

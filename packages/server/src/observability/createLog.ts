import { pino, type Logger } from 'pino';

/** A log of JSON lines on standard output, and what writes its last lines before the process ends. */
export interface ProcessLog {
  readonly log: Logger;
  flush(): void;
}

export function createLog(level: string): ProcessLog {
  // Asynchronous, so that a slow reader of the log does not slow down the answers; flushed at the end.
  const destination = pino.destination({ dest: 1, sync: false });
  const log = pino({ level, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return { log, flush: () => destination.flushSync() };
}

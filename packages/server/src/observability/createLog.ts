import { pino, type Logger } from 'pino';

/** A log of JSON lines on standard output, and what writes its last lines before the process ends. */
export interface ProcessLog {
  readonly log: Logger;
  flush(): void;
}

export function createLog(
  level: string,
  // Asynchronous, so that a slow reader of the log does not slow down the answers; flushed at the end.
  destination: LogDestination = pino.destination({ dest: 1, sync: false }),
): ProcessLog {
  const write = (line: string): void => void destination.write(escapeUnprintable(line));
  const log = pino({ level, timestamp: pino.stdTimeFunctions.isoTime }, { write });
  return { log, flush: () => destination.flushSync() };
}

/** Where the lines go. */
export interface LogDestination {
  write(text: string): unknown;
  flushSync(): void;
}

/** What JSON leaves as it is, although a reader may begin another line there, or a terminal turn the text around. */
const unprintable = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escapeUnprintable(line: string): string {
  return line.replace(
    unprintable,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

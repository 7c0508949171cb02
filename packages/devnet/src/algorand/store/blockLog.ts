/**
 * Blocks on disk: one JSON line each, appended and synced. Reading them back and applying them again gives the state.
 * A line is handed to the operating system before anyone can see the block, and synced before its sender is answered.
 */
import { closeSync, fdatasync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

export type LoggedBlock = {
  readonly round: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  /** Base64 of the canonical encoding of each group. */
  readonly groups: readonly string[];
  /** Hash of the block, base64: a chain that replays to another one is not this chain. */
  readonly hash: string;
};

export type BlockLog = {
  append(block: LoggedBlock): void;
  /** Resolves when everything appended so far is on the disk. */
  synced(): Promise<void>;
  close(): Promise<void>;
};

const sync = promisify(fdatasync);

export function openBlockLog(path: string): BlockLog {
  const file = openSync(path, 'a', 0o600);
  let failure: Error | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const synced = async (): Promise<void> => {
    // One sync serves everyone who appended before it began; later ones share the one after.
    if (running === undefined) {
      running = sync(file).finally(() => (running = undefined));
      return running;
    }
    next ??= running.then(async () => {
      next = undefined;
      return synced();
    });
    return next;
  };

  return {
    append(block) {
      if (failure !== undefined) throw failure;
      try {
        writeSync(file, `${JSON.stringify(block)}\n`);
      } catch (error) {
        // The chain on disk ends here for good: a later block would not follow from it.
        failure = error as Error;
        throw failure;
      }
    },
    synced,
    close: async () => {
      await synced();
      closeSync(file);
    },
  };
}

/** Reads the blocks back. A last line that was not finished is cut off: no one was told of it. */
export function readBlockLog(path: string): readonly LoggedBlock[] {
  const text = readFileSync(path, 'utf8');
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) truncateSync(path, Buffer.byteLength(text.slice(0, end)));
  return text
    .slice(0, end)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LoggedBlock);
}

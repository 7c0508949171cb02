import type { Database } from 'better-sqlite3';
import { isBusy, mapSqliteError, StoreUnavailableError } from './errors.ts';

/**
 * Writes by group commit.
 *
 * A durable commit costs one fsync however much it holds, so all changes that are asked for at about the same time share
 * one transaction. Each of several runs in its own savepoint: one that throws takes back only itself.
 */
export interface Writer {
  /**
   * Runs a synchronous change in the next transaction.
   *
   * Resolves when the change is durable; rejects when nothing of it was stored.
   */
  write<Result>(change: () => Result, options?: WriteOptions): Promise<Result>;
  /** Commits what is waiting, then takes no more. */
  close(): Promise<void>;
}

export interface WriteOptions {
  /**
   * Whether the change must outlive a power cut. Where none of a commit must, nobody waits for the disk; the end of the
   * process it outlives anyway.
   * @default true
   */
  readonly durable?: boolean;
}

export interface WriterOptions {
  /** How long a change waits for another process to let go of the lock. @default 5_000 */
  readonly lockWaitMs?: number;
}

interface Waiting {
  readonly change: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  readonly since: number;
  readonly durable: boolean;
}

/** Between two commits the process answers reads, so that one commit must not hold everything. */
const changesPerCommit = 100;

const retryLockMs = 20;

export function createWriter(
  database: Database,
  { lockWaitMs = 5_000 }: WriterOptions = {},
): Writer {
  const begin = database.prepare('BEGIN IMMEDIATE');
  // What the connection was opened with stays the most that is done.
  const isFull = database.pragma('synchronous', { simple: true }) === 2;
  let flushes = isFull;
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const savepoint = database.prepare('SAVEPOINT change');
  const release = database.prepare('RELEASE change');
  const rollbackToSavepoint = database.prepare('ROLLBACK TO change');

  let waiting: Waiting[] = [];
  let scheduled = false;
  let closed = false;
  let onDrained: (() => void) | undefined;

  function schedule(delayMs: number): void {
    scheduled = true;
    if (delayMs === 0) setImmediate(flush);
    else setTimeout(flush, delayMs);
  }

  /** Only between transactions; a flush later on takes along everything before it. */
  function setFlushing(wanted: boolean): void {
    if (!isFull || wanted === flushes) return;
    database.pragma(`synchronous = ${wanted ? 'full' : 'normal'}`);
    flushes = wanted;
  }

  function flush(): void {
    scheduled = false;
    const batch = waiting.slice(0, changesPerCommit);
    try {
      setFlushing(batch.some(({ durable }) => durable));
      begin.run();
    } catch (error) {
      const deadline = isBusy(error) ? performance.now() - lockWaitMs : Infinity;
      const lost = waiting.filter(({ since }) => since <= deadline);
      waiting = waiting.filter(({ since }) => since > deadline);
      return finish(() => rejectAll(lost, error), retryLockMs);
    }
    waiting = waiting.slice(batch.length);
    finish(runInTransaction(batch), 0);
  }

  /** Called with the lock held. @returns what tells the callers, once it is known whether all is stored. */
  function runInTransaction(batch: readonly Waiting[]): () => void {
    const tellings: (() => void)[] = [];
    // Alone it needs no savepoint to be told apart from others: its failure is that of the whole transaction.
    const run = batch.length === 1 ? runAlone : runInSavepoint;
    try {
      for (const item of batch) tellings.push(run(item));
      commit.run();
    } catch (error) {
      if (database.inTransaction) rollback.run();
      return () => rejectAll(batch, error);
    }
    return () => {
      for (const tell of tellings) tell();
    };
  }

  function runAlone({ change, resolve }: Waiting): () => void {
    const result = change() as never;
    return () => resolve(result);
  }

  /** @throws what ended the whole transaction: a full disk does. */
  function runInSavepoint({ change, resolve, reject }: Waiting): () => void {
    savepoint.run();
    try {
      const result = change() as never;
      release.run();
      return () => resolve(result);
    } catch (error) {
      if (!database.inTransaction) throw error;
      rollbackToSavepoint.run();
      release.run();
      return () => reject(mapSqliteError(error));
    }
  }

  function finish(tell: () => void, nextInMs: number): void {
    if (waiting.length > 0) schedule(nextInMs);
    tell();
    if (waiting.length === 0) onDrained?.();
  }

  return {
    write(change, { durable = true } = {}) {
      if (closed) return Promise.reject(new StoreUnavailableError('it is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject, since: performance.now(), durable });
        if (!scheduled) schedule(0);
      });
    },

    async close() {
      closed = true;
      if (waiting.length === 0) return;
      await new Promise<void>((resolve) => {
        onDrained = resolve;
      });
    },
  };
}

function rejectAll(batch: readonly Waiting[], error: unknown): void {
  const mapped = mapSqliteError(error);
  for (const { reject } of batch) reject(mapped);
}

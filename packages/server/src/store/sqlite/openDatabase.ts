import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@biatec-tokens/core';
import Database from 'better-sqlite3';

export interface OpenDatabaseOptions {
  /**
   * How long SQLite waits by itself for another connection. Short, since it blocks the whole process; the writer waits
   * on without blocking.
   * @default 20
   */
  readonly busyTimeoutMs?: number;
}

/** After a burst the log file is cut back to this size. */
const journalSizeLimit = 64 * 1024 * 1024;

/**
 * Opens a database file with the settings that every connection needs, and makes the file (mode 0600) where missing.
 *
 * @throws {AppError} CONFIGURATION_ERROR if the file cannot be kept in WAL mode or SQLite does not take a setting.
 */
export function openDatabase(
  file: string,
  { busyTimeoutMs = 20 }: OpenDatabaseOptions = {},
): Database.Database {
  mkdirSync(path.dirname(file), { recursive: true });
  // SQLite would make it readable for everyone; its companions (-wal, -shm) take over the mode of the file.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    applySettings(database, { file, busyTimeoutMs });
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function applySettings(
  database: Database.Database,
  { file, busyTimeoutMs }: { file: string; busyTimeoutMs: number },
): void {
  const settings = [
    ['journal_mode', 'wal', 'wal'],
    // Every new connection starts at NORMAL, at which a power cut loses acknowledged writes.
    ['synchronous', 'full', 2],
    ['foreign_keys', 'on', 1],
    ['busy_timeout', String(busyTimeoutMs), busyTimeoutMs],
    // Lets the append-only triggers see rows that INSERT OR REPLACE would remove.
    ['recursive_triggers', 'on', 1],
    ['trusted_schema', 'off', 0],
    // Only macOS knows the difference between flushing and really flushing.
    ['fullfsync', 'on', 1],
    ['checkpoint_fullfsync', 'on', 1],
    ['wal_autocheckpoint', '1000', 1000],
    ['journal_size_limit', String(journalSizeLimit), journalSizeLimit],
  ] as const;
  for (const [name, value, expected] of settings) {
    database.pragma(`${name} = ${value}`);
    const found = database.pragma(name, { simple: true });
    if (found !== expected)
      throw new AppError({
        code: 'CONFIGURATION_ERROR',
        message: `Cannot use the database "${file}": ${name} is "${String(found)}" and should be "${expected}"`,
        guidance: 'Put the database file on a local disk.',
      });
  }
}

import { readFileSync, readdirSync } from 'node:fs';
import { AppError } from '@biatec-tokens/core';
import type { Database } from 'better-sqlite3';
import { mapSqliteError } from './errors.ts';
import { openDatabase } from './openDatabase.ts';

/** "BtTk": marks a file as ours, so that no other program's database is ever migrated. */
const applicationId = 0x4274546b;

/** From the sources as from the build, the files are in the sources: both are in the package. */
const folder = new URL('../../../src/store/sqlite/migrations/', import.meta.url);

export interface Migration {
  /** Schema version the file leads to. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings a database file to the schema this program knows; makes the file where missing.
 *
 * @returns The names of the migrations that were applied now.
 * @throws {AppError} CONFIGURATION_ERROR if the file belongs to a newer program or to another one.
 */
export function migrateSqlite(file: string): string[] {
  try {
    // Several processes may start at once; all but the first wait until it has migrated.
    const database = openDatabase(file, { busyTimeoutMs: 30_000 });
    try {
      return migrate(database, file);
    } finally {
      database.close();
    }
  } catch (error) {
    throw mapSqliteError(error);
  }
}

/** @throws {AppError} CONFIGURATION_ERROR unless the schema is exactly the one this program knows. */
export function assertMigrated(database: Database, file: string): void {
  assertOurs(database, file);
  const version = readVersion(database);
  const known = newestOf(readMigrations());
  assertNotNewer(version, known, file);
  if (version < known)
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot use the database "${file}": its schema is version ${version} and should be ${known}`,
      guidance: 'Run "biatec-tokens migrate" first.',
    });
}

/** The committed migrations, in order. */
export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name, index, names) => {
      const version = Number.parseInt(name, 10);
      // Numbers grow but may leave gaps: whoever works on a feature takes one before it is done.
      if (!(version > Number.parseInt(names[index - 1] ?? '0', 10)))
        throw new Error(`Migration "${name}" is out of order`);
      return { version, name, sql: readFileSync(new URL(name, folder), 'utf8') };
    });
}

/** The version that a database has after all of them. */
export function newestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

function migrate(database: Database, file: string): string[] {
  const migrations = readMigrations();
  const apply = database.transaction(() => {
    // Read under the write lock, so that of several processes that start at once one migrates.
    assertOurs(database, file);
    const current = readVersion(database);
    assertNotNewer(current, newestOf(migrations), file);
    const pending = migrations.filter(({ version }) => version > current);
    for (const migration of pending) database.exec(migration.sql);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${newestOf(migrations)}`);
    return pending.map((migration) => migration.name);
  });
  return apply.immediate();
}

function readVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

function assertOurs(database: Database, file: string): void {
  const found = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (found !== applicationId && tables !== 0)
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot use the database "${file}": it belongs to another program`,
      guidance: 'Name another file in DATABASE_URL.',
    });
}

function assertNotNewer(version: number, known: number, file: string): void {
  if (version > known)
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot use the database "${file}": its schema is version ${version}, this program knows ${known}`,
      guidance: 'Run the newer program that wrote it, or restore a backup from before the upgrade.',
    });
}

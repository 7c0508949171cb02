import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createSqliteStore } from './createSqliteStore.ts';
import { migrateSqlite, newestOf, readMigrations } from './migrate.ts';
import { openDatabase } from './openDatabase.ts';

const ids = createIds({ clock: systemClock });
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'biatec-migrate-'));
  file = path.join(folder, 'deep', 'er', 'store.db');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('makes the file with its folders, readable for its owner only, and says what it applied', () => {
  const names = readMigrations().map(({ name }) => name);

  expect(migrateSqlite(file)).toEqual(names);
  expect(migrateSqlite(file)).toEqual([]);

  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that is not migrated is refused, with what to do', async () => {
  await expect(createSqliteStore({ file, ids })).rejects.toMatchObject({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use the database "${file}": its schema is version 0 and should be ${newestOf(readMigrations())}`,
    guidance: 'Run "biatec-tokens migrate" first.',
  });
});

test('a file of a newer program is refused by the store and by the migration, and left as it is', async () => {
  migrateSqlite(file);
  const database = openDatabase(file);
  database.pragma('user_version = 99');
  database.close();
  const refusal = {
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use the database "${file}": its schema is version 99, this program knows ${newestOf(readMigrations())}`,
  };

  expect(() => migrateSqlite(file)).toThrow(expect.objectContaining(refusal));
  await expect(createSqliteStore({ file, ids })).rejects.toMatchObject(refusal);
});

test("another program's database is never touched", async () => {
  const other = path.join(folder, 'other.db');
  new Database(other).exec('CREATE TABLE theirs (id INTEGER)').close();
  const refusal = {
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use the database "${other}": it belongs to another program`,
  };

  expect(() => migrateSqlite(other)).toThrow(expect.objectContaining(refusal));
  await expect(createSqliteStore({ file: other, ids })).rejects.toMatchObject(refusal);
});

test('a file that is no database is a clear refusal', () => {
  const text = path.join(folder, 'text.db');
  writeFileSync(text, 'This is not a database, whatever its name says. '.repeat(100));

  expect(() => migrateSqlite(text)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
});

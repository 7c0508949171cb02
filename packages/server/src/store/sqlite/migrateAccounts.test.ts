import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createSqliteStore } from './createSqliteStore.ts';
import { migrateSqlite, readMigrations } from './migrate.ts';

const before = 9;
/** Marks the file as ours. */
const applicationId = 0x4274546b;

test('accounts from before there were imports issue as they did', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'biatec-migrate-'));
  const file = path.join(folder, 'store.db');
  const database = new Database(file);
  for (const { version, sql } of readMigrations()) if (version <= before) database.exec(sql);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${before}`);
  database.exec(`
    INSERT INTO organizations (id, name, tier, created_at) VALUES ('org_1', 'Ada', 'Free', 0);
    INSERT INTO accounts VALUES ('acc_1', 'org_1', 'avm', 0, 'ADDRESS', x'01', 0);
    INSERT INTO accounts VALUES ('acc_2', 'org_1', 'evm', 0, '0xaddress', x'02', 0);
  `);
  database.close();

  expect(migrateSqlite(file)).toContain('0010_imported_accounts.sql');

  const store = await createSqliteStore({ file, ids: createIds({ clock: systemClock }) });
  expect(await store.listAccounts('org_1')).toMatchObject([
    { id: 'acc_1', origin: 'created', issuing: true },
    { id: 'acc_2', origin: 'created', issuing: true },
  ]);
  expect(await store.getIssuer('org_1', 'avm')).toMatchObject({ id: 'acc_1', address: 'ADDRESS' });
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { openDatabase } from './openDatabase.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS permits (
    key TEXT NOT NULL,
    slot INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (key, slot)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS permits_end ON permits (ends_at);
`;

/**
 * Opens the file of counters that belongs to a database file.
 *
 * There they neither wait for durable commits of other processes nor hold them up. Nothing in it is ever flushed: a
 * flush would hold every request for as long as the disk takes, to save a minute of counts. Without flushes only the end
 * of the machine's run may tear the file, so each run has one of its own, and none is opened after it.
 */
export function openPermitDatabase(databaseFile: string): Database {
  const run = readMachineRun();
  const file = `${databaseFile}-limits${run === undefined ? '' : `-${run}`}`;
  removeOthers(`${databaseFile}-limits`, file);
  const database = openDatabase(file);
  // Where runs cannot be told apart, flushed seldom: then at most the last commits are lost in a power cut.
  database.pragma(`synchronous = ${run === undefined ? 'normal' : 'off'}`);
  database.transaction(() => database.exec(schema)).immediate();
  return database;
}

/** What tells this run of the machine from the one before a power cut; undefined where the system does not say. */
function readMachineRun(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8);
  } catch {
    return undefined;
  }
}

/** Removes files of earlier runs: every process that had them open ended with its run. */
function removeOthers(prefix: string, file: string): void {
  const folder = path.dirname(prefix);
  const [others, own] = [path.basename(prefix), path.basename(file)];
  for (const name of readFolder(folder))
    if (name.startsWith(others) && !name.startsWith(own))
      rmSync(path.join(folder, name), { force: true });
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

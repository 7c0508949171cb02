import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './openDatabase.ts';
import { createWriter } from './writer.ts';

let folder: string;
let database: Database;
let observer: Database;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'biatec-writer-'));
  const file = path.join(folder, 'writer.db');
  database = openDatabase(file);
  database.exec('CREATE TABLE notes (text TEXT NOT NULL UNIQUE) STRICT');
  observer = openDatabase(file);
});

afterEach(() => {
  observer.close();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

test('changes asked for together share one commit, and resolve only when others can see them', async () => {
  const writer = createWriter(database);
  const commits = countCommits();

  const writes = Array.from({ length: 50 }, async (_, index) => {
    await writer.write(() => note(`note ${index}`));
    // At the moment of the answer, not a little later.
    expect(stored()).toContain(`note ${index}`);
  });
  await Promise.all(writes);

  expect(commits()).toBe(1);
  expect(stored()).toHaveLength(50);
});

test('one that throws takes back only itself and rejects only itself', async () => {
  const writer = createWriter(database);
  await writer.write(() => note('taken'));

  const outcomes = await Promise.allSettled([
    writer.write(() => note('first')),
    writer.write(() => {
      note('half');
      note('taken');
    }),
    writer.write(() => {
      note('other half');
      throw new Error('changed its mind');
    }),
    writer.write(() => note('last')),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
    'fulfilled',
  ]);
  expect(outcomes[2]).toMatchObject({ reason: { message: 'changed its mind' } });
  expect(stored()).toEqual(['taken', 'first', 'last']);
});

test('a commit that fails rejects all, stores nothing, and the next one works', async () => {
  const writer = createWriter(database);
  // A deferred foreign key is checked at the commit and not before.
  database.exec(`CREATE TABLE children (
    parent TEXT REFERENCES notes (text) DEFERRABLE INITIALLY DEFERRED
  )`);

  const outcomes = await Promise.allSettled([
    writer.write(() => note('innocent')),
    writer.write(() => database.exec(`INSERT INTO children VALUES ('nobody')`)),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(stored()).toEqual([]);
  await writer.write(() => note('after'));
  expect(stored()).toEqual(['after']);
});

test('a change that ends the whole transaction rejects all of it', async () => {
  const writer = createWriter(database);

  const outcomes = await Promise.allSettled([
    writer.write(() => note('before')),
    // As SQLite does by itself on some full disks and read errors.
    writer.write(() => {
      database.exec('ROLLBACK');
      throw new Error('the transaction is gone');
    }),
    writer.write(() => note('behind')),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stored()).toEqual([]);
  await writer.write(() => note('after'));
  expect(stored()).toEqual(['after']);
});

test('a full database is STORE_UNAVAILABLE, with what SQLite said as its cause', async () => {
  const writer = createWriter(database);
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.pragma(`max_page_count = ${pages}`);

  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, index) =>
      writer.write(() => note(`${index} ${'x'.repeat(2_000)}`)),
    ),
  );

  const acknowledged = outcomes.filter(({ status }) => status === 'fulfilled').length;
  expect(acknowledged).toBeLessThan(30);
  expect(stored()).toHaveLength(acknowledged);
  expect(outcomes.at(-1)).toMatchObject({
    reason: {
      code: 'STORE_UNAVAILABLE',
      message: 'Cannot reach the database: it is full',
      cause: { code: 'SQLITE_FULL' },
    },
  });
  database.pragma('max_page_count = 1073741823');
  await writer.write(() => note('room again'));
  expect(stored()).toContain('room again');
});

test('waits for another connection to let go of the lock, and answers reads meanwhile', async () => {
  const writer = createWriter(database);
  observer.exec('BEGIN IMMEDIATE');

  const writing = writer.write(() => note('patient'));
  let turns = 0;
  while (turns < 3) {
    await new Promise(setImmediate);
    expect(stored()).toEqual([]);
    turns += 1;
  }
  observer.exec('COMMIT');
  await writing;

  expect(stored()).toEqual(['patient']);
});

test('gives up on a lock that is not let go, and has stored nothing', async () => {
  const writer = createWriter(database, { lockWaitMs: 0 });
  observer.exec('BEGIN IMMEDIATE');

  await expect(writer.write(() => note('late'))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: 'Cannot reach the database: another process holds its lock',
    cause: { code: 'SQLITE_BUSY' },
  });
  observer.exec('COMMIT');

  expect(stored()).toEqual([]);
  await writer.write(() => note('in time'));
  expect(stored()).toEqual(['in time']);
});

test('more than one commit can hold is spread over several, in order', async () => {
  const writer = createWriter(database);
  const commits = countCommits();

  await Promise.all(
    Array.from({ length: 250 }, (_, index) => writer.write(() => note(`note ${index}`))),
  );

  expect(commits()).toBe(3);
  expect(stored()).toEqual(Array.from({ length: 250 }, (_, index) => `note ${index}`));
});

test('the disk is waited for wherever one change of a commit must outlive a power cut', async () => {
  const writer = createWriter(database);
  // What SQLite was told when it ran the change, since nothing tells a flush from outside.
  const waits = (text: string, durable: boolean) =>
    writer.write(
      () => {
        note(text);
        return database.pragma('synchronous', { simple: true });
      },
      { durable },
    );
  const [full, normal] = [2, 1];

  expect(await waits('careless', false)).toBe(normal);
  expect(await Promise.all([waits('careless too', false), waits('dear', true)])).toEqual([
    full,
    full,
  ]);
  expect(await waits('careless again', false)).toBe(normal);
  expect(await writer.write(() => database.pragma('synchronous', { simple: true }))).toBe(full);
  expect(stored()).toEqual(['careless', 'careless too', 'dear', 'careless again']);
});

test('close() commits what is waiting, then refuses', async () => {
  const writer = createWriter(database);
  const writing = [writer.write(() => note('one')), writer.write(() => note('two'))];

  await writer.close();

  expect(stored()).toEqual(['one', 'two']);
  await Promise.all(writing);
  await expect(writer.write(() => note('three'))).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
  });
  await writer.close();
});

function note(text: string): void {
  database.prepare('INSERT INTO notes VALUES (?)').run(text);
}

/** As another connection sees it: only what is committed. */
function stored(): string[] {
  return observer.prepare('SELECT text FROM notes ORDER BY rowid').pluck().all() as string[];
}

/** Counts the commits that reach the log file: each ends with a frame that says how large the database is then. */
function countCommits(): () => number {
  const before = commitFrames();
  return () => commitFrames() - before;
}

/** @see https://www.sqlite.org/fileformat2.html#walformat */
function commitFrames(): number {
  const log = readFileSync(`${database.name}-wal`);
  const pageSize = log.readUInt32BE(8);
  let count = 0;
  for (let frame = 32; frame + 24 <= log.length; frame += 24 + pageSize)
    if (log.readUInt32BE(frame + 4) > 0) count += 1;
  return count;
}

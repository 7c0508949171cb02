import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openPermitDatabase } from './openPermitDatabase.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'biatec-permits-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('counters of an earlier run of the machine, which may be torn, are removed and not opened', () => {
  const torn = ['store.db-limits-0badb007', 'store.db-limits-0badb007-wal'];
  for (const name of torn) writeFileSync(path.join(folder, name), 'torn by a power cut');

  const database = openPermitDatabase(path.join(folder, 'store.db'));

  expect(database.prepare('SELECT count(*) FROM permits').pluck().get()).toBe(0);
  expect(readdirSync(folder).filter((name) => torn.includes(name))).toEqual([]);
  database.close();
});

test('they are removed however the path is written', () => {
  const torn = path.join(folder, 'store.db-limits-0badb007');
  writeFileSync(torn, 'torn by a power cut');

  const database = openPermitDatabase(`${path.relative('.', folder)}/./store.db`);

  expect(existsSync(torn)).toBe(false);
  database.close();
});

test('nothing else in the folder is touched, and a second process opens the same counters', () => {
  for (const name of ['store.db', 'store.db-wal', 'other.db-limits-0badb007'])
    writeFileSync(path.join(folder, name), 'somebody else’s');
  const first = openPermitDatabase(path.join(folder, 'store.db'));
  first.prepare("INSERT INTO permits VALUES ('user:1', 1, 1, 1)").run();

  const second = openPermitDatabase(path.join(folder, 'store.db'));

  expect(second.prepare('SELECT count(*) FROM permits').pluck().get()).toBe(1);
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['store.db', 'store.db-wal', 'other.db-limits-0badb007']),
  );
  first.close();
  second.close();
});

test('counting never waits for the disk where runs of the machine can be told apart', () => {
  const database = openPermitDatabase(path.join(folder, 'store.db'));

  const off = 0;
  const normal = 1;
  expect(database.pragma('synchronous', { simple: true })).toBe(
    process.platform === 'linux' ? off : normal,
  );
  database.close();
});

import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Store } from '../../ports/store/index.ts';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import type { StoreFixture } from '../conformance/fixture.ts';
import { createSqliteStore, type SqliteStoreOptions } from './createSqliteStore.ts';
import { migrateSqlite } from './migrate.ts';

export interface SqliteFixture extends StoreFixture {
  readonly file: string;
}

/** For tests: a store in a folder of its own, removed at the end. */
export async function createSqliteFixture(
  options: Pick<SqliteStoreOptions, 'lockWaitMs'> = {},
): Promise<SqliteFixture> {
  const folder = mkdtempSync(path.join(tmpdir(), 'biatec-store-'));
  const ids = createIds({ clock: systemClock });
  const open: Store[] = [];
  let file = path.join(folder, 'store.db');
  migrateSqlite(file);

  async function connect(): Promise<Store> {
    const store = await createSqliteStore({ file, ids, ...options });
    open.push(store);
    return store;
  }

  return {
    file,
    store: await connect(),
    connect,

    async crash() {
      // What a kill leaves are the files as they are now: no last commit, no checkpoint, no closing.
      const left = path.join(folder, `crash-${open.length}.db`);
      for (const suffix of ['', '-wal'])
        if (existsSync(file + suffix)) copyFileSync(file + suffix, left + suffix);
      file = left;
      return connect();
    },

    async [Symbol.asyncDispose]() {
      await Promise.all(open.map((store) => store.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

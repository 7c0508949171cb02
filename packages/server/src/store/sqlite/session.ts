import type { Database } from 'better-sqlite3';
import { getTableColumns, sql, type Column, type SQL, type Table } from 'drizzle-orm';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Ids } from '../../ports/ids.ts';
import { mapSqliteError, StoreUnavailableError } from './errors.ts';
import type { Writer } from './writer.ts';

/** What the parts of the store share: one connection, on which every query is synchronous. */
export interface Session {
  readonly db: BetterSQLite3Database;
  readonly ids: Ids;
  readonly write: Writer['write'];
  /** Runs a query now. It sees everything that is committed, and nothing else. */
  readonly read: <Result>(query: () => Result) => Promise<Result>;
}

export function createSession(
  database: Database,
  { ids, writer }: { readonly ids: Ids; readonly writer: Writer },
): Session {
  return {
    db: drizzle({ client: database }),
    ids,
    write: writer.write,
    // Changes run start to end in one turn of the event loop, so a read never meets half a transaction.
    async read(query) {
      if (!database.open) throw new StoreUnavailableError('it is closed');
      try {
        return query();
      } catch (error) {
        throw mapSqliteError(error);
      }
    },
  };
}

/** Prepares an insert of one whole row. */
export function prepareInsert<Row extends SQLiteTable>(
  db: BetterSQLite3Database,
  table: Row,
): (row: Required<Row['$inferSelect']>) => void {
  const names = Object.keys(getTableColumns(table));
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const statement = db
    .insert(table)
    .values(placeholders as Row['$inferInsert'])
    .prepare();
  return (row) => {
    statement.run(row);
  };
}

/** Prepares the same, for a table whose first column numbers the rows. @returns the number given. */
export function prepareAppend<Row extends SQLiteTable, Key extends string>(
  db: BetterSQLite3Database,
  table: Row,
  key: Key,
): (row: Omit<Required<Row['$inferSelect']>, Key>) => number {
  const names = Object.keys(getTableColumns(table)).filter((name) => name !== key);
  const placeholders = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const statement = db
    .insert(table)
    .values(placeholders as Row['$inferInsert'])
    .prepare();
  return (row) => Number(statement.run(row).lastInsertRowid);
}

/** A value given when a prepared update runs, written as the column writes it. */
export function given<Value extends Column>(column: Value, name: string): SQL {
  return sql`${sql.param(sql.placeholder(name), column)}`;
}

/** The same for every column named. */
export function givenAll<Name extends string>(
  table: Table,
  names: readonly Name[],
): Record<Name, SQL> {
  const columns = getTableColumns(table);
  const entries = names.map((name) => {
    const column = columns[name];
    if (column === undefined) throw new Error(`No column "${name}"`);
    return [name, given(column, name)] as const;
  });
  return Object.fromEntries(entries) as Record<Name, SQL>;
}

/** The row without what is only the store's business. */
export function without<Row extends object, Name extends keyof Row>(
  row: Row,
  ...names: readonly Name[]
): Omit<Row, Name> {
  const rest: Partial<Row> = { ...row };
  for (const name of names) delete rest[name];
  return rest as Omit<Row, Name>;
}

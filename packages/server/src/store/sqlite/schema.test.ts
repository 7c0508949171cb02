import { getTableName, is, type SQL } from 'drizzle-orm';
import {
  getTableConfig,
  SQLiteSyncDialect,
  SQLiteTable,
  type SQLiteColumn,
} from 'drizzle-orm/sqlite-core';
import type { Database } from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSqliteFixture, type SqliteFixture } from './fixture.ts';
import { openDatabase } from './openDatabase.ts';
import * as schema from './schema.ts';

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

let fixture: SqliteFixture;
let database: Database;

beforeAll(async () => {
  fixture = await createSqliteFixture();
  database = openDatabase(fixture.file);
});

afterAll(async () => {
  database.close();
  await fixture[Symbol.asyncDispose]();
});

test('the migrations make the tables that queries know, and no others', () => {
  const found = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[];

  expect(found.toSorted()).toEqual(tables.map(getTableName).toSorted());
});

test.each(tables.map((table) => [getTableName(table), table] as const))(
  'the migrations make "%s" exactly as queries know it',
  (name, table) => {
    expect(foundIn(name)).toEqual(describedBy(table));
  },
);

test.each(tables.map(getTableName))('"%s" is strict: no value of another type gets in', (name) => {
  const [listed] = database.pragma(`table_list(${name})`) as { strict: number }[];

  expect(listed?.strict).toBe(1);
});

interface Described {
  readonly columns: object[];
  readonly primaryKey: string[];
  readonly indexes: object[];
  readonly foreignKeys: object[];
}

function describedBy(table: SQLiteTable): Described {
  const config = getTableConfig(table);
  const names = (columns: readonly { name: string }[]) => columns.map((column) => column.name);
  const [key] = config.primaryKeys;
  return {
    columns: config.columns.map((column: SQLiteColumn) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notNull: column.notNull,
    })),
    primaryKey: names(key?.columns ?? config.columns.filter((column) => column.primary)),
    indexes: sortByJson(
      config.indexes.map(({ config: index }) => ({
        name: index.name,
        unique: index.unique,
        columns: names(index.columns as SQLiteColumn[]),
        where: index.where === undefined ? null : writeCondition(index.where),
      })),
    ),
    foreignKeys: sortByJson(
      config.foreignKeys.map((foreignKey) => {
        const reference = foreignKey.reference();
        return {
          columns: names(reference.columns),
          table: getTableName(reference.foreignTable),
          foreignColumns: names(reference.foreignColumns),
          onDelete: (foreignKey.onDelete ?? 'no action').toUpperCase(),
        };
      }),
    ),
  };
}

function foundIn(table: string): Described {
  const columns = database.pragma(`table_info(${table})`) as {
    name: string;
    type: string;
    notnull: number;
    pk: number;
  }[];
  return {
    columns: columns.map(({ name, type, notnull }) => ({ name, type, notNull: notnull === 1 })),
    primaryKey: columns
      .filter(({ pk }) => pk > 0)
      .toSorted((a, b) => a.pk - b.pk)
      .map(({ name }) => name),
    indexes: sortByJson(indexesOf(table)),
    foreignKeys: sortByJson(foreignKeysOf(table)),
  };
}

function indexesOf(table: string): object[] {
  const indexes = database.pragma(`index_list(${table})`) as {
    name: string;
    unique: number;
    origin: string;
  }[];
  return indexes
    .filter(({ origin }) => origin === 'c')
    .map(({ name, unique }) => {
      const columns = database.pragma(`index_info(${name})`) as { name: string }[];
      const text = database
        .prepare('SELECT sql FROM sqlite_schema WHERE name = ?')
        .pluck()
        .get(name) as string;
      const [, where] = text.split(/\bWHERE\b/);
      return {
        name,
        unique: unique === 1,
        columns: columns.map((column) => column.name),
        where: where === undefined ? null : normalise(where),
      };
    });
}

function foreignKeysOf(table: string): object[] {
  const rows = database.pragma(`foreign_key_list(${table})`) as {
    id: number;
    table: string;
    from: string;
    to: string;
    on_delete: string;
  }[];
  const byId = Map.groupBy(rows, ({ id }) => id);
  return [...byId.values()].map((parts) => ({
    columns: parts.map(({ from }) => from),
    table: parts[0]?.table,
    foreignColumns: parts.map(({ to }) => to),
    onDelete: parts[0]?.on_delete,
  }));
}

function writeCondition(condition: SQL): string {
  return normalise(new SQLiteSyncDialect().sqlToQuery(condition).sql);
}

/** Conditions are compared as text, whatever their case, quotes and the table's name in front of columns. */
function normalise(condition: string): string {
  return condition
    .toLowerCase()
    .replaceAll(/"\w+"\."(\w+)"|"(\w+)"/g, '$1$2')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function sortByJson<Value>(values: Value[]): Value[] {
  return values.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

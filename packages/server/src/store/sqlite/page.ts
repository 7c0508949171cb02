/** Pages of a list: rows after a cursor, and the cursor of the page after them. */
import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { readCursor, readPlace, writeCursor } from './cursor.ts';

export interface Page<Row> {
  readonly items: Row[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/** Makes a page out of rows, of which one more than the limit was asked for to know whether there are any. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  { list, placeOf }: { list: string; placeOf: (row: Row) => readonly (string | number)[] },
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { items, nextCursor: hasMore ? writeCursor(list, placeOf(last)) : null };
}

/** Where a row stands in a list that is in the order of its time, ties by id. */
export function placeOfTimeAndId(row: {
  readonly createdAt: Date;
  readonly id: string;
}): readonly [number, string] {
  return [row.createdAt.getTime(), row.id];
}

/** Rows that follow a cursor in a list that begins with the newest. @throws {InvalidCursorError} */
export function isOlderThan(
  cursor: string | undefined,
  list: string,
  { createdAt, id }: { readonly createdAt: SQLiteColumn; readonly id: SQLiteColumn },
): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [time, lastId = ''] = readCursor(list, cursor, 2);
  // Compared as a pair, which SQLite finds through the index; an OR of two comparisons it would scan for.
  return sql`(${createdAt}, ${id}) < (${readPlace(time)}, ${lastId})`;
}

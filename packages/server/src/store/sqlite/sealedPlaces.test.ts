import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import * as schema from './schema.ts';
import { sealedColumns } from './sealedPlaces.ts';

/** Columns of bytes that hold no secret. */
const open = [
  'signed_variants.bytes', // what is sent to a network
  'content_pieces.bytes', // files that everybody may read
];

test('every column of bytes is walked over when keys change, or is known to hold no secret', () => {
  const columns = Object.values(schema)
    .filter((value) => is(value, SQLiteTable))
    .flatMap((table) =>
      Object.values(getTableColumns(table))
        .filter((column) => column.getSQLType() === 'blob')
        .map((column) => `${getTableName(table)}.${column.name}`),
    );
  const walked = new Set(
    Object.values(sealedColumns).map(
      ({ column }) => `${getTableName(column.table)}.${column.name}`,
    ),
  );

  expect(columns.filter((column) => !walked.has(column)).toSorted()).toEqual(open.toSorted());
});

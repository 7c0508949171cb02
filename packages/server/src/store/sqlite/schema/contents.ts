import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { bytes, time } from '../columns.ts';
import { organizations } from './owners.ts';

/** Content of IPFS: files that were uploaded or written for a token, under the CID that their bytes have. */

/** Uploads that go on. */
export const contentUploads = sqliteTable(
  'content_uploads',
  { id: text('id').primaryKey(), startedAt: time('started_at').notNull() },
  (t) => [index('content_uploads_started').on(t.startedAt)],
);

export const contentPieces = sqliteTable(
  'content_pieces',
  {
    uploadId: text('upload_id').notNull(),
    position: integer('position').notNull(),
    bytes: bytes('bytes').notNull(),
  },
  (t) => [primaryKey({ columns: [t.uploadId, t.position] })],
);

/** Never changed or removed, nor are the pieces of one. */
export const contents = sqliteTable(
  'contents',
  {
    cid: text('cid').primaryKey(),
    sha256: text('sha256').notNull(),
    size: integer('size').notNull(),
    mimeType: text('mime_type').notNull(),
    /** Whose pieces are its bytes. */
    uploadId: text('upload_id').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [uniqueIndex('contents_upload').on(t.uploadId)],
);

export const media = sqliteTable(
  'media',
  {
    id: text('id').primaryKey(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    cid: text('cid')
      .notNull()
      .references(() => contents.cid),
    createdBy: text('created_by').notNull(),
    createdAt: time('created_at').notNull(),
  },
  (t) => [uniqueIndex('media_once').on(t.organizationId, t.cid)],
);

export const pins = sqliteTable(
  'pins',
  {
    cid: text('cid')
      .notNull()
      .references(() => contents.cid),
    pinner: text('pinner').notNull(),
    askedAt: time('asked_at').notNull(),
    heldAt: time('held_at'),
  },
  (t) => [primaryKey({ columns: [t.cid, t.pinner] })],
);

import { and, eq, lt, sql, type SQL } from 'drizzle-orm';
import type { Content, ContentStore, Media, WholeContent } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { contentPieces, contentUploads, contents, media, pins } from './schema.ts';
import { prepareInsert, without, type Session } from './session.ts';

/** Keeps content that came as a whole, in the caller's transaction; what is known already stays as it is. */
export type KeepWhole = (whole: WholeContent) => void;

/** A commit writes whole pieces, and meanwhile nothing else runs. */
const pieceBytes = 262_144;

export function createKeepWhole(session: Session): KeepWhole {
  const insertPiece = prepareInsert(session.db, contentPieces);
  const keep = createKeepContent(session);
  return ({ content, bytes }) => {
    if (keep.find(content.cid) !== undefined) return;
    // Its own CID names the pieces: an upload never has such an id.
    const uploadId = content.cid;
    for (let position = 0; position * pieceBytes < bytes.length; position += 1) {
      const start = position * pieceBytes;
      insertPiece({ uploadId, position, bytes: bytes.subarray(start, start + pieceBytes) });
    }
    keep.insert({ ...content, uploadId });
  };
}

export function createContentStore(session: Session, appendAudit: AppendAudit): ContentStore {
  const { db, read, write } = session;
  const insertPiece = prepareInsert(db, contentPieces);
  const insertMedia = prepareInsert(db, media);
  const keep = createKeepContent(session);

  const selectPiece = db
    .select({ bytes: contentPieces.bytes })
    .from(contentPieces)
    .innerJoin(contents, eq(contents.uploadId, contentPieces.uploadId))
    .where(
      and(
        eq(contents.cid, sql.placeholder('cid')),
        eq(contentPieces.position, sql.placeholder('position')),
      ),
    )
    .prepare();
  const selectMedia = (which: SQL | undefined) =>
    db
      .select({ media, content: contents })
      .from(media)
      .innerJoin(contents, eq(contents.cid, media.cid))
      .where(which)
      .get();
  const bytesOf = db
    .select({ total: sql<number>`coalesce(sum(${contents.size}), 0)` })
    .from(media)
    .innerJoin(contents, eq(contents.cid, media.cid))
    .where(eq(media.organizationId, sql.placeholder('organizationId')))
    .prepare();

  function drop(uploadId: string): void {
    if (keep.isKept(uploadId)) return;
    db.delete(contentPieces).where(eq(contentPieces.uploadId, uploadId)).run();
    db.delete(contentUploads).where(eq(contentUploads.id, uploadId)).run();
  }

  /** @returns the content as it is kept now. */
  function keepUpload(uploadId: string, content: Content): Content {
    const known = keep.find(content.cid);
    if (known !== undefined) {
      drop(uploadId);
      return known;
    }
    const staged = db
      .select({ size: sql<number>`coalesce(sum(length(${contentPieces.bytes})), 0)` })
      .from(contentPieces)
      .where(eq(contentPieces.uploadId, uploadId))
      .get();
    if (staged?.size !== content.size)
      throw new Error(
        `Cannot keep upload "${uploadId}": ${staged?.size ?? 0} bytes of it are here, should be ${content.size}`,
      );
    db.delete(contentUploads).where(eq(contentUploads.id, uploadId)).run();
    keep.insert({ ...content, uploadId });
    return content;
  }

  return {
    stagePiece: ({ uploadId, position, bytes, now }) =>
      write(() => {
        if (position === 0)
          db.insert(contentUploads).values({ id: uploadId, startedAt: now }).run();
        insertPiece({ uploadId, position, bytes });
      }),

    dropUpload: (uploadId) => write(() => drop(uploadId)),

    dropUploadsBefore: (moment) =>
      write(() => {
        const stale = db
          .select({ id: contentUploads.id })
          .from(contentUploads)
          .where(lt(contentUploads.startedAt, moment))
          .all();
        for (const { id } of stale) drop(id);
        return stale.length;
      }),

    keepUpload: (uploadId, content) => write(() => keepUpload(uploadId, content)),

    keepMedia: (uploadId, asked, { bytesMax, audit }) =>
      write(() => {
        const { organizationId, content, id, createdBy, createdAt } = asked;
        const known = selectMedia(
          and(eq(media.organizationId, organizationId), eq(media.cid, content.cid)),
        );
        if (known !== undefined) {
          drop(uploadId);
          return { ok: true, media: toMedia(known) };
        }
        const bytesPresent = bytesOf.get({ organizationId })?.total ?? 0;
        if (bytesPresent + content.size > bytesMax) {
          drop(uploadId);
          return { ok: false, reason: 'LIMIT', bytesPresent };
        }
        const kept = keepUpload(uploadId, content);
        insertMedia({ id, organizationId, cid: kept.cid, createdBy, createdAt });
        appendAudit(audit);
        return { ok: true, media: { ...asked, content: kept } };
      }),

    findContent: (cid) => read(() => keep.find(cid)),

    readPiece: (cid, position) => read(() => selectPiece.get({ cid, position })?.bytes),

    findMedia: (organizationId, id) =>
      read(() => {
        const found = selectMedia(and(eq(media.organizationId, organizationId), eq(media.id, id)));
        return found === undefined ? undefined : toMedia(found);
      }),

    recordPinAsked: ({ cid, pinner }, now) =>
      write(() => {
        db.insert(pins)
          .values({ cid, pinner, askedAt: now, heldAt: null })
          .onConflictDoNothing()
          .run();
      }),

    recordPinHeld: ({ cid, pinner }, now) =>
      write(() => {
        db.insert(pins)
          .values({ cid, pinner, askedAt: now, heldAt: now })
          .onConflictDoUpdate({ target: [pins.cid, pins.pinner], set: { heldAt: now } })
          .run();
      }),

    listPins: (cid) =>
      read(() => db.select().from(pins).where(eq(pins.cid, cid)).orderBy(pins.pinner).all()),
  };
}

function createKeepContent({ db }: Session) {
  const insert = prepareInsert(db, contents);
  const byCid = db
    .select()
    .from(contents)
    .where(eq(contents.cid, sql.placeholder('cid')))
    .prepare();
  const byUpload = db
    .select({ cid: contents.cid })
    .from(contents)
    .where(eq(contents.uploadId, sql.placeholder('uploadId')))
    .prepare();
  return {
    insert,
    find(cid: string): Content | undefined {
      const row = byCid.get({ cid });
      return row === undefined ? undefined : without(row, 'uploadId');
    },
    isKept: (uploadId: string) => byUpload.get({ uploadId }) !== undefined,
  };
}

function toMedia(row: {
  media: typeof media.$inferSelect;
  content: typeof contents.$inferSelect;
}): Media {
  return { ...without(row.media, 'cid'), content: without(row.content, 'uploadId') };
}

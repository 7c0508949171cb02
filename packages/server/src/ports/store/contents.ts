import type { AuditEntry } from './audit.ts';

/** Bytes under the CID that they have: the same for everybody, and kept for ever. */
export interface Content {
  /** CIDv1, base32. */
  readonly cid: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mimeType: string;
  readonly createdAt: Date;
}

/** A file that an organization uploaded. */
export interface Media {
  readonly id: string;
  readonly organizationId: string;
  readonly content: Content;
  /** User id. */
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** That a pinner was asked to hold a content, and whether it does. */
export interface Pin {
  readonly cid: string;
  readonly pinner: string;
  readonly askedAt: Date;
  /** When it was seen to hold it; null: asked, nothing is known. */
  readonly heldAt: Date | null;
}

/** Content small enough to come as a whole. */
export interface WholeContent {
  readonly content: Content;
  readonly bytes: Uint8Array;
}

export interface ContentStore {
  /** Keeps the next piece of an upload whose CID is not known yet. Positions count from 0. */
  stagePiece(piece: {
    readonly uploadId: string;
    readonly position: number;
    readonly bytes: Uint8Array;
    readonly now: Date;
  }): Promise<void>;
  /** Forgets an upload with its pieces; one that was kept stays. */
  dropUpload(uploadId: string): Promise<void>;
  /** Forgets uploads that began before a moment and were never kept. @returns how many. */
  dropUploadsBefore(moment: Date): Promise<number>;
  /**
   * Makes the pieces of an upload the bytes of a content. Where the content is known already, it stays as it is.
   *
   * @returns The content as it is kept.
   * @throws {Error} If the upload was dropped meanwhile, or its pieces are not `size` bytes.
   */
  keepUpload(uploadId: string, content: Content): Promise<Content>;
  /**
   * The same, and makes the content a file of an organization, with its audit entry. The file of an organization that has
   * it already stays as it is, and nothing is audited.
   *
   * @param bytesMax - What all files of the organization may come to.
   */
  keepMedia(
    uploadId: string,
    media: Media,
    options: { readonly bytesMax: number; readonly audit: AuditEntry },
  ): Promise<
    | { readonly ok: true; readonly media: Media }
    | { readonly ok: false; readonly reason: 'LIMIT'; readonly bytesPresent: number }
  >;
  findContent(cid: string): Promise<Content | undefined>;
  /** The piece of a content at a position; undefined past the last. */
  readPiece(cid: string, position: number): Promise<Uint8Array | undefined>;
  /** Finds only within the organization. */
  findMedia(organizationId: string, id: string): Promise<Media | undefined>;

  /** Records that a pinner is about to be asked. What was seen before stays. */
  recordPinAsked(pin: Pick<Pin, 'cid' | 'pinner'>, now: Date): Promise<void>;
  /** Records that a pinner was seen to hold a content. */
  recordPinHeld(pin: Pick<Pin, 'cid' | 'pinner'>, now: Date): Promise<void>;
  listPins(cid: string): Promise<Pin[]>;
}

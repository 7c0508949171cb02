import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { AddressContent, ContentAddress } from '../../ports/ipfs.ts';
import type { ContentStore } from '../../ports/store/index.ts';

/** Bytes of a row: small enough that writing one holds nobody up. */
const pieceBytes = 262_144;

/** An upload without a word for this long was given up. */
const staleAfterMs = 3_600_000;

export interface StageContentDeps {
  readonly store: Pick<ContentStore, 'stagePiece' | 'dropUpload' | 'dropUploadsBefore'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly addressContent: AddressContent;
}

/** An upload whose bytes are all stored, under an address that they now have. */
export interface StagedContent {
  readonly uploadId: string;
  readonly address: ContentAddress;
}

/**
 * Stores bytes as they come and computes their address on the way, in the memory of one piece.
 *
 * A sender is read no faster than the disk writes. When the bytes end with an error nothing of them stays; what a
 * killed process left is forgotten by a later upload.
 */
export async function stageContent(
  { store, clock, ids, addressContent }: StageContentDeps,
  bytes: AsyncIterable<Uint8Array>,
): Promise<StagedContent> {
  const uploadId = ids.next('upload');
  await store.dropUploadsBefore(new Date(clock.now().getTime() - staleAfterMs));
  async function* storing(): AsyncGenerator<Uint8Array> {
    let position = 0;
    for await (const piece of inPieces(bytes)) {
      await store.stagePiece({ uploadId, position, bytes: piece, now: clock.now() });
      position += 1;
      yield piece;
    }
  }
  try {
    return { uploadId, address: await addressContent(storing()) };
  } catch (error) {
    await store.dropUpload(uploadId);
    throw error;
  }
}

/** Gathers whatever arrives into pieces of one size; the last may be smaller. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let piece = new Uint8Array(pieceBytes);
  let filled = 0;
  for await (const arrived of bytes) {
    for (let from = 0; from < arrived.length;) {
      const taken = arrived.subarray(from, from + pieceBytes - filled);
      piece.set(taken, filled);
      filled += taken.length;
      from += taken.length;
      if (filled < pieceBytes) continue;
      yield piece;
      // The one before may still be on its way into the database.
      piece = new Uint8Array(pieceBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

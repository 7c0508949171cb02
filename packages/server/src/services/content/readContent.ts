import type { Content, ContentStore } from '../../ports/store/index.ts';
import type { Pinnable } from '../../ports/ipfs.ts';

/** The bytes of a stored content, piece by piece. @throws {Error} If pieces are missing: then the database is damaged. */
export async function* readContent(
  store: Pick<ContentStore, 'readPiece'>,
  { cid, size }: Pick<Content, 'cid' | 'size'>,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for (let position = 0; read < size; position += 1) {
    const piece = await store.readPiece(cid, position);
    if (piece === undefined)
      throw new Error(`Cannot read content "${cid}": it ends after ${read} of ${size} bytes`);
    read += piece.length;
    yield piece;
  }
}

/** A stored content as pinners take it. */
export function toPinnable(store: Pick<ContentStore, 'readPiece'>, content: Content): Pinnable {
  return { ...content, read: () => readContent(store, content) };
}

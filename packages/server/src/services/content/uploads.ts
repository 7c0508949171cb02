import { AppError } from '@biatec-tokens/core';
import { headBytes } from './checkMediaType.ts';

/** A file on its way in, whose bytes can be read once. */
export interface IncomingFile {
  /** MIME type that the sender declared, without parameters. */
  readonly declaredType: string;
  /** Ends with an error when the upload turns out to be none. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The first bytes of a stream, and all of it including them. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/** Reads as much of a stream as tells what it is. */
export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const rest = bytes[Symbol.asyncIterator]();
  const arrived: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const { done, value } = await rest.next();
    if (done === true) break;
    arrived.push(value);
    length += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* arrived;
      for (;;) {
        const { done, value } = await rest.next();
        if (done === true) return;
        yield value;
      }
    } finally {
      await rest.return?.();
    }
  }
  return { head: Buffer.concat(arrived), bytes: all() };
}

/** The same bytes, but never more than may be uploaded. @throws {AppError} PAYLOAD_TOO_LARGE */
export async function* limited(
  bytes: AsyncIterable<Uint8Array>,
  bytesMax: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > bytesMax)
      throw new AppError({
        code: 'PAYLOAD_TOO_LARGE',
        message: `Cannot take the file: it is larger than ${bytesMax} bytes`,
        details: { bytesMax },
      });
    yield piece;
  }
}

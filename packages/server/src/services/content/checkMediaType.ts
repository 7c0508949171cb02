import { AppError } from '@biatec-tokens/core';
import { fileTypeFromBuffer } from 'file-type';
import { mediaTypes, storedMediaTypes } from './mediaTypes.ts';

/** Enough of a file to tell what it is. */
export const headBytes = 65_536;

/** What a sender says that knows nothing better. */
const unspecific = 'application/octet-stream';

/**
 * Tells what a file is by its first bytes, and holds the sender to what it declared.
 *
 * @param head - The file's first {@link headBytes} bytes, or all of it.
 * @returns The type in its canonical spelling.
 * @throws {AppError} MEDIA_TYPE_REFUSED
 */
export async function checkMediaType(head: Uint8Array, declared: string): Promise<string> {
  const sniffed = (await fileTypeFromBuffer(head))?.mime;
  const found = mediaTypes.find((type) => type.sniffed === sniffed);
  if (found === undefined)
    throw refusal(
      `its bytes ${sniffed === undefined ? 'are of no type that can be recognised' : `are of the type "${sniffed}"`}, should be of a type that is taken`,
      sniffed,
    );
  const names = [found.sniffed, ...(found.aliases ?? []), unspecific];
  if (!names.includes(declared))
    throw refusal(
      `its bytes are of the type "${found.sniffed}", should be of the type that was declared`,
      sniffed,
    );
  return found.mimeType ?? found.sniffed;
}

function refusal(reason: string, sniffed: string | undefined): AppError {
  return new AppError({
    code: 'MEDIA_TYPE_REFUSED',
    message: `Cannot take the file: ${reason}`,
    details: { found: sniffed ?? null, taken: storedMediaTypes },
  });
}

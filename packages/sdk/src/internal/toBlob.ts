import type { FileSource } from '../types/media.ts';

/** The bytes of a file at rest: only those can be sent twice. */
export async function toBlob(file: FileSource, type: string | undefined): Promise<Blob> {
  if (file instanceof Blob) {
    // Slicing copies nothing, and takes another type.
    return type === undefined || type === file.type ? file : file.slice(0, file.size, type);
  }
  const parts = await partsOf(file);
  return new Blob(parts, type === undefined ? {} : { type });
}

async function partsOf(file: Exclude<FileSource, Blob>): Promise<BlobPart[]> {
  if (file instanceof ArrayBuffer || file instanceof Uint8Array) return [file as BlobPart];
  // Not every browser can iterate over a stream.
  if (file instanceof ReadableStream) return [await new Response(file).blob()];
  const parts: BlobPart[] = [];
  for await (const part of file) parts.push(part as BlobPart);
  return parts;
}

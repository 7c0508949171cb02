/** Where the bytes of a file can come from. */
export type FileSource =
  | Blob
  | Uint8Array
  | ArrayBuffer
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** What is told about an uploaded file. */
export interface UploadOptions {
  /** MIME type; the server compares it with the bytes. @default that of the blob, else told by the bytes */
  type?: string | undefined;
  /** Name of the file; not stored. @default that of the file, else `"file"` */
  name?: string | undefined;
}

/** An uploaded file, as tokens refer to it. */
export interface Media {
  success: true;
  /** `med_…`: `mediaId` of an ARC-3 token. */
  mediaId: string;
  mimeType: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** `sha256-…`, as W3C subresource integrity. */
  integrity: string;
  /** CIDv1 of the file on IPFS. */
  cid: string;
  /** `ipfs://…`; the server gives the bytes at `/ipfs/{cid}`. */
  url: string;
  /** UTC, ISO 8601. */
  createdAt: string;
}

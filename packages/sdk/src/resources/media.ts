import { toBlob } from '../internal/toBlob.ts';
import type { Transport } from '../internal/transport.ts';
import type { FileSource, Media, UploadOptions } from '../types/media.ts';
import type { RequestOptions } from '../types/options.ts';

/** Files that ARC-3 tokens name. */
export interface MediaResource {
  /**
   * Uploads an image, audio, video or glTF file, up to 20 MB.
   *
   * The same file again gives the same media. A stream is read to its end first, so that a failed try can be repeated.
   *
   * @param file - The bytes, as a file of a form, in memory, or as a stream.
   * @throws {ApiError} `MEDIA_TYPE_REFUSED` if the bytes are not what `type` says, `PAYLOAD_TOO_LARGE`.
   * @throws {SubscriptionLimitError} If the organization has no room for more files.
   * @example
   * const { mediaId } = await client.media.upload(await openAsBlob('cover.png', { type: 'image/png' }));
   * await client.tokens.issue('arc3-nft', { network, name, unitName, metadata: {}, mediaId });
   */
  upload(file: FileSource, options?: UploadOptions & RequestOptions): Promise<Media>;
  /**
   * Reads what an uploaded file is.
   *
   * @throws {NotFoundError} If your organization has none with this id.
   */
  get(mediaId: string, options?: Omit<RequestOptions, 'idempotencyKey'>): Promise<Media>;
}

export function createMedia(transport: Transport): MediaResource {
  const path = 'api/v1/media';
  return {
    async upload(file, options = {}) {
      const blob = await toBlob(file, options.type);
      const form = new FormData();
      form.set('file', blob, options.name ?? ('name' in blob ? String(blob.name) : 'file'));
      return transport.send(
        { name: 'upload a file', kind: 'keyed', method: 'POST', path, form },
        options,
      );
    },
    get: (mediaId, options) =>
      transport.send(
        {
          name: 'read media',
          kind: 'session',
          method: 'GET',
          path: `${path}/${encodeURIComponent(mediaId)}`,
        },
        options,
      ),
  };
}

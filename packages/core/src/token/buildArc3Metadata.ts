/**
 * Writes the metadata file of an ARC-3 token and its hash.
 *
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0003.md
 */
import { sha256, sha512_256 } from '@noble/hashes/sha2.js';
import type { Problem } from '../error/validationError.ts';
import { decodeBase64, encodeBase64 } from '../internal/base64.ts';
import { concatBytes, utf8Bytes } from '../internal/bytes.ts';
import type { Arc3Parameters } from './arc3.ts';
import type { Arc3Localization, Arc3Metadata } from './arc3Metadata.ts';

/** An uploaded file, as the metadata refers to it. */
export interface Arc3Media {
  /** Where it can be fetched, such as `ipfs://bafk…`. */
  readonly uri: string;
  /** MIME type, such as `image/png`. */
  readonly mimetype: string;
  /** SHA-256 of the file, 32 bytes. */
  readonly sha256: Uint8Array;
}

/** A metadata file: what is pinned, and what the asset proves it with. */
export interface Arc3MetadataFile {
  /** The exact bytes of the JSON file, UTF-8. */
  readonly bytes: Uint8Array;
  /** The `am` of the asset, 32 bytes. */
  readonly metadataHash: Uint8Array;
}

/**
 * Says what keeps an uploaded file from being named in the metadata.
 *
 * @param metadata - What the request tells about the token.
 * @param mimetype - Type of the uploaded file: an image becomes `image`, anything else `animation_url`.
 * @returns The problem at `mediaId` when that field is taken, else undefined.
 * @example
 * findMediaProblem({ image: 'https://example.com/a.png' }, 'image/png')?.code // "TOKEN_INVALID_MEDIA"
 */
export function findMediaProblem(metadata: Arc3Metadata, mimetype: string): Problem | undefined {
  const field = isImage(mimetype) ? 'image' : 'animationUrl';
  if (metadata[field] === undefined) return undefined;
  return {
    path: 'mediaId',
    code: 'TOKEN_INVALID_MEDIA',
    message: `is a file of type "${mimetype}" like metadata.${field}, should come without it`,
  };
}

/**
 * Writes the metadata file of a token. The same parameters and media always give the same bytes.
 *
 * @param parameters - Parameters of an ARC-3 deployment.
 * @param media - The file that `mediaId` names, free of {@link findMediaProblem}; none without a `mediaId`.
 * @returns The bytes of the file and the metadata hash of the asset.
 * @example
 * const { bytes, metadataHash } = buildArc3Metadata(parameters);
 */
export function buildArc3Metadata(
  { name, decimals, metadata }: Pick<Arc3Parameters, 'name' | 'decimals' | 'metadata'>,
  media?: Arc3Media,
): Arc3MetadataFile {
  // Absent fields are undefined here, and JSON leaves them out.
  const file = {
    name: name.replace(/(?<=.)@arc3$/, ''),
    decimals,
    description: metadata.description,
    image: metadata.image,
    image_mimetype: metadata.imageMimetype,
    ...(media !== undefined && isImage(media.mimetype) ? mediaFields('image', media) : {}),
    external_url: metadata.externalUrl,
    animation_url: metadata.animationUrl,
    ...(media !== undefined && !isImage(media.mimetype) ? mediaFields('animation_url', media) : {}),
    properties: metadata.properties,
    extra_metadata: metadata.extraMetadata,
    localization: metadata.localization && localizationFields(metadata.localization),
  };
  const bytes = utf8Bytes(JSON.stringify(file));
  return { bytes, metadataHash: hashArc3Metadata(bytes, metadata.extraMetadata) };
}

/**
 * Hashes a metadata file as the asset's `am` field does (ASA Parameters Conventions, Asset Metadata Hash).
 *
 * @param bytes - The exact bytes of the JSON file.
 * @param extraMetadata - The file's `extra_metadata`, base64. The empty text counts: only undefined means none.
 * @returns 32 bytes: SHA-256 of the file, or the SHA-512/256 form when there is extra metadata.
 * @throws {TypeError} If `extraMetadata` is no canonical base64.
 * @example
 * hashArc3Metadata(utf8Bytes('{}'))
 */
export function hashArc3Metadata(bytes: Uint8Array, extraMetadata?: string): Uint8Array {
  if (extraMetadata === undefined) return sha256(bytes);
  const extra = decodeBase64(extraMetadata);
  if (extra === undefined) throw new TypeError('Cannot hash metadata: extra metadata is no base64');
  const file = sha512_256(concatBytes(utf8Bytes('arc0003/amj'), bytes));
  return sha512_256(concatBytes(utf8Bytes('arc0003/am'), file, extra));
}

function mediaFields(field: string, media: Arc3Media): Record<string, string> {
  return {
    [field]: media.uri,
    [`${field}_integrity`]: `sha256-${encodeBase64(media.sha256)}`,
    [`${field}_mimetype`]: media.mimetype,
  };
}

// The order of keys is part of the bytes, so it does not follow the request's.
function localizationFields(localization: Arc3Localization): Arc3Localization {
  const { uri, default: fallback, locales, integrity } = localization;
  return { uri, default: fallback, locales, ...(integrity === undefined ? {} : { integrity }) };
}

function isImage(mimetype: string): boolean {
  return mimetype.startsWith('image/');
}

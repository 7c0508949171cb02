/**
 * An ARC-3 token once its metadata file is written: what the asset carries on chain.
 *
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0003.md (ASA Parameters Conventions)
 */
import { encodeBase64 } from '../internal/base64.ts';
import type { Arc3Parameters } from './arc3.ts';

/** The parameters of an ARC-3 token as stored with its deployment: those asked for, and what follows from the file. */
export interface Arc3AssetParameters extends Arc3Parameters {
  /** `ipfs://…#arc3`, up to 96 bytes. */
  readonly url: string;
  /** The `am` of the asset: 32 bytes, base64. */
  readonly metadataHash: string;
  /** CIDv1 of the metadata file. */
  readonly metadataCid: string;
  /** CIDv1 of the uploaded file that it names; null without a `mediaId`. */
  readonly mediaCid: string | null;
}

/** The files of an ARC-3 token by their addresses. */
export interface Arc3Files {
  /** CIDv1 of the metadata file. */
  readonly metadataCid: string;
  /** Hash of the metadata file as {@link hashArc3Metadata} makes it. */
  readonly metadataHash: Uint8Array;
  /** CIDv1 of the uploaded file, if any. */
  readonly mediaCid: string | null;
}

/**
 * Adds to the parameters of an ARC-3 token what the chain gets to see of its files.
 *
 * The URL ends with `#arc3`, so that the name of the asset stays free.
 *
 * @param parameters - As the request gave them.
 * @param files - Where the files are, and the hash that proves them.
 * @returns The parameters to store and to issue with.
 * @example
 * arc3AssetParametersOf(parameters, { metadataCid: cid, metadataHash, mediaCid: null }).url // "ipfs://bafkrei…#arc3"
 */
export function arc3AssetParametersOf(
  parameters: Arc3Parameters,
  { metadataCid, metadataHash, mediaCid }: Arc3Files,
): Arc3AssetParameters {
  return {
    ...parameters,
    url: `ipfs://${metadataCid}#arc3`,
    metadataHash: encodeBase64(metadataHash),
    metadataCid,
    mediaCid,
  };
}

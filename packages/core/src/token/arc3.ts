/**
 * What the three ARC-3 standards have in common: an ASA whose URL leads to a metadata file that its hash proves.
 *
 * The file is written and pinned by the server, so a request has metadata where a plain ASA has `url` and `metadataHash`.
 * The URL always ends with `#arc3`, which leaves the name of the asset free (ASA Parameters Conventions).
 *
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0003.md
 */
import { z } from 'zod';
import {
  asaFields,
  asaParametersBaseOf,
  asaParametersBaseShape,
  frozenHoldersCanBeFreed,
  type AsaOptions,
  type AsaParametersBase,
} from './asa.ts';
import {
  integrityNamesLocales,
  metadataField,
  mimetypeHasImage,
  propertiesAreExact,
  type Arc3Metadata,
} from './arc3Metadata.ts';
import { checked } from './fields.ts';
import type { IssuerAddresses, Rule } from './standard.ts';

/** What every request for an ARC-3 token has. */
export interface Arc3Options extends AsaOptions {
  /** What the token tells about itself; may be empty. */
  readonly metadata: Arc3Metadata;
  /** Id of an uploaded file: becomes `image` if it is one, else `animation_url`. @default none */
  readonly mediaId?: string;
}

/** The parameters of an ARC-3 token, as stored with its deployment; URL and hash follow from the pinned file. */
export interface Arc3Parameters extends AsaParametersBase {
  readonly metadata: Arc3Metadata;
  readonly mediaId: string | null;
}

export const arc3Fields = {
  ...asaFields,
  metadata: metadataField,
  mediaId: checked(z.string(), 'TOKEN_INVALID_MEDIA', (text) =>
    /^[A-Za-z0-9_-]{1,80}$/.test(text)
      ? undefined
      : 'is no media id, should be the id from the answer of an upload',
  )
    .meta({ description: 'Id of an uploaded file', pattern: '^[A-Za-z0-9_-]{1,80}$' })
    .exactOptional(),
};

/** An uploaded file needs a field of the metadata to be named in. */
const mediaHasPlace: Rule<Arc3Options> = {
  needs: ['mediaId', 'metadata.image', 'metadata.animationUrl'],
  check: ({ mediaId, metadata: { image, animationUrl } }) =>
    mediaId !== undefined && image !== undefined && animationUrl !== undefined
      ? [
          {
            path: 'mediaId',
            code: 'TOKEN_INVALID_MEDIA',
            message:
              'has no place beside metadata.image and metadata.animationUrl, should take that of one of them',
          },
        ]
      : [],
};

export const arc3Rules = [
  frozenHoldersCanBeFreed,
  mimetypeHasImage,
  propertiesAreExact,
  integrityNamesLocales,
  mediaHasPlace,
] as const;

export const arc3ParametersSchema = z.object({
  ...asaParametersBaseShape,
  metadata: metadataField,
  mediaId: z.string().nullable(),
});

export function arc3ParametersOf(
  request: Arc3Options & { readonly name: string },
  asked: { totalSupply: string; decimals: number; issuer: IssuerAddresses },
): Arc3Parameters {
  return {
    ...asaParametersBaseOf(request, asked),
    metadata: request.metadata,
    mediaId: request.mediaId ?? null,
  };
}

import {
  arc3AssetParametersOf,
  buildArc3Metadata,
  findMediaProblem,
  standards,
  ValidationError,
  type Arc3Parameters,
} from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { Media, WholeContent } from '../../ports/store/contents.ts';
import type { CheckedDraft } from './draft.ts';

export type CompleteDraftDeps = Pick<Deps, 'addressContent' | 'clock' | 'store'>;

/** A draft with everything that follows from it, and the files to record with it. */
export interface CompleteDraft {
  readonly draft: CheckedDraft;
  readonly contents: readonly WholeContent[];
}

/**
 * Writes the metadata file of an ARC-3 draft and adds its address and hash to the parameters. Stores nothing.
 *
 * The file follows from the parameters and the media alone, so that a draft check and the issuance get the same one.
 *
 * @throws {ValidationError} If `mediaId` names no file of the organization, or one that has no place in the metadata
 */
export async function completeDraft(
  deps: CompleteDraftDeps,
  draft: CheckedDraft,
  organizationId: string,
): Promise<CompleteDraft> {
  if (standards[draft.tokenType].protocol !== 'ARC3') return { draft, contents: [] };
  // Checked by the standard's own rules.
  const asked = draft.parameters as unknown as Arc3Parameters;
  const media =
    asked.mediaId === null ? undefined : await getOwnMedia(deps, organizationId, asked.mediaId);
  if (media !== undefined) {
    const problem = findMediaProblem(asked.metadata, media.content.mimeType);
    if (problem !== undefined) throw new ValidationError([problem]);
  }

  const { bytes, metadataHash } = buildArc3Metadata(
    asked,
    media && {
      uri: `ipfs://${media.content.cid}`,
      mimetype: media.content.mimeType,
      sha256: Buffer.from(media.content.sha256, 'hex'),
    },
  );
  const address = await deps.addressContent(only(bytes));
  const parameters = arc3AssetParametersOf(asked, {
    metadataCid: address.cid,
    metadataHash,
    mediaCid: media?.content.cid ?? null,
  });
  const content = { ...address, mimeType: 'application/json', createdAt: deps.clock.now() };
  return { draft: { ...draft, parameters: { ...parameters } }, contents: [{ content, bytes }] };
}

async function getOwnMedia(
  { store }: Pick<Deps, 'store'>,
  organizationId: string,
  mediaId: string,
): Promise<Media> {
  const found = await store.findMedia(organizationId, mediaId);
  if (found !== undefined) return found;
  throw new ValidationError([
    {
      path: 'mediaId',
      code: 'TOKEN_INVALID_MEDIA',
      message:
        'names no uploaded file of your organization, should be the id from the answer of an upload',
    },
  ]);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

import { AppError, mediaAnswer, type Media as MediaAnswer } from '@biatec-tokens/core';
import { z } from 'zod';
import { checkMediaType } from '../../services/content/checkMediaType.ts';
import { stageContent, type StagedContent } from '../../services/content/stageContent.ts';
import { limited, peek, type IncomingFile } from '../../services/content/uploads.ts';
import { actorOf } from '../../services/auth/actorOf.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';
import { readIdempotencyClaim, runIdempotently } from '../../trpc/idempotency.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { describeMedia } from './describeMedia.ts';

/** A stream cannot be JSON, so that only the REST route can bring one. */
const uploadRequest = z.strictObject({
  file: z.custom<IncomingFile>(
    isIncomingFile,
    'should come as multipart/form-data to POST /api/v1/media',
  ),
});

/**
 * Takes a file in: its type is told by its bytes, and they are stored and hashed as they come.
 *
 * The same file again is the same media, whoever of the organization sends it. Nothing is pinned here: that is done
 * when a token names it.
 */
export const upload = authedProcedure
  .meta({
    summary: 'Upload a file that a token can name',
    permission: 'media.upload',
    idempotent: 'itself',
  })
  .input(uploadRequest)
  .output(mediaAnswer)
  .mutation(async ({ ctx, input }): Promise<MediaAnswer> => {
    const { deps } = ctx;
    const { head, bytes } = await peek(limited(input.file.bytes, deps.mediaLimits.bytesMax));
    let staged: StagedContent;
    let mimeType: string;
    try {
      if (head.length === 0)
        throw new AppError({
          code: 'MEDIA_UPLOAD_INVALID',
          message: 'Cannot take the file: it is empty',
        });
      mimeType = await checkMediaType(head, input.file.declaredType);
      staged = await stageContent(deps, bytes);
    } finally {
      // Lets go of what was not read.
      await bytes.return(undefined);
    }

    const { sha256 } = staged.address;
    const keep = () => keepMedia(ctx, staged, mimeType);
    try {
      const claim = readIdempotencyClaim(ctx, 'media.upload', { sha256, mimeType });
      if (claim === null) return await keep();
      return mediaAnswer.parse(await runIdempotently(ctx, claim, keep));
    } finally {
      // One that was kept stays.
      await deps.store.dropUpload(staged.uploadId);
    }
  });

async function keepMedia(
  ctx: RequestContext & { readonly principal: RequestPrincipal },
  { uploadId, address }: StagedContent,
  mimeType: string,
): Promise<MediaAnswer> {
  const { deps, principal } = ctx;
  const createdAt = deps.clock.now();
  const id = deps.ids.next('media');
  const organizationId = principal.organization.id;
  const createdBy = actorOf(principal);
  const { organizationBytesMax: bytesMax } = deps.mediaLimits;
  const kept = await deps.store.keepMedia(
    uploadId,
    { id, organizationId, content: { ...address, mimeType, createdAt }, createdBy, createdAt },
    {
      bytesMax,
      audit: {
        id: deps.ids.next('audit'),
        at: createdAt,
        actor: createdBy,
        organizationId,
        correlationId: ctx.correlationId,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
        action: 'media.upload',
        target: id,
        outcome: 'success',
        errorCode: null,
        details: { cid: address.cid, size: address.size, mimeType },
      },
    },
  );
  if (kept.ok) return describeMedia(kept.media);
  throw new AppError({
    code: 'SUBSCRIPTION_LIMIT_EXCEEDED',
    message: `Cannot take the file: the files of your organization come to ${kept.bytesPresent} bytes, and may come to ${bytesMax}`,
    guidance: 'Use a file that is uploaded already, or ask the operator for more room.',
    details: { bytesPresent: kept.bytesPresent, bytesMax },
  });
}

function isIncomingFile(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return false;
  const { bytes } = value;
  return typeof bytes === 'object' && bytes !== null && Symbol.asyncIterator in bytes;
}

import { AppError, mediaAnswer, mediaIdRequest } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { describeMedia } from './describeMedia.ts';

/** An uploaded file of the organization; its bytes are at /ipfs/{cid}. */
export const get = authedProcedure
  .meta({ summary: 'Read what an uploaded file is', permission: 'media.read' })
  .input(mediaIdRequest)
  .output(mediaAnswer)
  .query(async ({ ctx, input }) => {
    const { mediaId } = input;
    const found = await ctx.deps.store.findMedia(ctx.principal.organization.id, mediaId);
    if (found !== undefined) return describeMedia(found);
    throw new AppError({
      code: 'MEDIA_NOT_FOUND',
      message: `Cannot find media "${mediaId}": your organization has none with this id`,
    });
  });

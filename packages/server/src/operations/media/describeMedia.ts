import type { Media as MediaAnswer } from '@biatec-tokens/core';
import type { Media } from '../../ports/store/contents.ts';

/** Writes an uploaded file as callers see it. */
export function describeMedia({ id, content, createdAt }: Media): MediaAnswer {
  const { cid, sha256, size, mimeType } = content;
  return {
    success: true,
    mediaId: id,
    mimeType,
    size,
    sha256,
    integrity: `sha256-${Buffer.from(sha256, 'hex').toString('base64')}`,
    cid,
    url: `ipfs://${cid}`,
    createdAt: createdAt.toISOString(),
  };
}

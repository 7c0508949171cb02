import { AppError } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { readContent } from '../services/content/readContent.ts';
import { answer } from './answer.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';

export const contentPath = '/ipfs/{cid}';

/**
 * Content whose bytes its address proves: it never changes, and anybody may have it, from any page (ARC-3 asks for that).
 *
 * It comes from strangers, so a browser that opens it here runs nothing: the policy puts it into a sandbox without an
 * origin, and the type is the one that was told by its bytes.
 */
const contentHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Cache-Control': 'public, max-age=31536000, immutable',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** The gateway of the embedded store: exact bytes by any spelling of a CID. */
export function mountContents(app: Hono<HttpEnv>, deps: AppDeps): void {
  app.get('/ipfs/:cid', async (c) => {
    const cid = deps.parseCid(c.req.param('cid'));
    const content = cid === undefined ? undefined : await deps.store.findContent(cid);
    if (content === undefined)
      throw new AppError({
        code: 'CONTENT_NOT_FOUND',
        message: 'Cannot find content: this server keeps none with this CID',
      });

    const etag = `"${content.cid}"`;
    const headers = { ...contentHeaders, ETag: etag };
    if (matches(c.req.header('if-none-match'), etag))
      return answer(c, null, { status: 304, ...headers });
    const body = c.req.method === 'HEAD' ? null : toStream(readContent(deps.store, content));
    return answer(c, body, {
      ...headers,
      'Content-Type': content.mimeType,
      'Content-Length': String(content.size),
    });
  });
}

function matches(asked: string | undefined, etag: string): boolean {
  const tags = asked?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes('*') || tags.includes(etag);
}

function toStream(bytes: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await bytes.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await bytes.return(undefined);
    },
  });
}

import { z } from 'zod';
import { idOf, timestamp } from './primitives.ts';

export const mediaId = idOf('med');

/** The one part of an upload; its Content-Type says what the file is. */
export const mediaField = 'file';

export const mediaIdRequest = z.strictObject({ mediaId });

/** An uploaded file, as tokens refer to it. */
export const mediaAnswer = z.object({
  success: z.literal(true),
  mediaId,
  mimeType: z.string().describe('What the bytes are, in the canonical spelling'),
  size: z.number().int().describe('Bytes'),
  sha256: z.string().describe('SHA-256 of the file, hex'),
  integrity: z.string().describe('The same as W3C subresource integrity: sha256-…'),
  cid: z.string().describe('CIDv1 of the file on IPFS'),
  url: z.string().describe('ipfs://…'),
  createdAt: timestamp,
});

export type Media = z.infer<typeof mediaAnswer>;

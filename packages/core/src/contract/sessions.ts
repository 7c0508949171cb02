import { z } from 'zod';
import { idOf, pageOf, pageRequest, timestamp } from './primitives.ts';

export const sessionId = idOf('ses');

/** A sign-in that still works. */
export const activeSession = z.object({
  id: sessionId,
  createdAt: timestamp,
  lastUsedAt: timestamp.describe('To within five minutes'),
  expiresAt: timestamp.describe('When it ends unless it is refreshed'),
  ip: z.string().nullable().describe('Where it was opened from'),
  userAgent: z.string().nullable(),
  current: z.boolean().describe('Whether it is the one of this request'),
});

export const listSessionsRequest = pageRequest;
export const listSessionsAnswer = pageOf(activeSession);

export const sessionIdRequest = z.strictObject({ sessionId });
export const revokeSessionAnswer = z.object({ success: z.literal(true) });

export const revokeSessionsRequest = z.strictObject({
  scope: z
    .enum(['others', 'all'])
    .default('others')
    .describe('others: all but the one of this request'),
});

export const revokeSessionsAnswer = z.object({
  success: z.literal(true),
  revoked: z.number().int().describe('How many sessions ended'),
});

export type ActiveSession = z.infer<typeof activeSession>;
export type RevokeSessionsRequest = z.input<typeof revokeSessionsRequest>;
export type RevokedSessions = z.infer<typeof revokeSessionsAnswer>;

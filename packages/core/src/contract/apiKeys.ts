import { z } from 'zod';
import { apiKeyScopes } from '../permission/permissions.ts';
import { idOf, pageOf, pageRequest, timestamp } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

export const apiKeyId = idOf('key');

export const createApiKeyRequest = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What uses it'),
  scopes: z
    .array(z.enum(apiKeyScopes))
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice')
    .describe('What it may be used for, see docs/roles.md'),
  expiresAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('After this it is void; it should lie ahead. Default: never'),
  ...stepUpFields,
});

export const apiKeyIdRequest = z.strictObject({ apiKeyId });
export const listApiKeysRequest = pageRequest;

/** An API key as it is shown after its creation: by how its text begins. */
export const apiKey = z.object({
  id: apiKeyId,
  name: z.string(),
  scopes: z.array(z.enum(apiKeyScopes)),
  hint: z.string().describe('How the key begins, to tell it from others'),
  createdBy: z.uuid().describe('The member who made it; it never reaches further than their role'),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable().describe('To the minute'),
});

/** Answer of the creation: the only one that shows the key. */
export const createdApiKeyAnswer = apiKey.extend({
  success: z.literal(true),
  key: z.string().describe('btk_live_…, for the header Authorization: Bearer; shown this once'),
});

export const listApiKeysAnswer = pageOf(apiKey);
export const revokedApiKeyAnswer = apiKey.extend({ success: z.literal(true) });

export type CreateApiKeyRequest = z.input<typeof createApiKeyRequest>;
export type ApiKeyView = z.infer<typeof apiKey>;
export type CreatedApiKey = z.infer<typeof createdApiKeyAnswer>;

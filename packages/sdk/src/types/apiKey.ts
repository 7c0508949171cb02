import type { StepUpProof } from './security.ts';

/** What an API key may be used for; it never reaches further than the role of who made it. */
export type ApiKeyScope = 'read' | 'deploy' | 'webhooks' | 'audit';

/** What `apiKeys.create` asks for. */
export interface CreateApiKeyRequest extends StepUpProof {
  /** What uses the key, up to 100 characters. */
  name: string;
  /** At least one. */
  scopes: ApiKeyScope[];
  /** ISO 8601; it should lie ahead. @default never */
  expiresAt?: string | undefined;
}

/** An API key as it is shown after its creation. */
export interface ApiKey {
  /** `key_…` */
  id: string;
  name: string;
  scopes: ApiKeyScope[];
  /** How the key begins, to tell it from others. */
  hint: string;
  /** Id of the member who made it. */
  createdBy: string;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  /** To the minute. */
  lastUsedAt: string | null;
}

/** A key of the organization. */
export interface ApiKeyAnswer extends ApiKey {
  success: true;
}

/** A new key; nothing shows it again. */
export interface CreatedApiKey extends ApiKeyAnswer {
  /** `btk_live_…`, for `createClient({ apiKey })`. A secret. */
  key: string;
}

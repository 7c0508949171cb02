import { listAll } from '../internal/listAll.ts';
import type { Transport } from '../internal/transport.ts';
import type { ApiKey, ApiKeyAnswer, CreateApiKeyRequest, CreatedApiKey } from '../types/apiKey.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page, PageRequest } from '../types/page.ts';

const path = 'api/v1/api-keys';

/** Keys with which programs sign in; people make them. */
export interface ApiKeysResource {
  /**
   * Creates a key. The answer is the only one that shows it.
   *
   * @throws {PermissionError} For who is neither owner nor admin, and for programs; `STEP_UP_REQUIRED` without proof of who asks, or `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`.
   */
  create(request: CreateApiKeyRequest, options?: RequestOptions): Promise<CreatedApiKey>;
  /** Gets one page of keys, newest first, with those that are revoked or expired. */
  list(request?: PageRequest, options?: RequestOptions): Promise<Page<ApiKey>>;
  /** Yields every key, asking for each page when it is needed. */
  listAll(request?: PageRequest, options?: RequestOptions): AsyncGenerator<ApiKey, void>;
  /** Revokes a key: within a second it is void. @throws {NotFoundError} If there is none of this id. */
  revoke(apiKeyId: string, options?: RequestOptions): Promise<ApiKeyAnswer>;
}

export function createApiKeys(transport: Transport): ApiKeysResource {
  const list = (query?: PageRequest, options?: RequestOptions) =>
    transport.send<Page<ApiKey>>(
      { name: 'list API keys', kind: 'session', method: 'GET', path, query },
      options,
    );

  return {
    create: (body, options) =>
      transport.send(
        {
          name: 'create an API key',
          kind: 'session',
          method: 'POST',
          path,
          body,
          // A second try could make a second key.
          repeat: 'unless-sent',
        },
        options,
      ),
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    revoke: (apiKeyId, options) =>
      transport.send(
        {
          name: 'revoke an API key',
          kind: 'keyed',
          method: 'DELETE',
          path: `${path}/${encodeURIComponent(apiKeyId)}`,
        },
        options,
      ),
  };
}

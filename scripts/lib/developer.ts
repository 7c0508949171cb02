import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createClient, isApiError } from '@biatec-tokens/sdk';

/** A user to try things with, whose events go to the webhook receiver of `pnpm dev`. */
export interface Developer {
  readonly email: string;
  readonly password: string;
  readonly endpointId: string;
  /** Of the webhook endpoint. */
  readonly secret: string;
}

/** Signs the developer of an earlier run in, or registers one and keeps it in a file that only its owner may read. */
export async function findOrMakeDeveloper(options: {
  baseUrl: string;
  receiverUrl: string;
  file: string;
}): Promise<Developer> {
  const client = createClient({ baseUrl: options.baseUrl });
  const url = options.receiverUrl;
  const kept = existsSync(options.file)
    ? (JSON.parse(readFileSync(options.file, 'utf8')) as Developer)
    : undefined;
  if (kept !== undefined) {
    try {
      const { email, password } = kept;
      await client.auth.login({ email, password });
      await client.webhooks.update(kept.endpointId, { url, status: 'enabled' });
      return kept;
    } catch (error) {
      // The database was emptied meanwhile, or the endpoint deleted: a new user it is.
      if (!isApiError(error, 'INVALID_CREDENTIALS', 'NOT_FOUND')) throw error;
    }
  }

  const email = `developer-${randomBytes(3).toString('hex')}@example.com`;
  const password = `Aa1!${randomBytes(9).toString('base64url')}`;
  await client.auth.register({ email, password, confirmPassword: password });
  const { id: endpointId, secret } = await client.webhooks.create({ url });
  const made = { email, password, endpointId, secret };
  writeFileSync(options.file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

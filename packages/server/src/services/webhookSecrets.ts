import { encodeWebhookSecret } from '@biatec-tokens/core';
import type { Endpoint } from '../ports/store/webhooks.ts';
import type { SealedSubject, Vault } from '../ports/vault.ts';

/** How long a replaced secret goes on signing beside the new one. */
export const secretOverlapMs = 24 * 60 * 60 * 1_000;

/** Secrets that sign at once; with more rotations than this within the overlap, the oldest stop early. */
const livingSecretsMax = 5;

export type EndpointSecret = Endpoint['secrets'][number];
type Owner = Pick<Endpoint, 'id' | 'organizationId'>;

/** Makes the secret of an endpoint: as text to show once, and sealed to store. */
export async function createWebhookSecret(
  vault: Pick<Vault, 'seal'>,
  owner: Owner,
  bytes: Uint8Array,
): Promise<{ text: string; secret: EndpointSecret }> {
  const text = encodeWebhookSecret(bytes);
  const plaintext = Buffer.from(text);
  try {
    const sealed = await vault.seal(webhookSecretSubject(owner), plaintext);
    return { text, secret: { sealed, retiresAt: null } };
  } finally {
    plaintext.fill(0);
    bytes.fill(0);
  }
}

/** Puts a new secret first; the one before signs on until it retires. */
export function rotateSecrets(
  secrets: readonly EndpointSecret[],
  fresh: EndpointSecret,
  now: Date,
): EndpointSecret[] {
  const retiresAt = new Date(now.getTime() + secretOverlapMs);
  const older = livingSecrets(secrets, now).map((secret) => ({
    ...secret,
    retiresAt: secret.retiresAt ?? retiresAt,
  }));
  return [fresh, ...older].slice(0, livingSecretsMax);
}

/** The secrets that sign now, opened, the newest first. */
export async function openWebhookSecrets(
  vault: Pick<Vault, 'open'>,
  endpoint: Endpoint,
  now: Date,
): Promise<string[]> {
  return Promise.all(
    livingSecrets(endpoint.secrets, now).map(async ({ sealed }) => {
      const bytes = await vault.open(webhookSecretSubject(endpoint), sealed);
      const text = Buffer.from(bytes).toString('utf8');
      bytes.fill(0);
      return text;
    }),
  );
}

function livingSecrets(secrets: readonly EndpointSecret[], now: Date): EndpointSecret[] {
  return secrets.filter(({ retiresAt }) => retiresAt === null || retiresAt > now);
}

/** Whose secret an endpoint's is. */
export function webhookSecretSubject({ id, organizationId }: Owner): SealedSubject {
  return { purpose: 'webhook-secret', organizationId, subjectId: id, family: '-' };
}

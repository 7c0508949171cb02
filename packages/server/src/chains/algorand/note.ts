import { createHmac } from 'node:crypto';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { Signer } from '../../ports/signer.ts';

const prefix = 'bt1:';
const keys = new WeakMap<Signer, Map<string, Promise<Uint8Array>>>();

/**
 * The note of an issuance: `bt1:` and a keyed hash of the deployment id, base64url.
 *
 * The key is the issuer's signature of a fixed text, so whoever holds the account can find its tokens again with
 * nothing but the deployment ids, and nobody else can tell which deployment a token belongs to.
 */
export async function noteOf(signer: Signer, issue: Issue): Promise<Uint8Array> {
  const key = await keyOf(signer, issue);
  const hash = createHmac('sha256', key).update(issue.deploymentId).digest('base64url');
  return new TextEncoder().encode(`${prefix}${hash}`);
}

function keyOf(signer: Signer, { issuer }: Issue): Promise<Uint8Array> {
  let known = keys.get(signer);
  if (known === undefined) keys.set(signer, (known = new Map()));
  let key = known.get(issuer.id);
  if (key === undefined) {
    key = signer.noteKeyOf(issuer);
    key.catch(() => known.delete(issuer.id));
    if (known.size > 1_000) known.clear();
    known.set(issuer.id, key);
  }
  return key;
}

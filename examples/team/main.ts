/** Invites an issuer and a viewer by mail, and checks what each may do. Exits non-zero if anything is not as it should be. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createClient, isApiError } from '@biatec-tokens/sdk';
import { readMailedToken } from '../readMailedToken.ts';

const baseUrl = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const run = randomBytes(6).toString('hex');
const password = `Aa1!${randomBytes(12).toString('base64url')}`;
const gold = {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000000',
  decimals: 6,
} as const;

const owner = await register('owner');
// The mail of an invitation names who invites, so the address has to be confirmed.
await owner.client.auth.verifyEmail({
  token: await readMailedToken(baseUrl, { to: owner.email, page: 'verify-email' }),
});

const issuer = await join('issuer');
const viewer = await join('viewer');

const { deploymentId } = await issuer.client.tokens.issue('asa-ft', gold);
const { assetId } = await issuer.client.deployments.wait(deploymentId);
console.log(`The issuer issued asset ${assetId}`);

assert.equal((await viewer.client.deployments.get(deploymentId)).assetId, assetId);
const refusal = await refusalOf(viewer.client.tokens.issue('asa-ft', gold));
assert.equal(refusal.code, 'FORBIDDEN');
console.log(`The viewer was told: ${refusal.message}`);

const { userId } = await viewer.client.auth.profile();
await owner.client.members.remove(userId, { proof: { password } });
assert.equal((await refusalOf(viewer.client.deployments.list())).code, 'INVALID_REFRESH_TOKEN');
const { items } = await owner.client.members.list();
assert.deepEqual(
  items.map(({ role }) => role),
  ['owner', 'issuer'],
);
console.log('Checked');

async function register(name: string, invitationToken?: string) {
  const client = createClient({ baseUrl });
  const email = emailOf(name);
  await client.auth.register({ email, password, confirmPassword: password, invitationToken });
  return { client, email };
}

/** Invites somebody, who registers with the token of the mail and so is a member at once. */
async function join(role: 'issuer' | 'viewer') {
  const email = emailOf(role);
  await owner.client.invitations.create({ email, role, password });
  return register(role, await readMailedToken(baseUrl, { to: email, page: 'accept-invitation' }));
}

function emailOf(name: string): string {
  return `${name}-${run}@example.com`;
}

async function refusalOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isApiError(error));
  return error;
}

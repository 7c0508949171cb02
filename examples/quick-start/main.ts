/** Issues a token in ten lines, then checks what was issued. Exits non-zero if anything is not as it should be. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createClient, isApiError } from '@biatec-tokens/sdk';

const baseUrl = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const email = `quick-start-${randomBytes(6).toString('hex')}@example.com`;
const password = `Aa1!${randomBytes(12).toString('base64url')}`;

// #region quick-start
const client = createClient({ baseUrl });
await client.auth.register({ email, password, confirmPassword: password });
const { deploymentId } = await client.tokens.issue('asa-ft', {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000000',
  decimals: 6,
});
const { assetId } = await client.deployments.wait(deploymentId);
console.log(`Asset ${assetId}`);
// #endregion

const deployment = await client.deployments.get(deploymentId);
assert.match(assetId ?? '', /^[1-9]\d*$/);
assert.equal(deployment.parameters['totalSupplyBaseUnits'], '1000000000000');
assert.deepEqual(
  deployment.history.map(({ status }) => status),
  ['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed'],
);
assert.ok(deployment.readBack?.every(({ equal }) => equal));

// A request is refused with everything wrong about it, before anything is stored.
const refusal = await client.tokens
  .issue('asa-ft', {
    network: 'algorand-localnet',
    name: '',
    unitName: 'TOO-LONG-A-NAME',
    totalSupply: '1',
    decimals: 20,
  })
  .catch((error: unknown) => error);
assert.ok(isApiError(refusal));
assert.deepEqual(refusal.problems.map(({ path }) => path).toSorted(), [
  'decimals',
  'name',
  'unitName',
]);
console.log('Checked');

/** Issues a token of each of the eleven standards, and checks each. Exits non-zero if anything is not as it should be. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createClient, type TokenRequests, type TokenType } from '@biatec-tokens/sdk';

const baseUrl = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const client = createClient({ baseUrl });
const password = `Aa1!${randomBytes(12).toString('base64url')}`;
const email = `issue-all-${randomBytes(6).toString('hex')}@example.com`;
await client.auth.register({ email, password, confirmPassword: password });

// One pixel, as a PNG.
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const { mediaId } = await client.media.upload(Buffer.from(pixel, 'base64'), {
  name: 'pixel.png',
  type: 'image/png',
});

const algorand = { network: 'algorand-localnet' } as const;
const evm = { network: 'evm-localnet' } as const;
const asa = { ...algorand, unitName: 'ALL' };
const contract = { symbol: 'ALL', decimals: 6 };
const metadata = { description: 'One of eleven', properties: { series: 'all' } };

// #region requests
const requests: TokenRequests = {
  'asa-ft': { ...asa, name: 'Fungible', totalSupply: '1000000', decimals: 2 },
  'asa-nft': { ...asa, name: 'Single' },
  'asa-fnft': { ...asa, name: 'Fractional', decimals: 3 },
  'arc3-ft': { ...asa, name: 'Described', totalSupply: '1000000', decimals: 2, metadata },
  'arc3-nft': { ...asa, name: 'Pictured', metadata, mediaId },
  'arc3-fnft': { ...asa, name: 'Shared', decimals: 1, metadata },
  'arc200-mintable': { ...algorand, ...contract, name: 'Growing', initialSupply: '1', cap: '100' },
  'arc200-preminted': { ...algorand, ...contract, name: 'Fixed', totalSupply: '100' },
  arc1400: { ...algorand, ...contract, name: 'Regulated', initialSupply: '1000', cap: '5000' },
  'erc20-mintable': { ...evm, ...contract, name: 'Growing', initialSupply: '1', cap: '100' },
  'erc20-preminted': { ...evm, ...contract, name: 'Fixed', totalSupply: '100' },
};
// #endregion

async function issue<Type extends TokenType>(type: Type): Promise<string> {
  const request = requests[type];
  const { plan } = await client.tokens.validate(type, request);
  assert.ok(plan, `${type} has no plan`);

  const { deploymentId } = await client.tokens.issue(type, request);
  const { assetId, contractAddress, readBack } = await client.deployments.wait(deploymentId);
  assert.ok(
    readBack?.every(({ equal }) => equal),
    `${type} differs on chain`,
  );
  const where = assetId === null ? contractAddress : `id ${assetId}`;
  return `${type.padEnd(18)}${where}, for ${plan.cost.total} ${plan.cost.symbol}`;
}

const types = Object.keys(requests) as TokenType[];
const lines = await Promise.all(types.map((type) => issue(type)));
assert.equal(lines.length, 11);
console.log(lines.join('\n'));

/** The promise of a plan: issuing right after sends the planned transactions, at exactly that cost. */
import type { TokenType } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createClient,
  DeploymentFailedError,
  type BiatecTokensClient,
  type TokenPlan,
} from './index.ts';
import { elevenRequests as requests } from './testing/elevenRequests.ts';
import { startProduct, type Product } from './testing/startProduct.ts';

const password = 'Correct-Horse-7-Battery';

let product: Product;
let client: BiatecTokensClient;

beforeAll(async () => {
  product = await startProduct({ evm: true });
  client = createClient({ baseUrl: product.url });
  await client.auth.register({
    email: 'planner@example.com',
    password,
    confirmPassword: password,
  });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

test.each(Object.keys(requests) as TokenType[])(
  'a %s costs what its plan says, under the id and the address that it shows',
  async (tokenType) => {
    const request = requests[tokenType];
    const { plan, planUnavailable } = await client.tokens.validate(tokenType, request);
    if (plan === null) throw new Error(`Expected a plan: ${planUnavailable?.errorMessage}`);
    const before = await balanceOf(plan);

    const { deploymentId } = await client.tokens.issue(tokenType, request);
    const deployment = await client.deployments.wait(deploymentId);

    expect(deploymentId).toBe(plan.deploymentId);
    expect(before - (await balanceOf(plan))).toBe(BigInt(plan.cost.totalBaseUnits));
    expect(plan).toMatchObject({ payable: true, payer: { role: 'sponsor' } });
    if (plan.predictedAddress !== null)
      expect(deployment.contractAddress).toBe(plan.predictedAddress);
    const { deploymentId: next } = await client.tokens.issue(tokenType, request);
    expect(next).not.toBe(deploymentId);
    await client.deployments.wait(next);
  },
);

test('who cannot pay still sees the plan, and is told the amounts that issuing is refused with', async () => {
  await using poor = await startProduct({ evm: true, sponsored: false });
  const issuer = createClient({ baseUrl: poor.url });
  await issuer.auth.register({ email: 'poor@example.com', password, confirmPassword: password });

  for (const tokenType of ['asa-ft', 'arc200-mintable', 'erc20-mintable'] as const) {
    const { plan } = await issuer.tokens.validate(tokenType, requests[tokenType]);
    const { deploymentId } = await issuer.tokens.issue(tokenType, requests[tokenType]);
    const failure: unknown = await issuer.deployments.wait(deploymentId).catch((error) => error);

    expect(plan).toMatchObject({ payable: false, payer: { role: 'issuer' } });
    expect(plan?.steps.length).toBeGreaterThan(0);
    const [warning] = plan?.warnings ?? [];
    expect(warning).toMatchObject({ code: 'INSUFFICIENT_FUNDS', details: { present: '0' } });
    expect(failure).toBeInstanceOf(DeploymentFailedError);
    const { error } = await issuer.deployments.get(deploymentId);
    expect(error).toMatchObject({ errorCode: 'INSUFFICIENT_FUNDS', details: warning?.details });
  }
});

async function balanceOf({ network, payer }: TokenPlan): Promise<bigint> {
  if (network === 'algorand-localnet') {
    const { url, token } = product.node;
    const headers = { 'x-algo-api-token': token };
    const answer = await fetch(`${url}/v2/accounts/${payer.address}?exclude=all`, { headers });
    // Beyond 2^53 as a number: the funder of a local chain is rich.
    return BigInt(/"amount":\s*(\d+)/.exec(await answer.text())?.[1] ?? '0');
  }
  const answer = await fetch(product.evmNode?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getBalance',
      params: [payer.address, 'latest'],
    }),
  });
  const { result } = (await answer.json()) as { result: string };
  return BigInt(result);
}

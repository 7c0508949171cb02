/** One key, one token: whoever sends the same request many times at once finds one token on chain. */
import type { TokenType } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type BiatecTokensClient, type Session } from './index.ts';
import { elevenRequests } from './testing/elevenRequests.ts';
import { startProduct, type Product } from './testing/startProduct.ts';

const password = 'Correct-Horse-7-Battery';
/** Of the event `Transfer(address,address,uint256)`. */
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const zeroTopic = `0x${'0'.repeat(64)}`;

let product: Product;
let client: BiatecTokensClient;
let issuer: Session;

beforeAll(async () => {
  product = await startProduct({ evm: true });
  client = createClient({ baseUrl: product.url });
  issuer = await client.auth.register({
    email: 'many@example.com',
    password,
    confirmPassword: password,
  });
});
afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

test.each(Object.keys(elevenRequests) as TokenType[])(
  'ten identical requests at once for %s make one token',
  async (tokenType) => {
    const before = await countTokens(tokenType);
    const idempotencyKey = `ten-${tokenType}`;

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        client.tokens.issue(tokenType, elevenRequests[tokenType], { idempotencyKey }),
      ),
    );

    const ids = [...new Set(answers.map(({ deploymentId }) => deploymentId))];
    expect(ids).toHaveLength(1);
    await client.deployments.wait(ids[0] ?? '');
    expect(await countTokens(tokenType)).toBe(before + 1);
  },
);

/** Tokens of the issuer that the chain itself knows. */
async function countTokens(tokenType: TokenType): Promise<number> {
  if (tokenType.startsWith('erc20')) return (await listContracts()).size;
  const { url, token } = product.node;
  const headers = { 'x-algo-api-token': token };
  const answer = await fetch(`${url}/v2/accounts/${issuer.algorandAddress}`, { headers });
  const account = (await answer.json()) as Record<string, number>;
  const isApplication = tokenType.startsWith('arc200') || tokenType === 'arc1400';
  return account[isApplication ? 'total-created-apps' : 'total-created-assets'] ?? 0;
}

/** Contracts that gave the issuer a first supply. */
async function listContracts(): Promise<Set<string>> {
  const to = `0x${issuer.evmAddress.slice(2).toLowerCase().padStart(64, '0')}`;
  const answer = await fetch(product.evmNode?.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getLogs',
      params: [{ fromBlock: '0x0', topics: [transferTopic, zeroTopic, to] }],
    }),
  });
  const { result } = (await answer.json()) as { result: { address: string }[] };
  return new Set(result.map(({ address }) => address));
}

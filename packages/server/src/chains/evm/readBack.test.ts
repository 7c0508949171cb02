import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeFunctionData, type Hex } from 'viem';
import { mintableToken } from '@biatec-tokens/contracts';
import type { EvmAdapter } from './adapter.ts';
import { broadcastAndMine, issueOn, prepareIssue, type IssueFacts } from './testing/attempts.ts';
import { startEvmChain, type EvmChain } from './testing/startEvmChain.ts';
import { startTamperedNode } from './testing/tamperedNode.ts';

let chain: EvmChain;
let adapter: EvmAdapter;

beforeAll(async () => {
  chain = await startEvmChain({ own: true });
  adapter = chain.adapter();
});
afterAll(async () => {
  await chain[Symbol.asyncDispose]();
});

async function issued(facts: IssueFacts = {}) {
  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain, facts));
  await broadcastAndMine(chain, adapter, signed);
  const sighting = await adapter.locate(issue, attempt);
  if (sighting.kind !== 'included') throw new Error(`Expected a token: ${sighting.kind}`);
  const { contractAddress, block } = sighting;
  return { issue, block, token: { assetId: null, contractAddress } };
}

test('a mintable token is read back field by field, with the rights of issuer and sponsor', async () => {
  const { issue, token } = await issued();

  const fields = await adapter.readBack(issue, token);

  const found = Object.fromEntries((fields ?? []).map((field) => [field.field, field.found]));
  expect(found).toMatchObject({
    contractAddress: token.contractAddress,
    name: 'Harbour Bond ⚓',
    symbol: 'HRB',
    decimals: 6,
    initialSupply: '12.5',
    initialReceiverBalance: '12.5',
    cap: '1000000',
    paused: false,
    permitDomain: {
      name: 'Harbour Bond ⚓',
      version: '1',
      verifyingContract: token.contractAddress,
    },
    'issuer.admin': true,
    'issuer.minter': true,
    'issuer.pauser': true,
    'sponsor.admin': false,
    'sponsor.minter': false,
    'sponsor.pauser': false,
  });
  expect(fields?.every(({ equal }) => equal)).toBe(true);
});

test.each(['erc20-mintable', 'erc20-preminted'] as const)(
  'extremes of %s are read back exactly',
  async (tokenType) => {
    const most = `${2n ** 256n - 1n}`;
    const receiver = await chain.account();
    const { issue, token } = await issued({
      tokenType,
      parameters: {
        name: 'N'.repeat(50),
        symbol: 'ÄÄÄÄÄ',
        decimals: 0,
        initialReceiver: receiver.address,
        ...(tokenType === 'erc20-mintable'
          ? { initialSupply: '0', initialSupplyBaseUnits: '0', cap: most, capBaseUnits: most }
          : { totalSupply: most, totalSupplyBaseUnits: most }),
      },
    });

    expect((await adapter.readBack(issue, token))?.filter(({ equal }) => !equal)).toEqual([]);
  },
);

test('each parameter that differs is named', async () => {
  const { issue, token } = await issued();
  const other = await chain.account();
  const wishes: Record<string, Record<string, unknown>> = {
    name: { name: 'Harbour Bonds' },
    symbol: { symbol: 'HRBX' },
    decimals: { decimals: 7 },
    initialSupply: { initialSupply: '12', initialSupplyBaseUnits: '12000000' },
    cap: { cap: '1', capBaseUnits: '1000000' },
    initialReceiverBalance: { initialReceiver: other.address },
  };
  for (const [field, wish] of Object.entries(wishes)) {
    const asked = { ...issue, parameters: { ...issue.parameters, ...wish } };
    const fields = await adapter.readBack(asked, token);
    const unequal = fields?.filter(({ equal }) => !equal).map((unlike) => unlike.field);
    // Other parameters give another address, so that differs too.
    expect(unequal, field).toEqual(expect.arrayContaining([field, 'contractAddress']));
  }
  const fields = await adapter.readBack({ ...issue, issuer: other }, token);
  expect(fields?.filter(({ equal }) => !equal).map(({ field }) => field)).toEqual([
    'contractAddress',
    'issuer.admin',
    'issuer.minter',
    'issuer.pauser',
  ]);
});

test('other code at the address is told apart, even if it answers alike', async () => {
  const { issue, token } = await issued();
  const code = await chain.request<Hex>('eth_getCode', token.contractAddress, 'latest');
  await chain.request('anvil_setCode', token.contractAddress, `${code}00`);

  const fields = await adapter.readBack(issue, token);

  expect(fields?.filter(({ equal }) => !equal).map(({ field }) => field)).toEqual(['codeSha256']);
});

test('a contract that is something else has nothing of what was asked', async () => {
  const { issue } = await issued();
  const contractAddress = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

  const fields = await adapter.readBack(issue, { assetId: null, contractAddress });

  expect(fields?.some(({ equal }) => equal)).toBe(false);
});

test('where no contract is, nothing is readable yet', async () => {
  const { issue } = await issued();
  const { address } = await chain.account();

  expect(
    await adapter.readBack(issue, { assetId: null, contractAddress: address }),
  ).toBeUndefined();
  expect(await adapter.readBack(issue, { assetId: null, contractAddress: null })).toBeUndefined();
});

test('what holders do later does not count: the token is read as of its block, where the node can', async () => {
  const issuer = await chain.account(10n ** 18n);
  const { issue, token, block } = await issued({ issuer });
  const data = encodeFunctionData({
    abi: mintableToken.abi,
    functionName: 'mint',
    args: [issuer.address as Hex, 1n],
  });
  await chain.send(issuer, { to: token.contractAddress ?? '', data, gas: 200_000n });

  const asOfBlock = await adapter.readBack(issue, { ...token, block });
  const asOfNow = await adapter.readBack(issue, token);

  expect(asOfBlock?.every(({ equal }) => equal)).toBe(true);
  expect(asOfNow?.find(({ field }) => field === 'initialSupply')?.found).toBe('12.500001');
});

test('a node without old states is read as of now', async () => {
  const { issue, token, block } = await issued();
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ params }) =>
    typeof params[1] === 'object'
      ? { error: { code: -32_000, message: 'missing trie node' } }
      : undefined,
  );
  const tampered = chain.adapter({ endpoints: [{ url: node.url }] });

  const fields = await tampered.readBack(issue, { ...token, block });

  expect(fields?.every(({ equal }) => equal)).toBe(true);
});

test('a node that takes no batches is asked one by one', async () => {
  await using node = await startTamperedNode(chain.url);
  node.refuseBatches();
  const single = chain.adapter({ endpoints: [{ url: node.url }] });
  const { issue, attempt, signed } = await prepareIssue(single, await issueOn(chain));

  await broadcastAndMine(chain, single, signed);

  expect(await single.locate(issue, attempt)).toMatchObject({ kind: 'included' });
});

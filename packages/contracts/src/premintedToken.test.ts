import {
  decodeErrorResult,
  encodeDeployData,
  getContract,
  maxUint256,
  numberToHex,
  zeroAddress,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { premintedToken } from './index.ts';
import {
  createThroughProxy,
  findRevertData,
  predictAddress,
} from './testing/createThroughProxy.ts';
import { accounts, startAnvil, type Anvil } from './testing/startAnvil.ts';

const { receiver, sponsor, stranger } = accounts;

const request = {
  name: 'Harbour Share',
  symbol: 'HBS',
  decimals: 18,
  totalSupply: 1_000n,
  initialReceiver: receiver.address,
};

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(async () => {
  await anvil[Symbol.asyncDispose]();
});

let issued = 0;

function creationOf(asked: typeof request): Hex {
  const { name, symbol, decimals, totalSupply, initialReceiver } = asked;
  const args = [name, symbol, decimals, totalSupply, initialReceiver] as const;
  return encodeDeployData({ ...premintedToken, args });
}

async function issueToken(changes: Partial<typeof request> = {}) {
  const salt = numberToHex(++issued, { size: 32 });
  const creation = creationOf({ ...request, ...changes });
  const receipt = await createThroughProxy(anvil.client, { salt, creation });
  expect(receipt.status).toBe('success');
  const address = predictAddress(salt, creation);
  return getContract({ ...premintedToken, address, client: anvil.client });
}

test.each([
  request,
  { ...request, decimals: 0, totalSupply: 1n },
  { ...request, name: 'ž'.repeat(50), symbol: 'ABCDEFGHIJ', totalSupply: maxUint256 },
])('everything asked for is read back, and the receiver holds it all', async (asked) => {
  const { read } = await issueToken(asked);

  const { initialReceiver, ...values } = asked;
  const found = {
    name: await read.name(),
    symbol: await read.symbol(),
    decimals: await read.decimals(),
    totalSupply: await read.totalSupply(),
  };
  expect(found).toEqual(values);
  expect(await read.balanceOf([initialReceiver])).toBe(asked.totalSupply);
  expect(await read.balanceOf([sponsor.address])).toBe(0n);
});

// The whole list, so that a function that grants anyone a power cannot slip in with a dependency.
test('nothing can mint, pause, seize or be owned: these functions are all that can change it', () => {
  const changing = premintedToken.abi
    .filter((item) => item.type === 'function')
    .filter((item) => item.stateMutability !== 'view')
    .map((item) => item.name);

  expect(changing.toSorted()).toEqual([
    'approve',
    'burn',
    'burnFrom',
    'permit',
    'transfer',
    'transferFrom',
  ]);
});

test('holders can burn their own, and what they allow others to', async () => {
  const { client } = anvil;
  const token = await issueToken();

  const sent = [
    await token.write.burn([100n], { account: receiver }),
    await token.write.approve([stranger.address, 50n], { account: receiver }),
    await token.write.burnFrom([receiver.address, 50n], { account: stranger }),
  ];
  for (const hash of sent) await client.waitForTransactionReceipt({ hash });

  expect(await token.read.totalSupply()).toBe(850n);
  expect(await token.read.allowance([receiver.address, stranger.address])).toBe(0n);
});

test.each([
  ['19 decimals', { decimals: 19 }, 'InvalidDecimals', [19, 18]],
  ['no supply', { totalSupply: 0n }, 'InvalidTotalSupply', [0n]],
  ['no receiver', { initialReceiver: zeroAddress }, 'ERC20InvalidReceiver', [zeroAddress]],
])('a creation with %s is refused and says why', async (_, changes, error, args) => {
  const data = await findRevertData(anvil.client, { data: creationOf({ ...request, ...changes }) });

  const refusal = decodeErrorResult({ abi: premintedToken.abi, data: data as Hex });

  expect(refusal).toMatchObject({ errorName: error, args });
});

import fc from 'fast-check';
import {
  decodeErrorResult,
  encodeDeployData,
  getContract,
  keccak256,
  maxUint256,
  numberToHex,
  toBytes,
  zeroAddress,
  type Address,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mintableToken, mintableTokenRoles as roles } from './index.ts';
import {
  createThroughProxy,
  findRevertData,
  predictAddress,
} from './testing/createThroughProxy.ts';
import { refusalOf } from './testing/refusalOf.ts';
import { signPermit } from './testing/signPermit.ts';
import { accounts, startAnvil, type Anvil } from './testing/startAnvil.ts';

const { issuer, receiver, stranger } = accounts;

const request = {
  name: 'Harbour Bond 2031',
  symbol: 'HBR31',
  decimals: 6,
  initialSupply: 1_000n,
  cap: 5_000n,
  initialReceiver: receiver.address,
  issuer: issuer.address,
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
  const { name, symbol, decimals, initialSupply, cap, initialReceiver, issuer } = asked;
  const args = [name, symbol, decimals, initialSupply, cap, initialReceiver, issuer] as const;
  return encodeDeployData({ ...mintableToken, args });
}

async function issueToken(changes: Partial<typeof request> = {}) {
  const salt = numberToHex(++issued, { size: 32 });
  const creation = creationOf({ ...request, ...changes });
  const receipt = await createThroughProxy(anvil.client, { salt, creation });
  expect(receipt.status).toBe('success');
  const address = predictAddress(salt, creation);
  return getContract({ ...mintableToken, address, client: anvil.client });
}

async function mined(sent: Promise<Hex>): Promise<void> {
  const receipt = await anvil.client.waitForTransactionReceipt({ hash: await sent });
  expect(receipt.status).toBe('success');
}

/** The custom error that refuses a creation. */
async function refusalOfCreation(changes: Partial<typeof request>): Promise<unknown> {
  const data = await findRevertData(anvil.client, { data: creationOf({ ...request, ...changes }) });
  const { errorName, args } = decodeErrorResult({ abi: mintableToken.abi, data: data as Hex });
  return { error: errorName, args };
}

test('everything asked for is read back, whatever it is', async () => {
  const text = (maxLength: number) => fc.string({ unit: 'grapheme', minLength: 1, maxLength });
  const asked = fc
    .record({
      name: text(50),
      symbol: text(10),
      decimals: fc.integer({ min: 0, max: 18 }),
      cap: fc.bigInt({ min: 1n, max: maxUint256 }),
      part: fc.bigInt({ min: 0n, max: 1_000n }),
    })
    .map(({ part, ...rest }) => ({ ...rest, initialSupply: (rest.cap * part) / 1_000n }));

  await fc.assert(
    fc.asyncProperty(asked, async (changes) => {
      const { read } = await issueToken(changes);

      const found = {
        name: await read.name(),
        symbol: await read.symbol(),
        decimals: await read.decimals(),
        cap: await read.cap(),
        initialSupply: await read.totalSupply(),
      };

      expect(found).toEqual(changes);
      expect(await read.balanceOf([receiver.address])).toBe(changes.initialSupply);
    }),
    { numRuns: 25 },
  );
});

test('the issuer holds every role; the sponsor, the receiver and the proxy hold none', async () => {
  const token = await issueToken();
  const rolesOf = async (account: Address) =>
    Promise.all(Object.values(roles).map((role) => token.read.hasRole([role, account])));

  expect(await rolesOf(issuer.address)).toEqual([true, true, true]);
  expect(await rolesOf(accounts.sponsor.address)).toEqual([false, false, false]);
  expect(await rolesOf(receiver.address)).toEqual([false, false, false]);
  const granted = await anvil.client.getContractEvents({
    ...mintableToken,
    address: token.address,
    eventName: 'RoleGranted',
    fromBlock: 0n,
  });
  expect(granted.map((event) => event.args.account)).toEqual(Array(3).fill(issuer.address));
});

test('the exported role ids are those of the contract', async () => {
  const { read } = await issueToken();

  expect(roles).toEqual({
    admin: await read.DEFAULT_ADMIN_ROLE(),
    minter: await read.MINTER_ROLE(),
    pauser: await read.PAUSER_ROLE(),
  });
  expect(roles.minter).toBe(keccak256(toBytes('MINTER_ROLE')));
});

test('the issuer mints up to the cap and not one unit past it', async () => {
  const token = await issueToken();

  await mined(token.write.mint([stranger.address, 4_000n], { account: issuer }));

  expect(await token.read.totalSupply()).toBe(5_000n);
  const refusal = await refusalOf(token.write.mint([stranger.address, 1n], { account: issuer }));
  expect(refusal).toEqual({ error: 'ERC20ExceededCap', args: [5_001n, 5_000n] });
});

test('a burn makes room under the cap again', async () => {
  const token = await issueToken({ initialSupply: 5_000n });

  await mined(token.write.burn([10n], { account: receiver }));
  await mined(token.write.mint([issuer.address, 10n], { account: issuer }));

  expect(await token.read.totalSupply()).toBe(5_000n);
});

test('a mint past the largest number is refused even when the cap is that number', async () => {
  const token = await issueToken({ cap: maxUint256, initialSupply: maxUint256 });

  const mint = token.write.mint([issuer.address, 1n], { account: issuer });

  expect(await refusalOf(mint)).toMatchObject({ error: 'Panic', args: [0x11n] });
});

test('accounts without a role can neither mint, pause nor hand out roles', async () => {
  const token = await issueToken();
  const account = accounts.sponsor;
  const refused = (role: Hex) => ({
    error: 'AccessControlUnauthorizedAccount',
    args: [account.address, role],
  });
  const { write } = token;

  const mint = write.mint([account.address, 1n], { account });
  expect(await refusalOf(mint)).toEqual(refused(roles.minter));
  expect(await refusalOf(write.pause({ account }))).toEqual(refused(roles.pauser));
  const grant = write.grantRole([roles.minter, account.address], { account });
  expect(await refusalOf(grant)).toEqual(refused(roles.admin));
  await mined(write.pause({ account: issuer }));
  expect(await refusalOf(write.unpause({ account }))).toEqual(refused(roles.pauser));
});

test('a role that the issuer grants can be used and taken back', async () => {
  const token = await issueToken();
  const mint = () => token.write.mint([stranger.address, 1n], { account: stranger });

  const grant = token.write.grantRole([roles.minter, stranger.address], { account: issuer });
  await mined(grant);
  await mined(mint());
  await mined(token.write.revokeRole([roles.minter, stranger.address], { account: issuer }));

  expect(await refusalOf(mint())).toMatchObject({ error: 'AccessControlUnauthorizedAccount' });
});

test('a pause stops transfers, mints and burns until it is lifted', async () => {
  const token = await issueToken();
  const { write } = token;
  const moves = [
    () => write.transfer([stranger.address, 1n], { account: receiver }),
    () => write.mint([stranger.address, 1n], { account: issuer }),
    () => write.burn([1n], { account: receiver }),
  ];

  await mined(write.pause({ account: issuer }));
  for (const move of moves) {
    expect(await refusalOf(move())).toMatchObject({ error: 'EnforcedPause' });
  }
  await mined(write.unpause({ account: issuer }));
  for (const move of moves) await mined(move());

  expect(await token.read.balanceOf([receiver.address])).toBe(998n);
});

test('a burn of more than is held, or of what is not allowed, is refused', async () => {
  const token = await issueToken();

  const tooMuch = token.write.burn([1_001n], { account: receiver });
  const notAllowed = token.write.burnFrom([receiver.address, 1n], { account: stranger });

  expect(await refusalOf(tooMuch)).toMatchObject({ error: 'ERC20InsufficientBalance' });
  expect(await refusalOf(notAllowed)).toMatchObject({ error: 'ERC20InsufficientAllowance' });
});

test('a permit signed by the holder sets an allowance, also during a pause', async () => {
  const token = await issueToken();
  await mined(token.write.pause({ account: issuer }));
  const permit = await signPermit(receiver, {
    domain: {
      name: request.name,
      version: '1',
      chainId: anvil.client.chain.id,
      verifyingContract: token.address,
    },
    spender: stranger.address,
    value: 300n,
    nonce: 0n,
    deadline: maxUint256,
  });

  await mined(token.write.permit(permit, { account: stranger }));

  expect(await token.read.allowance([receiver.address, stranger.address])).toBe(300n);
  const transfer = [receiver.address, stranger.address, 300n] as const;
  const moved = token.write.transferFrom(transfer, { account: stranger });
  expect(await refusalOf(moved)).toMatchObject({ error: 'EnforcedPause' });
});

test.each([
  ['19 decimals', { decimals: 19 }, 'InvalidDecimals', [19, 18]],
  ['no issuer', { issuer: zeroAddress }, 'InvalidIssuer', [zeroAddress]],
  ['a cap of zero', { cap: 0n, initialSupply: 0n }, 'ERC20InvalidCap', [0n]],
  ['more supply than the cap', { initialSupply: 5_001n }, 'ERC20ExceededCap', [5_001n, 5_000n]],
  [
    'no receiver',
    { initialReceiver: zeroAddress, initialSupply: 0n },
    'ERC20InvalidReceiver',
    [zeroAddress],
  ],
])('a creation with %s is refused and says why', async (_, changes, error, args) => {
  expect(await refusalOfCreation(changes)).toEqual({ error, args });
});

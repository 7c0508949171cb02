import {
  domainSeparator,
  encodeDeployData,
  getContract,
  maxUint256,
  numberToHex,
  zeroAddress,
  type Hex,
} from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { premintedToken } from './index.ts';
import { createThroughProxy, predictAddress } from './testing/createThroughProxy.ts';
import { refusalOf } from './testing/refusalOf.ts';
import { signPermit, type Permit } from './testing/signPermit.ts';
import { accounts, startAnvil, type Anvil } from './testing/startAnvil.ts';

const { receiver: holder, stranger: spender } = accounts;

// OpenZeppelin's own permit stops at 31 bytes of name; ours goes as far as a name may.
const names = [
  'Harbour Bond',
  'exactly thirty-one bytes, so it',
  'now it is thirty-two bytes long.',
  'Prístavný dlhopis 2031, prednostný a zabezpečený.',
  '🏦'.repeat(50),
];

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(async () => {
  await anvil[Symbol.asyncDispose]();
});

let issued = 0;

async function issueToken(name = 'Harbour Bond') {
  const salt = numberToHex(++issued, { size: 32 });
  const args = [name, 'HBR', 2, 1_000n, holder.address] as const;
  const creation = encodeDeployData({ ...premintedToken, args });
  await createThroughProxy(anvil.client, { salt, creation });
  const address = predictAddress(salt, creation);
  const token = getContract({ ...premintedToken, address, client: anvil.client });
  const permit: Permit = {
    domain: { name, version: '1', chainId: anvil.client.chain.id, verifyingContract: address },
    spender: spender.address,
    value: 300n,
    nonce: 0n,
    deadline: maxUint256,
  };
  return { token, permit };
}

async function mined(sent: Promise<Hex>): Promise<void> {
  const receipt = await anvil.client.waitForTransactionReceipt({ hash: await sent });
  expect(receipt.status).toBe('success');
}

test.each(names)('a permit for "%s" lets the spender move what was signed for', async (name) => {
  const { token, permit } = await issueToken(name);

  const signed = await signPermit(holder, permit);
  await mined(token.write.permit(signed, { account: spender }));
  const transfer = [holder.address, spender.address, 300n] as const;
  await mined(token.write.transferFrom(transfer, { account: spender }));

  expect(await token.read.balanceOf([spender.address])).toBe(300n);
  expect(await token.read.allowance([holder.address, spender.address])).toBe(0n);
  expect(await token.read.nonces([holder.address])).toBe(1n);
});

test.each(names)('the token "%s" tells wallets the domain that it checks', async (name) => {
  const { token, permit } = await issueToken(name);

  const { domain } = await anvil.client.getEip712Domain({ address: token.address });

  expect(domain).toMatchObject(permit.domain);
  expect(await token.read.DOMAIN_SEPARATOR()).toBe(domainSeparator({ domain: permit.domain }));
});

test('a permit counts once', async () => {
  const { token, permit } = await issueToken();
  const signed = await signPermit(holder, permit);

  await mined(token.write.permit(signed, { account: spender }));

  const again = token.write.permit(signed, { account: spender });
  expect(await refusalOf(again)).toMatchObject({ error: 'ERC2612InvalidSigner' });
});

test('a permit past its deadline is refused', async () => {
  const { token, permit } = await issueToken();

  const signed = await signPermit(holder, { ...permit, deadline: 1n });

  const late = token.write.permit(signed, { account: spender });
  expect(await refusalOf(late)).toEqual({ error: 'ERC2612ExpiredSignature', args: [1n] });
});

test('a permit signed for another token or another chain is refused', async () => {
  const { token, permit } = await issueToken();
  const { permit: other } = await issueToken();
  const elsewhere = { ...permit, domain: { ...permit.domain, chainId: 1 } };

  for (const foreign of [other, elsewhere]) {
    const signed = await signPermit(holder, foreign);
    const sent = token.write.permit(signed, { account: spender });
    expect(await refusalOf(sent)).toMatchObject({ error: 'ERC2612InvalidSigner' });
  }
});

test('a permit signed by anyone but the holder is refused', async () => {
  const { token, permit } = await issueToken();

  const [, ...rest] = await signPermit(spender, permit);

  const forged = token.write.permit([holder.address, ...rest], { account: spender });
  expect(await refusalOf(forged)).toMatchObject({ error: 'ERC2612InvalidSigner' });
});

test('a signature that recovers to nobody does not speak for the zero address', async () => {
  const { token } = await issueToken();
  const nothing = numberToHex(0, { size: 32 });

  const args = [zeroAddress, spender.address, 1n, maxUint256, 27, nothing, nothing] as const;

  const sent = token.write.permit(args, { account: spender });
  expect(await refusalOf(sent)).toMatchObject({ error: 'ECDSAInvalidSignature' });
});

// Every ECDSA signature has a twin that verifies as well; only the lower one may count.
test('the twin of a signature is refused', async () => {
  const { token, permit } = await issueToken();
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

  const [owner, to, value, deadline, v, r, s] = await signPermit(holder, permit);
  const twin = numberToHex(order - BigInt(s), { size: 32 });

  const args = [owner, to, value, deadline, v === 27 ? 28 : 27, r, twin] as const;
  const sent = token.write.permit(args, { account: spender });
  expect(await refusalOf(sent)).toMatchObject({ error: 'ECDSAInvalidSignatureS' });
});

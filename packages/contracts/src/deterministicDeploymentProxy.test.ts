import {
  encodeDeployData,
  hexToBytes,
  keccak256,
  numberToHex,
  parseTransaction,
  recoverTransactionAddress,
  zeroAddress,
  type TransactionSerializedLegacy,
} from 'viem';
import { expect, test } from 'vitest';
import { deterministicDeploymentProxy as proxy, premintedToken } from './index.ts';
import {
  createThroughProxy,
  findRevertData,
  predictAddress,
} from './testing/createThroughProxy.ts';
import { accounts, startAnvil } from './testing/startAnvil.ts';

const noProxy = ['--disable-default-create2-deployer'];

function premintedCreation(initialReceiver = accounts.receiver.address) {
  const args = ['Harbour Bond', 'HBR', 2, 1_000n, initialReceiver] as const;
  return encodeDeployData({ ...premintedToken, args });
}

test('the presigned transaction is signed by the deployer and costs at most the funding', async () => {
  const serializedTransaction = proxy.deploymentTransaction as TransactionSerializedLegacy;
  const { gas, gasPrice, chainId } = parseTransaction(serializedTransaction);

  expect(keccak256(serializedTransaction)).toBe(proxy.deploymentTransactionHash);
  expect(await recoverTransactionAddress({ serializedTransaction })).toBe(proxy.deployer);
  expect((gas ?? 0n) * (gasPrice ?? 0n)).toBe(proxy.fundingWei);
  expect(chainId).toBeUndefined();
});

test('on a chain without the proxy, funding the deployer is all it takes to have it there', async () => {
  await using anvil = await startAnvil(noProxy);
  const { client } = anvil;
  expect(await client.getCode({ address: proxy.address })).toBeUndefined();

  const funding = await client.sendTransaction({
    account: accounts.sponsor,
    to: proxy.deployer,
    value: proxy.fundingWei,
  });
  await client.waitForTransactionReceipt({ hash: funding });
  const hash = await client.sendRawTransaction({
    serializedTransaction: proxy.deploymentTransaction,
  });
  const receipt = await client.waitForTransactionReceipt({ hash });

  expect(receipt.status).toBe('success');
  expect(hash).toBe(proxy.deploymentTransactionHash);
  const code = await client.getCode({ address: proxy.address });
  expect(keccak256(code ?? '0x')).toBe(proxy.runtimeCodeHash);
});

test('the same salt and creation code create one contract, whoever asks and however often', async () => {
  await using anvil = await startAnvil();
  const { client } = anvil;
  const salt = numberToHex(1, { size: 32 });
  const creation = premintedCreation();

  const first = await createThroughProxy(client, { salt, creation });
  const second = await createThroughProxy(client, { salt, creation });

  expect(first.status).toBe('success');
  expect(second.status).toBe('reverted');
  const address = predictAddress(salt, creation);
  expect(await client.getCode({ address })).toBeDefined();
  expect(
    await client.readContract({ ...premintedToken, address, functionName: 'totalSupply' }),
  ).toBe(1_000n);
});

// The address covers the creation code too: only frozen code and arguments make one salt one contract.
test('the same salt with other arguments creates another contract', async () => {
  const salt = numberToHex(1, { size: 32 });

  const one = predictAddress(salt, premintedCreation());
  const other = predictAddress(salt, premintedCreation(accounts.stranger.address));

  expect(one).not.toBe(other);
});

test('the proxy hides why a creation reverts; the same creation called directly tells', async () => {
  await using anvil = await startAnvil();
  const { client } = anvil;
  const salt = numberToHex(1, { size: 32 });
  const creation = premintedCreation(zeroAddress);
  const data = `${salt}${creation.slice(2)}` as const;

  const receipt = await createThroughProxy(client, { salt, creation });
  const proxied = await findRevertData(client, { to: proxy.address, data });
  const direct = await findRevertData(client, { data: creation });

  expect(receipt.status).toBe('reverted');
  expect(proxied).toBe('0x');
  expect(hexToBytes(direct as `0x${string}`)).toHaveLength(4 + 32);
});

test('native coin sent along with a creation is refused, not locked in', async () => {
  await using anvil = await startAnvil();

  const creation = premintedCreation();
  const revert = await findRevertData(anvil.client, { data: creation, value: '0x1' });

  expect(revert).toBe('0x');
});

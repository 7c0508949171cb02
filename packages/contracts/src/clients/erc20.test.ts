/** ethers and viem use our ERC-20s as they use any: transfer, approve, transferFrom, balance, and a permit that ethers signs. */
import { Contract, ContractFactory, HDNodeWallet, JsonRpcProvider, Signature } from 'ethers';
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  erc20Abi,
  getContract,
  http,
  maxUint256,
  type Address,
} from 'viem';
import { foundry } from 'viem/chains';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintableToken, premintedToken } from '../index.ts';
import { startAnvil, testMnemonic, type Anvil } from '../testing/startAnvil.ts';

const name = 'Harbour Bond 2031';

let anvil: Anvil;
let provider: JsonRpcProvider;
beforeAll(async () => {
  anvil = await startAnvil();
  provider = new JsonRpcProvider(anvil.url, foundry.id, { cacheTimeout: -1, pollingInterval: 10 });
});
afterAll(async () => {
  provider.destroy();
  await anvil[Symbol.asyncDispose]();
});

const wallet = (index: number): HDNodeWallet =>
  HDNodeWallet.fromPhrase(testMnemonic, undefined, `m/44'/60'/0'/0/${index}`).connect(provider);

describe.each([
  {
    contract: mintableToken,
    args: (holder: string, issuer: string) => [name, 'HBR31', 6, 1_000n, 5_000n, holder, issuer],
  },
  { contract: premintedToken, args: (holder: string) => [name, 'HBR31', 6, 1_000n, holder] },
])('$contract.name', ({ contract, args }) => {
  let address: Address;
  beforeAll(async () => {
    const factory = new ContractFactory(contract.abi, contract.bytecode, wallet(1));
    const deployed = await factory.deploy(...args(wallet(2).address, wallet(1).address));
    await deployed.waitForDeployment();
    address = (await deployed.getAddress()) as Address;
  });

  test('ethers reads, transfers, approves, transfers from, and sees why not', async () => {
    const [holder, friend, spender] = [wallet(2), wallet(3), wallet(4)] as const;
    const asHolder = new Contract(address, contract.abi, holder);
    const asSpender = new Contract(address, contract.abi, spender);
    const sent = async (transaction: Promise<{ wait(): Promise<unknown> }>): Promise<unknown> =>
      (await transaction).wait();
    const call = (from: Contract, method: string, ...values: unknown[]) =>
      from.getFunction(method)(...values);

    expect(await call(asHolder, 'name')).toBe(name);
    expect(await call(asHolder, 'decimals')).toBe(6n);
    await sent(call(asHolder, 'transfer', friend.address, 100n));
    await sent(call(asHolder, 'approve', spender.address, 50n));
    await sent(call(asSpender, 'transferFrom', holder.address, spender.address, 20n));

    expect(await call(asHolder, 'balanceOf', holder.address)).toBe(880n);
    expect(await call(asHolder, 'balanceOf', friend.address)).toBe(100n);
    expect(await call(asHolder, 'allowance', holder.address, spender.address)).toBe(30n);
    const transfers = await asHolder.queryFilter('Transfer');
    expect(transfers).toHaveLength(3);
    await expect(
      asSpender.getFunction('transferFrom').staticCall(holder.address, spender.address, 31n),
    ).rejects.toMatchObject({ revert: { name: 'ERC20InsufficientAllowance' } });
  });

  test('a permit that ethers signs is an allowance', async () => {
    const [holder, spender] = [wallet(2), wallet(5)] as const;
    const asAnyone = new Contract(address, contract.abi, wallet(6));
    const domain = {
      name,
      version: '1',
      chainId: foundry.id,
      verifyingContract: address,
    };
    const permit = {
      owner: holder.address,
      spender: spender.address,
      value: 77n,
      nonce: await asAnyone.getFunction('nonces')(holder.address),
      deadline: maxUint256,
    };
    const types = {
      Permit: [
        'owner address',
        'spender address',
        'value uint256',
        'nonce uint256',
        'deadline uint256',
      ]
        .map((field) => field.split(' ') as [string, string])
        .map(([field, type]) => ({ name: field, type })),
    };
    const { v, r, s } = Signature.from(await holder.signTypedData(domain, types, permit));

    const { owner, value, deadline } = permit;
    const sent = await asAnyone.getFunction('permit')(
      owner,
      spender.address,
      value,
      deadline,
      v,
      r,
      s,
    );
    await sent.wait();

    expect(await asAnyone.getFunction('allowance')(owner, spender.address)).toBe(77n);
    await expect(
      asAnyone.getFunction('permit').staticCall(owner, spender.address, value, deadline, v, r, s),
    ).rejects.toMatchObject({ revert: { name: 'ERC2612InvalidSigner' } });
  });

  // With the ABI that viem ships, not with ours.
  test('viem reads, transfers, approves and transfers from', async () => {
    const transport = http(anvil.url);
    const reader = createPublicClient({ chain: foundry, transport, pollingInterval: 5 });
    const as = (addressIndex: number) => {
      const account = mnemonicToAccount(testMnemonic, { addressIndex });
      const client = createWalletClient({ account, chain: foundry, transport });
      return getContract({ address, abi: erc20Abi, client: { public: reader, wallet: client } });
    };
    const [holder, friend, spender] = [2, 7, 8].map(
      (index) => wallet(index).address as Address,
    ) as [Address, Address, Address];
    const [asHolder, asSpender] = [as(2), as(8)];
    const mined = async (hash: Promise<`0x${string}`>): Promise<void> => {
      const receipt = await reader.waitForTransactionReceipt({ hash: await hash });
      expect(receipt.status).toBe('success');
    };
    const before = await asHolder.read.balanceOf([holder]);

    await mined(asHolder.write.transfer([friend, 10n]));
    await mined(asHolder.write.approve([spender, 5n]));
    await mined(asSpender.write.transferFrom([holder, friend, 5n]));

    expect(await asHolder.read.symbol()).toBe('HBR31');
    expect(await asHolder.read.totalSupply()).toBe(1_000n);
    expect(await asHolder.read.balanceOf([friend])).toBe(15n);
    expect(await asHolder.read.balanceOf([holder])).toBe(before - 15n);
    expect(await asHolder.read.allowance([holder, spender])).toBe(0n);
    const refused = asSpender.simulate
      .transferFrom([holder, friend, 1n])
      .catch((error: unknown) =>
        error instanceof BaseError
          ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
          : error,
      );
    expect(await refused).toBeInstanceOf(ContractFunctionRevertedError);
  });
});

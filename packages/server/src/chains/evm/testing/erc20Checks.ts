import { mintableTokenRoles as roles } from '@biatec-tokens/contracts';
import { expect } from 'vitest';
import { hashTypedData, hexToBytes, maxUint256, numberToHex, type Hex } from 'viem';
import type { Account } from '../../../ports/store/accounts.ts';
import { signSecp256k1 } from '../../../signer/signSecp256k1.ts';
import type { FeatureChecks, IssuedToken, Workbench } from '../../conformance.ts';
import { tokenContracts, type EvmTokenType } from '../contracts.ts';
import type { EvmChain } from './startEvmChain.ts';

const gasMoney = 10n ** 17n;

/** What ERC-20s do after issuance, by calls of their holders straight to the contract. */
export function erc20Checks(chainOf: () => EvmChain): FeatureChecks {
  const common = (tokenType: EvmTokenType) => ({
    limits: (bench: Workbench) => limits(bench, tokenType),
    'initial-receiver': (bench: Workbench) => initialReceiver(bench, tokenType),
    transfer: (bench: Workbench) => transfer(bench, tokenType),
    burn: (bench: Workbench) => burn(bench, tokenType),
    permit: (bench: Workbench) => permit(bench, tokenType),
  });
  return {
    'erc20-preminted': common('erc20-preminted'),
    'erc20-mintable': { ...common('erc20-mintable'), roles: checkRoles, mint, cap, pause },
  };

  /** A token whose issuer has money for gas, and what can be done with it. */
  async function tokenOf(bench: Workbench, tokenType: EvmTokenType) {
    const token = await bench.issued({ tokenType, issuerFunds: gasMoney });
    return { token, issuer: token.issue.issuer, ...callsOf(token, tokenType) };
  }

  function callsOf({ contractAddress }: IssuedToken, tokenType: EvmTokenType) {
    const contract = tokenContracts[tokenType];
    const to = contractAddress as Hex;
    const chain = chainOf();
    return {
      /** What a function answers. */
      async read(name: string, ...args: unknown[]): Promise<unknown> {
        const data = contract.encodeCall(name, args);
        return contract.decodeResult(name, await chain.request('eth_call', { to, data }, 'latest'));
      },
      /** Sends a call and waits for its block. */
      async act(from: Account, name: string, ...args: unknown[]): Promise<void> {
        const data = contract.encodeCall(name, args);
        const id = await chain.send(from, { to, data, gas: 300_000n });
        const receipt = await chain.request<{ status: Hex }>('eth_getTransactionReceipt', id);
        expect([name, receipt.status]).toEqual([name, '0x1']);
      },
      /** Whether the contract would undo the call. */
      async refuses(from: Account, name: string, ...args: unknown[]): Promise<boolean> {
        const call = { from: from.address, to, data: contract.encodeCall(name, args) };
        return chain.request('eth_call', call, 'latest').then(
          () => false,
          (error: unknown) => /revert/i.test(String(error)),
        );
      },
    };
  }

  async function limits(bench: Workbench, tokenType: EvmTokenType): Promise<void> {
    const most = `${maxUint256}`;
    const changes = {
      name: `${'Ä'.repeat(24)}xy`,
      symbol: 'ÄÖÜẞ1',
      decimals: 0,
      ...(tokenType === 'erc20-mintable'
        ? { initialSupply: most, cap: most }
        : { totalSupply: most }),
    };
    await bench.issued({ tokenType, changes });
  }

  async function initialReceiver(bench: Workbench, tokenType: EvmTokenType): Promise<void> {
    const { address } = await bench.chain.account(0n);

    const token = await bench.issued({ tokenType, changes: { initialReceiver: address } });

    const { read } = callsOf(token, tokenType);
    expect(await read('balanceOf', address)).toBe(await read('totalSupply'));
  }

  async function transfer(bench: Workbench, tokenType: EvmTokenType): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, tokenType);
    const friend = await bench.chain.account(gasMoney);
    const stranger = await bench.chain.account(0n);

    await act(issuer, 'transfer', stranger.address, 5n);
    await act(issuer, 'approve', friend.address, 7n);
    await act(friend, 'transferFrom', issuer.address, stranger.address, 6n);

    expect(await read('balanceOf', stranger.address)).toBe(11n);
    expect(await read('allowance', issuer.address, friend.address)).toBe(1n);
    expect(await refuses(friend, 'transferFrom', issuer.address, friend.address, 2n)).toBe(true);
    expect(await refuses(stranger, 'transfer', friend.address, 12n)).toBe(true);
  }

  async function burn(bench: Workbench, tokenType: EvmTokenType): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, tokenType);
    const supply = (await read('totalSupply')) as bigint;
    const stranger = await bench.chain.account(0n);

    await act(issuer, 'burn', 3n);

    expect(await read('totalSupply')).toBe(supply - 3n);
    expect(await refuses(stranger, 'burn', 1n)).toBe(true);
    expect(await refuses(stranger, 'burnFrom', issuer.address, 1n)).toBe(true);
  }

  async function permit(bench: Workbench, tokenType: EvmTokenType): Promise<void> {
    const { token, issuer, read, act, refuses } = await tokenOf(bench, tokenType);
    const chain = chainOf();
    const friend = await bench.chain.account(gasMoney);
    const message = {
      owner: issuer.address as Hex,
      spender: friend.address as Hex,
      value: 9n,
      nonce: 0n,
      deadline: maxUint256,
    };
    const digest = hashTypedData({
      domain: {
        name: String(token.issue.parameters['name']),
        version: '1',
        chainId: chain.chainId,
        verifyingContract: token.contractAddress as Hex,
      },
      types: {
        Permit: [
          { name: 'owner', type: 'address' },
          { name: 'spender', type: 'address' },
          { name: 'value', type: 'uint256' },
          { name: 'nonce', type: 'uint256' },
          { name: 'deadline', type: 'uint256' },
        ],
      },
      primaryType: 'Permit',
      message,
    });
    const { r, s, yParity } = signSecp256k1(chain.keyOf(issuer.address), hexToBytes(digest));
    const permission = [
      message.owner,
      message.spender,
      message.value,
      message.deadline,
      27 + yParity,
      numberToHex(r, { size: 32 }),
      numberToHex(s, { size: 32 }),
    ];

    await act(friend, 'permit', ...permission);

    expect(await read('allowance', issuer.address, friend.address)).toBe(9n);
    expect(await refuses(friend, 'permit', ...permission)).toBe(true);
  }

  async function checkRoles(bench: Workbench): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, 'erc20-mintable');
    const friend = await bench.chain.account(gasMoney);
    const { sponsor } = bench;

    for (const role of Object.values(roles)) {
      expect(await read('hasRole', role, issuer.address)).toBe(true);
      expect(await read('hasRole', role, sponsor.address)).toBe(false);
      expect(await refuses(sponsor, 'grantRole', role, sponsor.address)).toBe(true);
      await act(issuer, 'grantRole', role, friend.address);
      expect(await read('hasRole', role, friend.address)).toBe(true);
      await act(issuer, 'revokeRole', role, friend.address);
      expect(await read('hasRole', role, friend.address)).toBe(false);
    }
  }

  async function mint(bench: Workbench): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, 'erc20-mintable');
    const stranger = await bench.chain.account(0n);

    await act(issuer, 'mint', stranger.address, 4n);

    expect(await read('balanceOf', stranger.address)).toBe(4n);
    for (const other of [stranger, bench.sponsor])
      expect(await refuses(other, 'mint', other.address, 1n)).toBe(true);
  }

  async function cap(bench: Workbench): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, 'erc20-mintable');
    const room = ((await read('cap')) as bigint) - ((await read('totalSupply')) as bigint);

    expect(await refuses(issuer, 'mint', issuer.address, room + 1n)).toBe(true);
    await act(issuer, 'mint', issuer.address, room);

    expect(await read('totalSupply')).toBe(await read('cap'));
    expect(await refuses(issuer, 'mint', issuer.address, 1n)).toBe(true);
  }

  async function pause(bench: Workbench): Promise<void> {
    const { issuer, read, act, refuses } = await tokenOf(bench, 'erc20-mintable');
    const stranger = await bench.chain.account(0n);

    expect(await refuses(stranger, 'pause')).toBe(true);
    await act(issuer, 'pause');
    expect(await read('paused')).toBe(true);
    expect(await refuses(issuer, 'transfer', stranger.address, 1n)).toBe(true);
    expect(await refuses(stranger, 'unpause')).toBe(true);
    await act(issuer, 'unpause');
    await act(issuer, 'transfer', stranger.address, 1n);
  }
}

/** Reads ERC-20s from the node itself. */
import { mintableToken, mintableTokenRoles } from '@biatec-tokens/contracts';
import { parseAbi, type Address, type PublicClient } from 'viem';
import type { Fields } from './asked.ts';

export const erc20 = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
]);

/** What every ERC-20 says of itself. */
export async function readErc20(
  evm: PublicClient,
  address: Address,
  holder: Address,
): Promise<Fields> {
  const token = { address, abi: erc20 };
  const [name, symbol, decimals, totalSupply, balance] = await Promise.all([
    evm.readContract({ ...token, functionName: 'name' }),
    evm.readContract({ ...token, functionName: 'symbol' }),
    evm.readContract({ ...token, functionName: 'decimals' }),
    evm.readContract({ ...token, functionName: 'totalSupply' }),
    evm.readContract({ ...token, functionName: 'balanceOf', args: [holder] }),
  ]);
  return {
    name,
    symbol,
    decimals: String(decimals),
    totalSupply: String(totalSupply),
    holder,
    balanceOfHolder: String(balance),
  };
}

/** An ERC-20 that can grow, with its cap and the roles of an account. */
export async function readMintableErc20(
  evm: PublicClient,
  address: Address,
  holder: Address,
): Promise<Fields> {
  const token = { address, abi: mintableToken.abi };
  const fields = await readErc20(evm, address, holder);
  const cap = await evm.readContract({ ...token, functionName: 'cap' });
  const roles: string[] = [];
  for (const [role, id] of Object.entries(mintableTokenRoles)) {
    const args = [id, holder] as const;
    if (await evm.readContract({ ...token, functionName: 'hasRole', args })) roles.push(role);
  }
  return { ...fields, cap: String(cap), roles: roles.join(', ') };
}

/** Reads tokens from the nodes themselves, with the chains' own libraries. The server is not asked. */
import { mintableToken, mintableTokenRoles } from '@biatec-tokens/contracts';
import { Algodv2 } from 'algosdk';
import { createPublicClient, http, parseAbi, parseAbiItem, zeroAddress, type Address } from 'viem';
import type { Chain } from '../lib/startChains.ts';
import { ensure } from '../lib/ensure.ts';
import type { Fields } from './tokens.ts';

export interface ChainReader {
  readAsset(assetId: string): Promise<Fields>;
  readErc20(contract: string, options: { holder: string; hasRoles: boolean }): Promise<Fields>;
  /** Ids of every asset of this name that the account has created. */
  findAssets(creator: string, name: string): Promise<string[]>;
  /** Addresses of every ERC-20 of this name whose first supply went to the account since the demo began. */
  findErc20s(holder: string, name: string): Promise<string[]>;
}

const erc20 = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
]);
const transfer = parseAbiItem(
  'event Transfer(address indexed from, address indexed to, uint256 value)',
);

export async function createChainReader(chains: {
  algorand: Chain;
  evm: Chain;
}): Promise<ChainReader> {
  const algod = new Algodv2(chains.algorand.token, chains.algorand.url);
  const evm = createPublicClient({ transport: http(chains.evm.url) });
  const firstBlock = await evm.getBlockNumber();

  return {
    async readAsset(assetId) {
      const { params } = await algod.getAssetByID(BigInt(assetId)).do();
      ensure(params !== undefined, `The node knows no asset ${assetId}`);
      const hash = params.metadataHash;
      return {
        name: params.name ?? '',
        unitName: params.unitName ?? '',
        total: String(params.total),
        decimals: String(params.decimals),
        url: params.url || 'none',
        metadataHash: hash === undefined ? 'none' : Buffer.from(hash).toString('base64'),
        defaultFrozen: String(params.defaultFrozen ?? false),
        creator: params.creator,
        manager: params.manager || 'none',
        reserve: params.reserve || 'none',
        freeze: params.freeze || 'none',
        clawback: params.clawback || 'none',
      };
    },

    async readErc20(contract, { holder, hasRoles }) {
      const address = contract as Address;
      const account = holder as Address;
      const token = { address, abi: erc20 };
      const [name, symbol, decimals, totalSupply, balance] = await Promise.all([
        evm.readContract({ ...token, functionName: 'name' }),
        evm.readContract({ ...token, functionName: 'symbol' }),
        evm.readContract({ ...token, functionName: 'decimals' }),
        evm.readContract({ ...token, functionName: 'totalSupply' }),
        evm.readContract({ ...token, functionName: 'balanceOf', args: [account] }),
      ]);
      return {
        name,
        symbol,
        decimals: String(decimals),
        totalSupply: String(totalSupply),
        holder,
        balanceOfHolder: String(balance),
        ...(hasRoles ? await readMintable(address, account) : {}),
      };
    },

    async findAssets(creator, name) {
      const { createdAssets = [] } = await algod.accountInformation(creator).do();
      return createdAssets
        .filter(({ params }) => params?.name === name)
        .map(({ index }) => String(index));
    },

    async findErc20s(holder, name) {
      const logs = await evm.getLogs({
        event: transfer,
        args: { from: zeroAddress, to: holder as Address },
        fromBlock: firstBlock,
      });
      const contracts = [...new Set(logs.map(({ address }) => address))];
      const names = await Promise.all(
        contracts.map((address) => evm.readContract({ address, abi: erc20, functionName: 'name' })),
      );
      return contracts.filter((_, at) => names[at] === name);
    },
  };

  async function readMintable(address: Address, account: Address): Promise<Fields> {
    const token = { address, abi: mintableToken.abi };
    const cap = await evm.readContract({ ...token, functionName: 'cap' });
    const roles: string[] = [];
    for (const [role, id] of Object.entries(mintableTokenRoles)) {
      const args = [id, account] as const;
      if (await evm.readContract({ ...token, functionName: 'hasRole', args })) roles.push(role);
    }
    return { cap: String(cap), roles: roles.join(', ') };
  }
}

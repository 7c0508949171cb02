/** Lists tokens as the nodes know them, with the chains' own libraries. */
import { Algodv2 } from 'algosdk';
import { createPublicClient, http, parseAbi, parseAbiItem, zeroAddress, type Address } from 'viem';
import type { Chain } from './startChains.ts';

const erc20 = parseAbi(['function name() view returns (string)']);
const transfer = parseAbiItem(
  'event Transfer(address indexed from, address indexed to, uint256 value)',
);

/** Names of all assets that the account has created. */
export async function listAssetNames({ url, token }: Chain, creator: string): Promise<string[]> {
  const account = await new Algodv2(token, url).accountInformation(creator).do();
  return (account.createdAssets ?? []).map(({ params }) => params?.name ?? '');
}

/** Names of all ERC-20s whose first supply went to the account. */
export async function listErc20Names({ url }: Chain, holder: string): Promise<string[]> {
  const evm = createPublicClient({ transport: http(url) });
  const mints = await evm.getLogs({
    event: transfer,
    args: { from: zeroAddress, to: holder as Address },
    fromBlock: 0n,
  });
  return Promise.all(
    mints.map(({ address }) => evm.readContract({ address, abi: erc20, functionName: 'name' })),
  );
}

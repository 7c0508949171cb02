/** Reads tokens from the nodes themselves, with the chains' own libraries. The server is not asked. */
import { Algodv2, mnemonicToSecretKey } from 'algosdk';
import type { Deployment } from '@biatec-tokens/sdk';
import { createPublicClient, http, parseAbiItem, zeroAddress, type Address } from 'viem';
import type { Chain } from '../lib/startChains.ts';
import type { Fields } from './asked.ts';
import { readArc1400, readArc200, readMintableArc200 } from './readApplication.ts';
import { readArc3Asset, readPlainAsset, type ReadFile } from './readAsset.ts';
import { erc20, readErc20, readMintableErc20 } from './readErc20.ts';

export interface ChainReader {
  /** Every field of a token as the chain has it. */
  readToken(deployment: Deployment): Promise<Fields>;
  /** Ids of every asset of this name that the account has created. */
  findAssets(creator: string, name: string): Promise<string[]>;
  /** Ids of every application of this name that the account has created. */
  findApplications(creator: string, name: string): Promise<string[]>;
  /** Addresses of every ERC-20 of this name whose first supply went to the account since the demo began. */
  findErc20s(holder: string, name: string): Promise<string[]>;
}

const transfer = parseAbiItem(
  'event Transfer(address indexed from, address indexed to, uint256 value)',
);

export async function createChainReader(
  chains: { algorand: Chain; evm: Chain },
  readFile: ReadFile,
): Promise<ChainReader> {
  const algod = new Algodv2(chains.algorand.token, chains.algorand.url);
  const caller = mnemonicToSecretKey(chains.algorand.funder).addr.toString();
  const evm = createPublicClient({ transport: http(chains.evm.url) });
  const firstBlock = await evm.getBlockNumber();

  return {
    readToken({ tokenType, assetId, contractAddress, issuer }) {
      const application = { algod, applicationId: assetId ?? '', holder: issuer, caller };
      const contract = [evm, contractAddress as Address, issuer as Address] as const;
      switch (tokenType) {
        case 'asa-ft':
        case 'asa-nft':
        case 'asa-fnft':
          return readPlainAsset(algod, assetId ?? '');
        case 'arc3-ft':
        case 'arc3-nft':
        case 'arc3-fnft':
          return readArc3Asset(algod, assetId ?? '', readFile);
        case 'arc200-mintable':
          return readMintableArc200(application);
        case 'arc200-preminted':
          return readArc200(application);
        case 'arc1400':
          return readArc1400(application);
        case 'erc20-mintable':
          return readMintableErc20(...contract);
        case 'erc20-preminted':
          return readErc20(...contract);
      }
    },

    async findAssets(creator, name) {
      const { createdAssets = [] } = await algod.accountInformation(creator).do();
      return createdAssets
        .filter(({ params }) => params?.name === name)
        .map(({ index }) => String(index));
    },

    async findApplications(creator, name) {
      const { createdApps = [] } = await algod.accountInformation(creator).do();
      const ids = createdApps.map(({ id }) => String(id));
      const tokens = await Promise.all(
        ids.map((applicationId) => readArc200({ algod, applicationId, holder: creator, caller })),
      );
      return ids.filter((_, at) => tokens[at]?.['name'] === name);
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
}

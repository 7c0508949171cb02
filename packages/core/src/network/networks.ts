/**
 * The networks tokens can be issued on: identity, money, finality, public endpoints and explorers.
 *
 * Genesis hashes and chain ids are what a node must report before it is used.
 * Endpoints are defaults; an operator's list replaces them.
 */

/** Networks of one family share account format, transactions and adapters. */
export type ChainFamily = 'avm' | 'evm';

/** When a transaction counts as final: after so many rounds or blocks, or when the node's tagged head has passed it. */
export type Finality =
  | { readonly kind: 'rounds'; readonly rounds: number }
  | { readonly kind: 'tag'; readonly tag: 'finalized' | 'safe' }
  | { readonly kind: 'blocks'; readonly blocks: number };

/** What an explorer has a page for. `asset` is an ASA or the contract of a token, `application` an AVM app or a contract. */
export type ExplorerPage = 'asset' | 'application' | 'transaction' | 'address';

interface NetworkBase {
  /** Name for people. */
  readonly name: string;
  /** Whether its coins are worth money, are given away, or exist on one machine only. */
  readonly kind: 'main' | 'test' | 'local';
  /** The coin that pays fees. */
  readonly native: { readonly symbol: string; readonly decimals: number };
  readonly finality: Finality;
  /** Public endpoints, in order of preference; empty where only configuration knows one. */
  readonly endpoints: readonly string[];
  /** Page templates with `{id}`, or null where no public explorer is known. */
  readonly explorer: Readonly<Record<ExplorerPage, string>> | null;
  /** Other spellings, as {@link resolveNetwork} normalises them. */
  readonly aliases: readonly string[];
}

/** A network of the Algorand virtual machine. */
export interface AvmNetwork extends NetworkBase {
  readonly family: 'avm';
  /** Genesis id a node must report; null: from configuration, or pinned at first use. */
  readonly genesisId: string | null;
  /** Genesis hash a node must report, base64; null: from configuration, or pinned at first use. */
  readonly genesisHash: string | null;
}

/** A network of the Ethereum virtual machine. */
export interface EvmNetwork extends NetworkBase {
  readonly family: 'evm';
  /** Chain id a node must report. */
  readonly chainId: number;
}

/** One row of {@link networks}. */
export type NetworkDefinition = AvmNetwork | EvmNetwork;

const algo = { symbol: 'ALGO', decimals: 6 } as const;
const voi = { symbol: 'VOI', decimals: 6 } as const;
const aalgo = { symbol: 'AALGO', decimals: 6 } as const;
const ether = { symbol: 'ETH', decimals: 18 } as const;

// AVM blocks are final when they exist.
const oneRound = { kind: 'rounds', rounds: 1 } as const;
const finalized = { kind: 'tag', tag: 'finalized' } as const;
const safe = { kind: 'tag', tag: 'safe' } as const;

/** Every network by its id, in the order they are listed to people. */
export const networks = {
  'algorand-mainnet': {
    family: 'avm',
    name: 'Algorand',
    kind: 'main',
    genesisId: 'mainnet-v1.0',
    genesisHash: 'wGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8=',
    native: algo,
    finality: oneRound,
    endpoints: ['https://mainnet-api.4160.nodely.dev', 'https://mainnet-api.algonode.cloud'],
    explorer: loraPages('mainnet'),
    aliases: ['algorand', 'algorand-main', 'algo-mainnet', 'algomainnet'],
  },
  'algorand-testnet': {
    family: 'avm',
    name: 'Algorand TestNet',
    kind: 'test',
    genesisId: 'testnet-v1.0',
    genesisHash: 'SGO1GKSzyE7IEPItTxCByw9x8FmnrCDexi9/cOUJOiI=',
    native: algo,
    finality: oneRound,
    endpoints: ['https://testnet-api.4160.nodely.dev', 'https://testnet-api.algonode.cloud'],
    explorer: loraPages('testnet'),
    aliases: ['algorand-test', 'algo-testnet', 'algotestnet'],
  },
  'algorand-betanet': {
    family: 'avm',
    name: 'Algorand BetaNet',
    kind: 'test',
    genesisId: 'betanet-v1.0',
    genesisHash: 'mFgazF+2uRS1tMiL9dsj01hJGySEmPN28B/TjjvpVW0=',
    native: algo,
    finality: oneRound,
    endpoints: ['https://betanet-api.4160.nodely.dev', 'https://betanet-api.algonode.cloud'],
    explorer: loraPages('betanet'),
    // Only Algorand has a BetaNet.
    aliases: ['algorand-beta', 'algo-betanet', 'betanet'],
  },
  'voi-mainnet': {
    family: 'avm',
    name: 'VOI',
    kind: 'main',
    genesisId: 'voimain-v1.0',
    genesisHash: 'r20fSQI8gWe/kFZziNonSPCXLwcQmH/nxROvnnueWOk=',
    native: voi,
    finality: oneRound,
    endpoints: ['https://mainnet-api.voi.nodely.dev'],
    explorer: voiPages('https://block.voi.network'),
    aliases: ['voi', 'voi-main', 'voimain', 'voimainnet'],
  },
  'voi-testnet': {
    family: 'avm',
    name: 'VOI TestNet',
    kind: 'test',
    genesisId: 'voitest-v1',
    genesisHash: 'IXnoWtviVVJW5LGivNFc0Dq14V3kqaXuK2u5OQrdVZo=',
    native: voi,
    finality: oneRound,
    endpoints: ['https://testnet-api.voi.nodely.dev'],
    explorer: voiPages('https://testnet.block.voi.network'),
    aliases: ['voi-test', 'voitest', 'voitestnet'],
  },
  'aramid-mainnet': {
    family: 'avm',
    name: 'Aramid',
    kind: 'main',
    genesisId: 'aramidmain-v1.0',
    genesisHash: 'PgeQVJJgx/LYKJfIEz7dbfNPuXmDyJ+O7FwQ4XL9tE8=',
    native: aalgo,
    finality: oneRound,
    endpoints: ['https://algod.aramidmain.a-wallet.net'],
    explorer: null,
    aliases: ['aramid', 'aramid-main', 'aramidmain', 'aramidmainnet'],
  },
  'aramid-testnet': {
    family: 'avm',
    name: 'Aramid TestNet',
    kind: 'test',
    genesisId: null,
    genesisHash: null,
    native: aalgo,
    finality: oneRound,
    endpoints: [],
    explorer: null,
    aliases: ['aramid-test', 'aramidtest', 'aramidtestnet'],
  },
  ethereum: {
    family: 'evm',
    name: 'Ethereum',
    kind: 'main',
    chainId: 1,
    native: ether,
    finality: finalized,
    endpoints: ['https://ethereum.reth.rs/rpc', 'https://ethereum-rpc.publicnode.com'],
    explorer: etherscanPages('https://etherscan.io'),
    aliases: ['ethereum-mainnet', 'eth', 'eth-mainnet'],
  },
  base: {
    family: 'evm',
    name: 'Base',
    kind: 'main',
    chainId: 8453,
    native: ether,
    finality: safe,
    endpoints: ['https://mainnet.base.org', 'https://base-rpc.publicnode.com'],
    explorer: etherscanPages('https://basescan.org'),
    aliases: ['base-mainnet'],
  },
  arbitrum: {
    family: 'evm',
    name: 'Arbitrum One',
    kind: 'main',
    chainId: 42_161,
    native: ether,
    finality: safe,
    endpoints: ['https://arb1.arbitrum.io/rpc', 'https://arbitrum-one-rpc.publicnode.com'],
    explorer: etherscanPages('https://arbiscan.io'),
    aliases: ['arbitrum-mainnet', 'arbitrum-one'],
  },
  'ethereum-sepolia': {
    family: 'evm',
    name: 'Ethereum Sepolia',
    kind: 'test',
    chainId: 11_155_111,
    native: ether,
    finality: finalized,
    endpoints: ['https://11155111.rpc.thirdweb.com', 'https://ethereum-sepolia-rpc.publicnode.com'],
    explorer: etherscanPages('https://sepolia.etherscan.io'),
    // Base and Arbitrum name their own test networks after it, always with their name in front.
    aliases: ['sepolia', 'eth-sepolia'],
  },
  'base-sepolia': {
    family: 'evm',
    name: 'Base Sepolia',
    kind: 'test',
    chainId: 84_532,
    native: ether,
    finality: safe,
    endpoints: ['https://sepolia.base.org', 'https://base-sepolia-rpc.publicnode.com'],
    explorer: etherscanPages('https://sepolia.basescan.org'),
    aliases: ['base-testnet'],
  },
  'arbitrum-sepolia': {
    family: 'evm',
    name: 'Arbitrum Sepolia',
    kind: 'test',
    chainId: 421_614,
    native: ether,
    finality: safe,
    endpoints: [
      'https://sepolia-rollup.arbitrum.io/rpc',
      'https://arbitrum-sepolia-rpc.publicnode.com',
    ],
    explorer: etherscanPages('https://sepolia.arbiscan.io'),
    aliases: ['arbitrum-testnet'],
  },
  'algorand-localnet': {
    family: 'avm',
    name: 'Algorand on this machine',
    kind: 'local',
    genesisId: null,
    genesisHash: null,
    native: algo,
    finality: oneRound,
    endpoints: [],
    explorer: null,
    aliases: ['algorand-local', 'algo-localnet'],
  },
  'evm-localnet': {
    family: 'evm',
    name: 'EVM on this machine',
    kind: 'local',
    // The id anvil and hardhat give their chains; the genesis is pinned at first use, since every such chain has it.
    chainId: 31_337,
    native: ether,
    finality: { kind: 'blocks', blocks: 1 },
    endpoints: [],
    explorer: null,
    aliases: ['evm-local', 'anvil', 'hardhat'],
  },
} as const satisfies Record<string, NetworkDefinition>;

/** Id of a network, as every answer spells it. */
export type NetworkId = keyof typeof networks;

/** All ids, in the order of the table. */
export const networkIds = Object.keys(networks) as NetworkId[];

/**
 * Returns the row of a network, widened so that the family tells its fields apart.
 *
 * @param id - Id of the network.
 * @returns The row.
 * @example
 * const network = getNetwork('base');
 * if (network.family === 'evm') network.chainId // 8453
 */
export function getNetwork(id: NetworkId): NetworkDefinition {
  return networks[id];
}

/**
 * Returns the address of an explorer's page, or null where no public explorer is known.
 *
 * @param id - Id of the network.
 * @param page - What the page is about.
 * @param subject - Asset or application id, transaction id, or address.
 * @returns The URL.
 * @example
 * explorerUrl('base', 'transaction', '0x12…') // "https://basescan.org/tx/0x12…"
 */
export function explorerUrl(id: NetworkId, page: ExplorerPage, subject: string): string | null {
  const template = getNetwork(id).explorer?.[page];
  return template === undefined
    ? null
    : template.replace('{id}', () => encodeURIComponent(subject));
}

function loraPages(network: string): Record<ExplorerPage, string> {
  const site = `https://lora.algokit.io/${network}`;
  return {
    asset: `${site}/asset/{id}`,
    application: `${site}/application/{id}`,
    transaction: `${site}/transaction/{id}`,
    address: `${site}/account/{id}`,
  };
}

function voiPages(site: string): Record<ExplorerPage, string> {
  return {
    asset: `${site}/explorer/asset/{id}`,
    application: `${site}/explorer/application/{id}`,
    transaction: `${site}/explorer/transaction/{id}`,
    address: `${site}/explorer/account/{id}`,
  };
}

function etherscanPages(site: string): Record<ExplorerPage, string> {
  return {
    asset: `${site}/token/{id}`,
    application: `${site}/address/{id}`,
    transaction: `${site}/tx/{id}`,
    address: `${site}/address/{id}`,
  };
}

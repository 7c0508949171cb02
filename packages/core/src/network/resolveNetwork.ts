import { getNetwork, networkIds, type NetworkId } from './networks.ts';

const idsBySpelling = new Map<string, NetworkId>(
  networkIds.flatMap((id) => spellingsOf(id).map((spelling) => [spelling, id] as const)),
);

/**
 * Finds a network by any of its spellings: id, genesis id, chain id, CAIP-2 id of an EVM chain, or alias.
 *
 * Case, surrounding white space and `_` against `-` do not matter. A word that could mean two networks, such as
 * `mainnet` or `testnet`, means none: a token on the wrong network cannot be moved.
 *
 * @param text - What a person or a program wrote.
 * @returns The id, or undefined when no network or more than one is meant.
 * @example
 * resolveNetwork('Algorand_TestNet') // "algorand-testnet"
 * resolveNetwork('8453') // "base"
 * resolveNetwork('mainnet') // undefined
 */
export function resolveNetwork(text: string): NetworkId | undefined {
  return idsBySpelling.get(normalise(text));
}

/**
 * Lists every spelling {@link resolveNetwork} knows for a network, in normalised form.
 *
 * @param id - Id of the network.
 * @returns The id first, then what nodes report, then the aliases.
 * @example
 * spellingsOf('base') // ["base", "8453", "eip155:8453", "base-mainnet"]
 */
export function spellingsOf(id: NetworkId): string[] {
  const network = getNetwork(id);
  const reported =
    network.family === 'evm'
      ? [`${network.chainId}`, `eip155:${network.chainId}`]
      : network.genesisId === null
        ? []
        : [network.genesisId];
  return [id, ...reported, ...network.aliases];
}

function normalise(text: string): string {
  return text.trim().toLowerCase().replaceAll('_', '-');
}

import type { NodeFamily } from '../endpoints/family.ts';
import type { Pool } from '../endpoints/createPool.ts';
import { invalidAnswerOf, type Origin } from '../errors.ts';
import { blockAt, chainIdOf } from './questions.ts';
import { createRpc, type Rpc } from './rpc.ts';

/** One endpoint, known to be of our chain. */
export interface Node extends Rpc {
  readonly origin: Origin;
}

/** The endpoints of a network. */
export type Nodes = Pool<Node>;

/** Deeper than chains of this family go back in practice. */
const unsettledBlocks = 16n;

/** Nodes that speak Ethereum's JSON-RPC. */
export function rpcFamily({ isLocal }: { readonly isLocal: boolean }): NodeFamily<Node> {
  return {
    open: (link) => ({ ...createRpc(link), origin: link.origin }),

    async identify(node) {
      const [found, first, second] = isLocal
        ? await node.ask(chainIdOf, blockAt(0n), blockAt(1n))
        : [...(await node.ask(chainIdOf)), null, null];
      // Named by its successor where there is one: anvil makes a new first block with every start, also when it goes on
      // with the blocks that it saved.
      const genesis = second?.parentHash ?? first?.hash;
      return genesis === undefined ? `${found}` : `${found}:${genesis}`;
    },

    async readHead(node) {
      const [head] = await node.ask(blockAt('latest'));
      if (head === null) throw invalidAnswerOf(node.origin, 'it has no latest block');
      return { height: head.number, synced: true };
    },

    async findBlockHash(node, height) {
      const [block] = await node.ask(blockAt(height));
      return block?.hash;
    },

    unsettledBlocks,
  };
}

/** Whether an identity is one of this chain id, so that it is worth pinning. */
export function hasChainId(identity: string, chainId: number): boolean {
  return identity === `${chainId}` || identity.startsWith(`${chainId}:`);
}

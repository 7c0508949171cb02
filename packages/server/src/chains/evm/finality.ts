import type { Finality } from '@biatec-tokens/core';
import type { BlockReference } from '../../ports/store/deployments.ts';
import type { Node } from './nodes.ts';
import { blockAt, type Block } from './questions.ts';

/** How settled a block is. `gone`: a reorganisation removed it. */
export type Settlement =
  | { readonly kind: 'final' }
  | { readonly kind: 'waiting'; readonly message: string }
  | { readonly kind: 'gone' };

/** Judges a block by the rule of the network. */
export async function settlementOf(
  node: Node,
  finality: Finality,
  block: BlockReference,
): Promise<Settlement> {
  // The node gave the block as part of its chain just now, and one block is all that is asked for.
  if (blocksOf(finality) === 1n) return { kind: 'final' };

  const [here, marker] = await node.ask(blockAt(block.number), blockAt(markerOf(finality)));
  if (here?.hash !== block.hash) return { kind: 'gone' };
  if (finality.kind === 'tag') {
    if (marker !== null && marker.number >= block.number) return { kind: 'final' };
    const at = marker === null ? 'no block yet' : `block ${marker.number}`;
    return {
      kind: 'waiting',
      message: `Block ${block.number} is not ${finality.tag} yet; ${finality.tag} is ${at}`,
    };
  }
  const wanted = blocksOf(finality) ?? 1n;
  const present = (marker?.number ?? block.number) - block.number + 1n;
  if (present >= wanted) return { kind: 'final' };
  return { kind: 'waiting', message: `Block ${block.number} has ${present} of ${wanted} blocks` };
}

/** Newest block that counts as final, for proofs. */
export async function findFinalBlock(node: Node, finality: Finality): Promise<Block | null> {
  const [marker] = await node.ask(blockAt(markerOf(finality)));
  const blocks = blocksOf(finality);
  if (marker === null || blocks === undefined || blocks === 1n) return marker;
  const number = marker.number - blocks + 1n;
  if (number < 0n) return null;
  const [block] = await node.ask(blockAt(number));
  return block;
}

function blocksOf(finality: Finality): bigint | undefined {
  switch (finality.kind) {
    case 'blocks':
      return BigInt(Math.max(finality.blocks, 1));
    case 'rounds':
      return BigInt(Math.max(finality.rounds, 1));
    default:
      return undefined;
  }
}

function markerOf(finality: Finality): 'latest' | 'safe' | 'finalized' {
  return finality.kind === 'tag' ? finality.tag : 'latest';
}

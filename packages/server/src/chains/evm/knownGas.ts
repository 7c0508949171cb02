import type { Clock } from '../../ports/clock.ts';
import { termsOf } from './build.ts';
import type { Node } from './nodes.ts';
import type { Issue } from '../../ports/chainAdapter.ts';

/** Gas that creations of the same shape took a moment ago on the same node. */
export interface KnownGas {
  find(node: Node, issue: Issue): bigint | undefined;
  remember(node: Node, issue: Issue, gas: bigint): void;
}

const ageMsMax = 30_000;

/**
 * Remembers gas by what it depends on.
 *
 * A creation of ours writes as many slots as its texts are long and its supply is not zero; all else is a fraction of a
 * percent, which the margin on every estimate covers. Not for long: rollups charge another chain's price in gas.
 */
export function createKnownGas(clock: Clock): KnownGas {
  const known = new WeakMap<Node, Map<string, { readonly gas: bigint; readonly atMs: number }>>();

  return {
    find(node, issue) {
      const found = known.get(node)?.get(shapeOf(issue));
      if (found === undefined) return undefined;
      return clock.now().getTime() - found.atMs > ageMsMax ? undefined : found.gas;
    },
    remember(node, issue, gas) {
      const ofNode = known.get(node) ?? new Map();
      known.set(node, ofNode.set(shapeOf(issue), { gas, atMs: clock.now().getTime() }));
    },
  };
}

function shapeOf(issue: Issue): string {
  const { type, parameters } = termsOf(issue);
  const { name, symbol, initialReceiver } = parameters;
  const supply =
    type === 'erc20-mintable' ? parameters.initialSupplyBaseUnits : parameters.totalSupplyBaseUnits;
  return [
    type,
    Buffer.byteLength(name),
    Buffer.byteLength(symbol),
    supply === '0',
    initialReceiver === issue.issuer.address,
  ].join(' ');
}

import type { Clock } from '../../ports/clock.ts';
import { termsOf } from './build.ts';
import type { Node } from './nodes.ts';
import type { Issue } from '../../ports/chainAdapter.ts';

/** Gas that creations of the same shape took a moment ago on the same node. */
export interface KnownGas {
  find(node: Node, issue: Issue): bigint | undefined;
  remember(node: Node, issue: Issue, gas: bigint): void;
  /** For this issuance only, so that it offers what its preview showed whatever others of its shape took. */
  rememberShown(node: Node, issue: Issue, gas: bigint): void;
}

const ageMsMax = 30_000;
const shownMax = 1_000;

/**
 * Remembers gas by what it depends on.
 *
 * A creation of ours writes as many slots as its texts are long and its supply is not zero; all else is a fraction of a
 * percent, which the margin on every estimate covers. Not for long: rollups charge another chain's price in gas.
 */
export function createKnownGas(clock: Clock): KnownGas {
  const ofShapes = new WeakMap<Node, Memory>();
  const shown = new WeakMap<Node, Memory>();

  function findIn(memory: Memory | undefined, key: string): bigint | undefined {
    const found = memory?.get(key);
    if (found === undefined) return undefined;
    return clock.now().getTime() - found.atMs > ageMsMax ? undefined : found.gas;
  }

  function keepIn(memories: WeakMap<Node, Memory>, node: Node, key: string, gas: bigint): Memory {
    const memory: Memory = memories.get(node) ?? new Map();
    memories.set(node, memory.set(key, { gas, atMs: clock.now().getTime() }));
    return memory;
  }

  return {
    find: (node, issue) =>
      findIn(shown.get(node), issue.deploymentId) ?? findIn(ofShapes.get(node), shapeOf(issue)),
    remember: (node, issue, gas) => void keepIn(ofShapes, node, shapeOf(issue), gas),
    rememberShown(node, issue, gas) {
      const memory = keepIn(shown, node, issue.deploymentId, gas);
      const [oldest] = memory.keys();
      if (memory.size > shownMax && oldest !== undefined) memory.delete(oldest);
    },
  };
}

type Memory = Map<string, { readonly gas: bigint; readonly atMs: number }>;

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

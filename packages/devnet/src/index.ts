export {
  type AlgorandNode,
  type AlgorandNodeOptions,
  startAlgorandNode,
} from './algorand/startAlgorandNode.ts';
export type { Fault, FaultKind, Faults } from './algorand/faults.ts';
export { type EvmNode, type EvmNodeOptions, startEvmNode } from './evm/startEvmNode.ts';

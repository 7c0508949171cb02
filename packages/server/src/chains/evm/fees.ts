// https://eips.ethereum.org/EIPS/eip-1559
import type { Block } from './questions.ts';

/** What a transaction offers for a unit of gas, in wei. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Most that is ever offered, whatever a node suggests; a transaction that this is too little for waits. */
export const feeLimits: Fees = {
  maxFeePerGas: 500_000_000_000n,
  maxPriorityFeePerGas: 20_000_000_000n,
};

/** What a new transaction offers: the tip suggested, and room for the base fee to double. */
export function quoteFees(block: Block, suggestedTip: bigint, limits: Fees): Fees {
  const maxPriorityFeePerGas = min(suggestedTip, limits.maxPriorityFeePerGas);
  const wanted = 2n * (block.baseFeePerGas ?? 0n) + maxPriorityFeePerGas;
  const maxFeePerGas = min(wanted, limits.maxFeePerGas);
  return { maxFeePerGas, maxPriorityFeePerGas: min(maxPriorityFeePerGas, maxFeePerGas) };
}

/**
 * What replaces a transaction: an eighth more on both fees, as pools demand, and at least the quote of today.
 *
 * @returns undefined where it would pass the limits, or where the transaction offers twice the quote already: then it
 * does not wait for money, and offering more with every look would only waste it.
 */
export function raise(offered: Fees, quote: Fees, limits: Fees): Fees | undefined {
  const isGenerous =
    offered.maxFeePerGas >= 2n * quote.maxFeePerGas &&
    offered.maxPriorityFeePerGas >= 2n * quote.maxPriorityFeePerGas;
  if (isGenerous) return undefined;
  const maxPriorityFeePerGas = max(
    eighthMore(offered.maxPriorityFeePerGas),
    quote.maxPriorityFeePerGas,
  );
  const maxFeePerGas = max(eighthMore(offered.maxFeePerGas), quote.maxFeePerGas);
  return maxFeePerGas > limits.maxFeePerGas || maxPriorityFeePerGas > limits.maxPriorityFeePerGas
    ? undefined
    : { maxFeePerGas: max(maxFeePerGas, maxPriorityFeePerGas), maxPriorityFeePerGas };
}

function eighthMore(fee: bigint): bigint {
  // Rounded up; and nothing plus an eighth is still nothing, which pools do not take for more.
  return fee + max((fee + 7n) / 8n, 1n);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

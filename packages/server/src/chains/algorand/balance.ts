import { invalidAnswer } from '../errors.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';
import { recently } from './recently.ts';

/** What an account holds and must keep, in µALGO. */
export interface Balance {
  readonly amount: bigint;
  readonly minimum: bigint;
}

type BalanceContext = Pick<AlgorandContext, 'networkId' | 'rest' | 'clock'>;

/** Reads an account as it is now; an unused one has neither more nor less than nothing. */
export async function readBalance(
  { networkId, rest }: Pick<BalanceContext, 'networkId' | 'rest'>,
  address: string,
): Promise<Balance> {
  const { status, body } = await rest.get(`/v2/accounts/${address}?exclude=all`);
  if (status !== 200) throw invalidAnswer(networkId, `an account came with HTTP status ${status}`);
  const field = readerOf(networkId, body);
  return { amount: field.integer('amount'), minimum: field.integer('min-balance') };
}

/**
 * Tells what a sponsor had a moment ago: it pays for many issuances at once, and each alters little.
 *
 * Only good for saying that there is enough; whoever refuses must have read it anew.
 */
export function createSponsorBalance(
  context: BalanceContext,
): (address: string) => Promise<Balance> {
  let known: { readonly address: string; readonly read: () => Promise<Balance> } | undefined;
  return (address) => {
    if (known?.address !== address)
      known = { address, read: recently(context.clock, () => readBalance(context, address)) };
    return known.read();
  };
}

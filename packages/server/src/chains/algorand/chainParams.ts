import type { Clock } from '../../ports/clock.ts';
import { invalidAnswer } from '../errors.ts';
import type { AlgodRest } from './algodRest.ts';
import { readerOf } from './fields.ts';
import { recently } from './recently.ts';

/** What a transaction must know of the network. */
export interface ChainParams {
  readonly genesisId: string;
  /** Base64. */
  readonly genesisHash: string;
  readonly lastRound: bigint;
  readonly minFee: bigint;
  /** Fee per byte while the network is congested, else 0. */
  readonly feePerByte: bigint;
}

/** Reads the parameters, at most every 100 ms; far below the validity window. */
export function createChainParams(
  networkId: string,
  rest: AlgodRest,
  clock: Clock,
): () => Promise<ChainParams> {
  return recently(clock, () => readParams(networkId, rest));
}

/** Reads the parameters as they are now. */
export async function readParams(networkId: string, rest: AlgodRest): Promise<ChainParams> {
  const { status, body } = await rest.get('/v2/transactions/params');
  if (status !== 200) throw invalidAnswer(networkId, `parameters came with HTTP status ${status}`);
  const field = readerOf(networkId, body);
  return {
    genesisId: field.text('genesis-id'),
    genesisHash: field.text('genesis-hash'),
    lastRound: field.integer('last-round'),
    minFee: field.integer('min-fee'),
    feePerByte: field.integer('fee'),
  };
}

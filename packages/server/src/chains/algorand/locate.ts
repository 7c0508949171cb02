import type { Sighting } from '../../ports/chainAdapter.ts';
import type { Attempt } from '../../ports/store/index.ts';
import { invalidAnswer } from '../errors.ts';
import type { AlgodObject } from './algodRest.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';

/** Rounds for which every node can tell whether it saw a transaction, by its id alone. */
const lookBackRounds = 1_000n;

/**
 * Finds an attempt's transaction by its id.
 *
 * Absence is proof only in this order: first a synced node shows a round past the window, then the id is looked up.
 */
export async function locate(context: AlgorandContext, attempt: Attempt): Promise<Sighting> {
  const transactionId = attempt.variants.at(-1)?.transactionId;
  const { firstValid, lastValid } = attempt;
  if (transactionId === undefined || firstValid === null || lastValid === null)
    return { kind: 'absent', message: 'nothing of this attempt was signed' };

  const seen = await lookUp(context, transactionId);
  if (seen !== undefined) return seen;

  const { lastRound, synced } = await readStatus(context);
  if (lastRound < lastValid || !synced)
    return {
      kind: 'absent',
      message: `not on chain at round ${lastRound}; may be included up to round ${lastValid}`,
    };
  // It may have been included between the first look and the status: this look is the one that counts.
  const seenLate = await lookUp(context, transactionId);
  if (seenLate !== undefined) return seenLate;
  if (lastRound <= firstValid + lookBackRounds)
    return {
      kind: 'impossible',
      proof: `absent at round ${lastRound}, valid from ${firstValid} to ${lastValid}`,
    };
  return searchBlocks(context, { transactionId, firstValid, lastValid });
}

async function lookUp(
  context: AlgorandContext,
  transactionId: string,
): Promise<Sighting | undefined> {
  const { status, body } = await context.rest.get(`/v2/transactions/pending/${transactionId}`);
  if (status === 404) return undefined;
  if (status !== 200)
    throw invalidAnswer(context.networkId, `a transaction came with HTTP status ${status}`);
  const field = readerOf(context.networkId, body);
  const confirmedRound = field.optionalInteger('confirmed-round');
  if (confirmedRound !== null && confirmedRound > 0n)
    return included(transactionId, confirmedRound, field.optionalInteger('asset-index'));
  // A transaction that fell out of the pool may still sit in another node's.
  if (field.optionalText('pool-error') !== null) return undefined;
  return { kind: 'pool', transactionId };
}

async function readStatus(
  context: AlgorandContext,
): Promise<{ lastRound: bigint; synced: boolean }> {
  const { status, body } = await context.rest.get('/v2/status');
  if (status !== 200)
    throw invalidAnswer(context.networkId, `the status came with HTTP status ${status}`);
  const field = readerOf(context.networkId, body);
  return {
    lastRound: field.integer('last-round'),
    synced: field.integer('catchup-time') === 0n,
  };
}

/** Looks through every block of the window; a node that dropped one of them cannot decide. */
async function searchBlocks(
  context: AlgorandContext,
  window: { transactionId: string; firstValid: bigint; lastValid: bigint },
): Promise<Sighting> {
  for (let round = window.firstValid; round <= window.lastValid; round += 1n) {
    const { status, body } = await context.rest.get(`/v2/blocks/${round}/txids`);
    if (status !== 200)
      return {
        kind: 'undecidable',
        message: `the node no longer has block ${round}; add an endpoint of an archival node`,
      };
    const ids = readerOf(context.networkId, body).texts('blockTxids');
    const index = ids.indexOf(window.transactionId);
    if (index >= 0)
      return included(
        window.transactionId,
        round,
        await readCreatedAsset(context, { round, index }),
      );
  }
  return {
    kind: 'impossible',
    proof: `in none of the blocks ${window.firstValid} to ${window.lastValid}`,
  };
}

async function readCreatedAsset(
  context: AlgorandContext,
  { round, index }: { round: bigint; index: number },
): Promise<bigint | null> {
  const { status, body } = await context.rest.get(`/v2/blocks/${round}?format=json`);
  if (status !== 200)
    throw invalidAnswer(context.networkId, `a block came with HTTP status ${status}`);
  const payset = readerOf(context.networkId, body).object('block')['txns'];
  const entry = Array.isArray(payset) ? (payset[index] as AlgodObject | undefined) : undefined;
  if (entry === undefined)
    throw invalidAnswer(context.networkId, `block ${round} lacks a transaction it lists`);
  return readerOf(context.networkId, entry).optionalInteger('caid');
}

/** Blocks of this family are final when they exist. */
function included(transactionId: string, round: bigint, assetId: bigint | null): Sighting {
  return {
    kind: 'included',
    transactionId,
    block: { number: round, hash: null },
    assetId,
    contractAddress: null,
    final: true,
    finality: 'final',
  };
}

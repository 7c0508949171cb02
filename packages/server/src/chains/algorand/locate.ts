import { networks } from '@biatec-tokens/core';
import type { Issue, Sighting } from '../../ports/chainAdapter.ts';
import type { Attempt } from '../../ports/store/index.ts';
import { behindMax } from '../endpoints/createStanding.ts';
import { invalidAnswer } from '../errors.ts';
import type { AlgodObject } from './algodRest.ts';
import { applicationAccountOf } from './applicationCall.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';
import { readStatus } from './status.ts';

/** Rounds for which every node can tell whether it saw a transaction, by its id alone. */
const lookBackRounds = 1_000n;

/**
 * Finds an attempt's transaction by its id.
 *
 * Absence is proof only in this order: first a synced node shows a round past the window, then the id is looked up.
 */
export async function locate(
  context: AlgorandContext,
  issue: Issue,
  attempt: Attempt,
): Promise<Sighting> {
  const sighting = await find(context, attempt);
  if (sighting.kind !== 'included' || sighting.assetId !== null) return sighting;
  // A later step makes nothing: the token is what the first one made.
  const assetId = issue.step?.assetId ?? null;
  return { ...sighting, assetId, contractAddress: applicationAccountOf(assetId) ?? null };
}

async function find(context: AlgorandContext, attempt: Attempt): Promise<Sighting> {
  const transactionId = attempt.variants.at(-1)?.transactionId;
  const { firstValid, lastValid } = attempt;
  if (transactionId === undefined || firstValid === null || lastValid === null)
    return { kind: 'absent', message: 'nothing of this attempt was signed' };

  const seen = await lookUp(context, transactionId);
  if (seen !== undefined) return seen;

  const { lastRound, synced } = await readStatus(context);
  if (lastRound < lastValid + marginRounds(context) || !synced)
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

/** Behind one public address stand several nodes: the look-up may be answered by one as far behind as we allow. */
function marginRounds({ networkId }: AlgorandContext): bigint {
  return networks[networkId].kind === 'local' ? 0n : behindMax;
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
    return included(transactionId, confirmedRound, {
      assetId: field.optionalInteger('asset-index'),
      applicationId: field.optionalInteger('application-index'),
    });
  // A transaction that fell out of the pool may still sit in another node's.
  if (field.optionalText('pool-error') !== null) return undefined;
  return { kind: 'pool', transactionId };
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
      return included(window.transactionId, round, await readCreated(context, { round, index }));
  }
  return {
    kind: 'impossible',
    proof: `in none of the blocks ${window.firstValid} to ${window.lastValid}`,
  };
}

async function readCreated(
  context: AlgorandContext,
  { round, index }: { round: bigint; index: number },
): Promise<Created> {
  const { status, body } = await context.rest.get(`/v2/blocks/${round}?format=json`);
  if (status !== 200)
    throw invalidAnswer(context.networkId, `a block came with HTTP status ${status}`);
  const payset = readerOf(context.networkId, body).object('block')['txns'];
  const entry = Array.isArray(payset) ? (payset[index] as AlgodObject | undefined) : undefined;
  if (entry === undefined)
    throw invalidAnswer(context.networkId, `block ${round} lacks a transaction it lists`);
  const field = readerOf(context.networkId, entry);
  return {
    assetId: field.optionalInteger('caid'),
    applicationId: field.optionalInteger('apid'),
  };
}

/** What a transaction made, if anything. Some nodes say 0 for nothing. */
interface Created {
  readonly assetId: bigint | null;
  readonly applicationId: bigint | null;
}

/** Blocks of this family are final when they exist. */
function included(
  transactionId: string,
  round: bigint,
  { assetId, applicationId }: Created,
): Sighting {
  const madeId = applicationId || assetId || null;
  return {
    kind: 'included',
    transactionId,
    block: { number: round, hash: null },
    assetId: madeId,
    contractAddress: applicationId ? (applicationAccountOf(applicationId) ?? null) : null,
    final: true,
    finality: 'final',
  };
}

import type { Sighting } from '../ports/chainAdapter.ts';
import type { Advance } from '../ports/store/index.ts';
import { fail } from './fail.ts';
import { isFirstStep } from './steps.ts';
import { probeStep, record, type EngineDeps, type Turn, type Visit } from './visit.ts';
import { waitFor } from './wait.ts';

export type Included = Extract<Sighting, { kind: 'included' }>;

/**
 * What an included attempt tells of the token: the transaction that made it, its block and its ids.
 *
 * Later steps make nothing, so they tell nothing; they are found among the attempts.
 */
export function factsOf(visit: Visit, sighting: Included): NonNullable<Advance['set']> {
  if (!isFirstStep(visit)) return {};
  const { transactionId, block, assetId, contractAddress } = sighting;
  return { transactionId, block, assetId, contractAddress };
}

/** Waits for finality, reads every parameter back and completes. */
export async function settle(deps: EngineDeps, visit: Visit, sighting: Included): Promise<Turn> {
  if (!sighting.final)
    return waitFor(deps, visit, { kind: 'finality', message: sighting.finality }, 'finality');

  const readBack = await visit.adapter.readBack(visit.issue, {
    assetId: sighting.assetId,
    contractAddress: sighting.contractAddress,
    // The one in which it was made, also when later steps followed.
    block: visit.deployment.block,
  });
  probeStep(deps, visit, 'read-back');
  if (readBack === undefined)
    return waitFor(
      deps,
      visit,
      {
        kind: 'node',
        message: 'the token is in a block, but the node cannot read it by its id yet',
      },
      'inclusion',
    );

  const unequal = readBack.filter((field) => !field.equal);
  if (unequal.length > 0)
    return fail(deps, visit, 'mismatch', {
      errorCode: 'CHAIN_READBACK_MISMATCH',
      errorMessage: `Cannot complete: the token on chain differs in ${unequal.map((field) => field.field).join(', ')}`,
      details: { fields: unequal },
      retryable: false,
    });

  await record(deps, visit, { steps: [{ event: 'index' }], set: { readBack, waiting: null } });
  probeStep(deps, visit, 'indexed');
  return complete(deps, visit);
}

/** Looks again at a deployment that was Confirmed in an earlier turn: its block may have gone. */
export async function resumeConfirmed(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const { attempt } = visit;
  if (attempt === null) throw new Error('Cannot resume: a Confirmed deployment has an attempt');
  const sighting = await visit.adapter.locate(visit.issue, attempt);
  if (sighting.kind === 'included') {
    // The same transaction may have moved to another block of a reorganised chain.
    if (sighting.block.hash !== visit.deployment.block?.hash)
      await record(deps, visit, { set: factsOf(visit, sighting) });
    return settle(deps, visit, sighting);
  }
  if (sighting.kind === 'undecidable')
    return waitFor(deps, visit, { kind: 'archival-node', message: sighting.message }, 'outage');
  await record(deps, visit, {
    steps: [{ event: 'reorganise' }],
    // What an earlier step made is there whatever became of a later one.
    set: isFirstStep(visit)
      ? { block: null, assetId: null, contractAddress: null, readBack: null }
      : { readBack: null },
    attempt: { number: attempt.number, outcome: 'open' },
  });
  visit.attempt = { ...attempt, outcome: 'open' };
  return 'again';
}

/** Records, audits and announces the token, all in one transaction. */
export async function complete(deps: EngineDeps, visit: Visit): Promise<Turn> {
  await record(deps, visit, {
    steps: [{ event: 'complete' }],
    set: { waiting: null },
    dueAt: null,
    keepLease: false,
  });
  probeStep(deps, visit, 'completed');
  return 'rest';
}

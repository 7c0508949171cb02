import { assertNever } from '../internal/assertNever.ts';
import { broadcastAttempt } from './broadcastAttempt.ts';
import { fail } from './fail.ts';
import { openAttempt, signOpenAttempt, signVariant } from './openAttempt.ts';
import { pinMetadata } from './pinMetadata.ts';
import { raiseFeesAfterMs, rebroadcastAfterMs } from './schedule.ts';
import { factsOf, settle, type Included } from './settle.ts';
import { atStep, isFirstStep, isLastStep, stepNumberOf } from './steps.ts';
import { probeStep, record, type EngineDeps, type Turn, type Visit } from './visit.ts';
import { waitFor } from './wait.ts';
import type { Sighting } from '../ports/chainAdapter.ts';
import type { AdvanceStep, Attempt } from '../ports/store/index.ts';

/** Brings an attempt to the chain and watches it there, until it is included or proven impossible. */
export async function followAttempt(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const { attempt } = visit;
  if (attempt === null && (await pinMetadata(deps, visit)) === 'rest') return 'rest';
  if (attempt === null || attempt.outcome === 'expired' || attempt.outcome === 'reverted')
    return openAttempt(deps, visit);
  // The latest attempt finished an earlier step: this one has none yet.
  if (attempt.step < stepNumberOf(visit)) return openAttempt(deps, visit);
  if (attempt.variants.length === 0) return signOpenAttempt(deps, visit);
  // Freshly stored bytes were never sent: there is nothing to look for yet. After a crash the counter may be
  // behind the truth, which costs one harmless repetition of the same bytes.
  if (attempt.broadcasts === 0 && !(await wasSeen(deps, visit)))
    return broadcastAttempt(deps, visit);

  const sighting = await visit.adapter.locate(visit.issue, attempt);
  probeStep(deps, visit, 'located');
  return decide(deps, visit, attempt, sighting);
}

/** An attempt of an earlier process may be on chain although its broadcast was never recorded. */
async function wasSeen(deps: EngineDeps, visit: Visit): Promise<boolean> {
  const { attempt } = visit;
  const signedAt = attempt?.variants.at(-1)?.signedAt;
  if (attempt === null || signedAt === undefined) return false;
  if (deps.clock.now().getTime() - signedAt.getTime() < rebroadcastAfterMs) return false;
  const sighting = await visit.adapter.locate(visit.issue, attempt);
  return sighting.kind !== 'absent';
}

async function decide(
  deps: EngineDeps,
  visit: Visit,
  attempt: Attempt,
  sighting: Sighting,
): Promise<Turn> {
  switch (sighting.kind) {
    case 'included': {
      if (!isLastStep(visit)) return finishStep(deps, visit, attempt, sighting);
      await record(deps, visit, {
        steps: stepsToConfirmed(visit),
        set: { ...factsOf(visit, sighting), waiting: null },
        attempt: { number: attempt.number, outcome: 'included' },
      });
      probeStep(deps, visit, 'confirmed');
      return settle(deps, visit, sighting);
    }
    case 'pool': {
      if (await raiseFeesWhenStuck(deps, visit, attempt)) return broadcastAttempt(deps, visit);
      if (visit.deployment.state === 'Queued' || visit.deployment.state === 'Submitted')
        await record(deps, visit, {
          steps: stepsToConfirmed(visit).slice(0, -1),
          ...(isFirstStep(visit) ? { set: { transactionId: sighting.transactionId } } : {}),
        });
      return waitFor(
        deps,
        visit,
        { kind: 'inclusion', message: 'the transaction is in the pool and waits for a block' },
        'inclusion',
      );
    }
    case 'absent': {
      // A pool drops what no longer pays enough, so raising comes before repeating.
      const raised = await raiseFeesWhenStuck(deps, visit, attempt);
      if (raised || sinceBroadcastMs(deps, attempt) >= rebroadcastAfterMs)
        await broadcastAttempt(deps, visit);
      return visitAgainLater(deps, visit, sighting.message);
    }
    case 'reverted': {
      if (!sighting.final)
        return waitFor(
          deps,
          visit,
          {
            kind: 'finality',
            message: `the network undid the transaction (${sighting.reason}); its block is not final yet`,
          },
          'finality',
        );
      return fail(
        deps,
        visit,
        'revert',
        {
          errorCode: 'BLOCKCHAIN_TRANSACTION_FAILED',
          errorMessage: `Cannot issue the token: the network undid the transaction: ${sighting.reason}`,
          details: { reason: sighting.reason, transactionId: sighting.transactionId },
          retryable: true,
        },
        'reverted',
      );
    }
    case 'impossible': {
      deps.log.info(
        { deploymentId: visit.deployment.id, attempt: attempt.number, proof: sighting.proof },
        'an attempt can never be included; another will be signed',
      );
      await record(deps, visit, { attempt: { number: attempt.number, outcome: 'expired' } });
      visit.attempt = { ...attempt, outcome: 'expired' };
      return 'again';
    }
    case 'undecidable':
      return waitFor(deps, visit, { kind: 'archival-node', message: sighting.message }, 'outage');
    default:
      return assertNever(sighting);
  }
}

/**
 * Records what the step made, and goes on with the next; the deployment stays Pending until the last step is in a block.
 *
 * Only a final step is done: the next one leans on it, and nothing may take it back.
 */
async function finishStep(
  deps: EngineDeps,
  visit: Visit,
  attempt: Attempt,
  sighting: Included,
): Promise<Turn> {
  if (!sighting.final)
    return waitFor(deps, visit, { kind: 'finality', message: sighting.finality }, 'finality');
  await record(deps, visit, {
    steps: stepsToConfirmed(visit).slice(0, -1),
    set: { ...factsOf(visit, sighting), waiting: null },
    attempt: { number: attempt.number, outcome: 'included' },
  });
  probeStep(deps, visit, 'step-done');
  visit.attempt = { ...attempt, outcome: 'included' };
  visit.issue = atStep(visit.issue, visit.steps, {
    number: attempt.step + 1,
    assetId: visit.deployment.assetId,
  });
  return 'again';
}

function visitAgainLater(deps: EngineDeps, visit: Visit, message: string): Promise<Turn> {
  const { attempt } = visit;
  return waitFor(
    deps,
    visit,
    {
      kind: attempt?.nonce === null ? 'inclusion' : 'nonce',
      message,
      details: { lastAnswer: attempt?.lastAnswer ?? null },
    },
    'inclusion',
  );
}

function stepsToConfirmed(visit: Visit): AdvanceStep[] {
  const path: AdvanceStep[] = [{ event: 'submit' }, { event: 'seeInPool' }, { event: 'confirm' }];
  const position = { Queued: 0, Submitted: 1, Pending: 2 } as const;
  const { state } = visit.deployment;
  return state in position ? path.slice(position[state as keyof typeof position]) : [];
}

function sinceBroadcastMs(deps: EngineDeps, attempt: Attempt): number {
  return deps.clock.now().getTime() - (attempt.lastBroadcastAt?.getTime() ?? 0);
}

/** @returns true when new bytes at the same nonce are stored and may be sent. */
async function raiseFeesWhenStuck(
  deps: EngineDeps,
  visit: Visit,
  attempt: Attempt,
): Promise<boolean> {
  const signedAt = attempt.variants.at(-1)?.signedAt.getTime() ?? 0;
  if (attempt.nonce === null || deps.clock.now().getTime() - signedAt < raiseFeesAfterMs)
    return false;
  const raised = await visit.adapter.raiseFees(visit.issue, attempt);
  if (raised === undefined) return false;
  await signVariant(deps, visit, raised);
  return true;
}

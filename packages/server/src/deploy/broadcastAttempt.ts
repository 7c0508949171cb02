import type { AdvanceStep } from '../ports/store/index.ts';
import { isFirstStep } from './steps.ts';
import { probeStep, record, type EngineDeps, type Turn, type Visit } from './visit.ts';

/**
 * Hands the stored bytes to a node, and records that this was done, never what came of it.
 *
 * The node's words are kept for `why`; only `followAttempt` decides, by looking the transaction up.
 */
export async function broadcastAttempt(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const { attempt, deployment } = visit;
  const variant = attempt?.variants.at(-1);
  if (attempt === null || variant === undefined) return 'again';

  probeStep(deps, visit, 'before-broadcast');
  const { kind, answer } = await visit.adapter.broadcast(variant.bytes);
  probeStep(deps, visit, 'after-broadcast');

  const steps: AdvanceStep[] = [];
  if (deployment.state === 'Queued') steps.push({ event: 'submit' });
  if (kind === 'taken' && deployment.state !== 'Pending') steps.push({ event: 'seeInPool' });
  const at = deps.clock.now();
  await record(deps, visit, {
    steps,
    set: {
      ...(isFirstStep(visit) ? { transactionId: variant.transactionId } : {}),
      waiting: null,
    },
    attempt: { number: attempt.number, broadcast: { at, answer } },
  });
  visit.attempt = {
    ...attempt,
    broadcasts: attempt.broadcasts + 1,
    lastBroadcastAt: at,
    lastAnswer: answer,
  };
  probeStep(deps, visit, 'submitted');
  return 'again';
}

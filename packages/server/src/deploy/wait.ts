import { AppError, type ErrorCode } from '@biatec-tokens/core';
import type { Waiting } from '../ports/store/index.ts';
import { nextDelayMs, type ScheduleName } from './schedule.ts';
import { stepLabelOf } from './steps.ts';
import { record, type EngineDeps, type Recorded, type Turn } from './visit.ts';

/** Ends the turn: says truthfully what the deployment waits for and when to look again. */
export async function waitFor(
  deps: Pick<EngineDeps, 'clock' | 'store' | 'onAdvanced' | 'random'>,
  visit: Recorded,
  waiting: Pick<Waiting, 'kind' | 'message'> & { details?: Waiting['details'] },
  pace: ScheduleName,
): Promise<Turn> {
  const now = deps.clock.now();
  const label = labelOf(visit);
  const before = visit.deployment.waiting;
  const since = before?.kind === waiting.kind ? before.since : now;
  const delayMs = nextDelayMs(pace, now.getTime() - since.getTime(), deps.random());
  await record(deps, visit, {
    set: {
      waiting: {
        kind: waiting.kind,
        message: label === undefined ? waiting.message : `${label}: ${waiting.message}`,
        details: waiting.details ?? {},
        since,
      },
    },
    dueAt: new Date(now.getTime() + delayMs),
    keepLease: false,
  });
  return 'rest';
}

function labelOf({ issue, steps }: Recorded): string | undefined {
  return issue === undefined || steps === undefined ? undefined : stepLabelOf({ issue, steps });
}

/** What an error of the outside makes a deployment wait for. Whatever is not listed is our own fault, and waits for us. */
const waitingOf: Partial<Record<ErrorCode, Waiting['kind']>> = {
  BLOCKCHAIN_UNREACHABLE: 'node',
  BLOCKCHAIN_INVALID_ANSWER: 'node',
  BLOCKCHAIN_WRONG_NETWORK: 'wrong-network',
  ACCOUNT_KEY_UNAVAILABLE: 'key-provider',
  KEY_PROVIDER_UNAVAILABLE: 'key-provider',
  SIGNATURE_REFUSED: 'person',
  SEALED_RECORD_INVALID: 'person',
  SEALED_RECORD_UNSUPPORTED: 'person',
};

/** Ends the turn after an error: nothing of it decides about the deployment, so it waits. */
export async function waitOutError(
  deps: Pick<EngineDeps, 'clock' | 'store' | 'onAdvanced' | 'random' | 'log'>,
  visit: Recorded,
  thrown: unknown,
): Promise<Turn> {
  const kind = thrown instanceof AppError ? waitingOf[thrown.code] : undefined;
  if (kind === undefined)
    deps.log.error(
      { err: thrown, deploymentId: visit.deployment.id },
      'the engine met an error it does not know',
    );
  return waitFor(
    deps,
    visit,
    {
      kind: kind ?? 'worker',
      message:
        thrown instanceof AppError ? thrown.message : 'an error inside the server; it is logged',
      details: { networkId: visit.deployment.networkId },
    },
    'outage',
  );
}

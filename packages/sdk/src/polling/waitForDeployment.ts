import type { DeploymentState } from '@biatec-tokens/core';
import { TimeoutError } from '../errors/connectionErrors.ts';
import { DeploymentCancelledError, DeploymentFailedError } from '../errors/deploymentErrors.ts';
import { timerMsMax } from '../internal/sleep.ts';
import type { Deployment, HistoryEntry } from '../types/deployment.ts';
import type { PollDeps } from './pollHistory.ts';
import type { StreamDeps } from './streamHistory.ts';
import { watchDeployment } from './watchDeployment.ts';

const timeoutMsDefault = 3_600_000;
const pauseMs = 500;

const smoothRun = [
  'Queued',
  'Submitted',
  'Pending',
  'Confirmed',
  'Indexed',
  'Completed',
] as const satisfies DeploymentState[];

/** A state that a deployment without trouble passes. */
export type WaitState = (typeof smoothRun)[number];

/** What is waited for. */
export interface WaitOptions {
  /** The state to reach, or to have passed. @default 'Completed' */
  readonly until?: WaitState | undefined;
  /** Called with every entry of the history, those so far included, in order. Errors it throws end the wait. */
  readonly onUpdate?: ((entry: HistoryEntry) => void) | undefined;
  /** Ends the wait; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The longest wait, in ms. The deployment goes on without you. @default 3_600_000, an hour */
  readonly timeoutMs?: number | undefined;
}

/**
 * Waits until a deployment has reached a state.
 *
 * @throws {DeploymentFailedError} If it failed.
 * @throws {DeploymentCancelledError} If it was cancelled.
 * @throws {TimeoutError} If it takes too long.
 */
export async function waitForDeployment(
  deps: StreamDeps & PollDeps,
  deploymentId: string,
  options: WaitOptions = {},
): Promise<Deployment> {
  const { until = 'Completed', onUpdate, timeoutMs = timeoutMsDefault } = options;
  const stop = new AbortController();
  const abort = () => stop.abort(options.signal?.reason);
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(
    () => stop.abort(new TimeoutError({ call: `wait for "${until}"`, timeoutMs })),
    Math.min(timeoutMs, timerMsMax),
  );
  try {
    const { signal } = stop;
    let afterSequence = 0;
    for (;;) {
      for await (const entry of watchDeployment(deps, deploymentId, { signal, afterSequence })) {
        afterSequence = entry.sequence;
        onUpdate?.(entry);
        if (!mayEnd(entry.status, until)) continue;
        // The entry may be of an earlier run, before a retry or a reorganisation: what counts is the state now.
        const deployment = await deps.get(deploymentId, { signal });
        if (deployment.status === 'Failed') throw new DeploymentFailedError({ deployment });
        if (deployment.status === 'Cancelled') throw new DeploymentCancelledError({ deployment });
        if (hasReached(deployment.status, until)) return deployment;
      }
      // It failed and was queued again while we looked.
      await deps.runtime.sleep(pauseMs, signal);
    }
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}

function mayEnd(status: DeploymentState, until: WaitState): boolean {
  return status === 'Failed' || status === 'Cancelled' || hasReached(status, until);
}

function hasReached(status: DeploymentState, until: WaitState): boolean {
  const states: readonly DeploymentState[] = smoothRun;
  return states.indexOf(status) >= states.indexOf(until);
}

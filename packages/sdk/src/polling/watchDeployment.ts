import { ApiError } from '../errors/apiError.ts';
import {
  ConnectionError,
  TimeoutError,
  UnexpectedAnswerError,
} from '../errors/connectionErrors.ts';
import type { HistoryEntry } from '../types/deployment.ts';
import type { RequestOptions } from '../types/options.ts';
import { pollHistory, type PollDeps } from './pollHistory.ts';
import { streamHistory, type StreamDeps } from './streamHistory.ts';

/** After this many connections without anything new, asking is tried instead. */
const emptyStreamsMax = 2;
/** Together about a minute and a half: a restart of the server is no reason to give up. */
const failuresMax = 10;
const delayMsFirst = 250;
const delayMsMax = 15_000;

/** How a deployment is watched. */
export interface WatchOptions extends Pick<RequestOptions, 'signal' | 'timeoutMs'> {
  /** Sequence of the last entry you have seen. @default 0, from the start */
  readonly afterSequence?: number | undefined;
}

/**
 * Yields the history of a deployment in order and without a gap, then each change as it happens, until it rests.
 *
 * Listens to the event stream and connects again where it breaks off; where streams do not come through, it asks.
 */
export async function* watchDeployment(
  deps: StreamDeps & PollDeps,
  deploymentId: string,
  { afterSequence = 0, ...options }: WatchOptions = {},
): AsyncGenerator<HistoryEntry, void> {
  let last = afterSequence;
  let emptyStreams = 0;
  let failures = 0;
  for (;;) {
    const polling = emptyStreams >= emptyStreamsMax;
    const watch = { deploymentId, afterSequence: last, options };
    const entries = polling ? pollHistory(deps, watch) : streamHistory(deps, watch);
    let delayMs = 0;
    try {
      if (!polling) emptyStreams += 1;
      for (;;) {
        const { done, value } = await entries.next();
        if (done === true) {
          if (value === 'rested') return;
          break;
        }
        // A server that cannot resume sends the history again.
        if (value.sequence <= last) continue;
        last = value.sequence;
        failures = 0;
        if (!polling) emptyStreams = 0;
        yield value;
        if (value.status === 'Completed' || value.status === 'Cancelled') return;
      }
    } catch (error) {
      if (options.signal?.aborted === true || !mayPass(error)) throw error;
      failures += 1;
      if (failures > failuresMax) throw error;
      delayMs = ('retryAfterMs' in error ? error.retryAfterMs : undefined) ?? 0;
    } finally {
      await entries.return('closed');
    }
    delayMs = Math.max(delayMs, Math.min(delayMsMax, delayMsFirst * 2 ** failures));
    await deps.runtime.sleep(delayMs, options.signal);
  }
}

/** Whether the next connection may fare better: everything but a refusal that will be the same again. */
function mayPass(
  error: unknown,
): error is ApiError | ConnectionError | TimeoutError | UnexpectedAnswerError {
  if (error instanceof ApiError) {
    return error.status === 408 || error.status === 429 || error.status >= 500;
  }
  return (
    error instanceof ConnectionError ||
    error instanceof TimeoutError ||
    error instanceof UnexpectedAnswerError
  );
}

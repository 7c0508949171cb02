import {
  ConnectionError,
  TimeoutError,
  UnexpectedAnswerError,
} from '../errors/connectionErrors.ts';
import type { Runtime } from '../internal/runtime.ts';
import { orAborted } from '../internal/sleep.ts';
import type { Transport } from '../internal/transport.ts';
import type { HistoryEntry } from '../types/deployment.ts';
import type { RequestOptions } from '../types/options.ts';
import { createServerSentEventParser } from './parseServerSentEvents.ts';

/** The history so far comes at once. */
const silenceMsMaxFirst = 10_000;
/** The server gives a sign of life every 15 s; without any for this long, something on the way holds it back. */
const silenceMsMax = 40_000;

const name = 'watch a deployment';

/** What watching uses. */
export interface StreamDeps {
  readonly transport: Transport;
  readonly runtime: Pick<Runtime, 'sleep'>;
}

/**
 * Yields the history after a sequence from one connection to the event stream.
 *
 * Returns `rested` when the server says that nothing follows, `closed` when the connection ended.
 *
 * @throws {UnexpectedAnswerError} If the answer is no event stream.
 * @throws {TimeoutError} If the stream falls silent.
 * @throws {ConnectionError} If the stream breaks.
 */
export async function* streamHistory(
  { transport, runtime }: StreamDeps,
  watch: { deploymentId: string; afterSequence: number; options: RequestOptions },
): AsyncGenerator<HistoryEntry, 'rested' | 'closed'> {
  const { afterSequence, options } = watch;
  const response = await transport.open(
    {
      name,
      kind: 'session',
      method: 'GET',
      path: `api/v1/deployment-status/${encodeURIComponent(watch.deploymentId)}/events`,
      headers: {
        accept: 'text/event-stream',
        ...(afterSequence > 0 ? { 'last-event-id': String(afterSequence) } : {}),
      },
    },
    // Watching repeats on its own, and knows what it has seen.
    { ...options, retries: 0 },
  );
  if (response.status === 204) return 'rested';
  const type = response.headers.get('content-type') ?? '';
  if (response.body === null || !type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    throw new UnexpectedAnswerError({
      call: name,
      status: response.status,
      problem: 'is no event stream',
    });
  }

  const reader = response.body.getReader();
  const parse = createServerSentEventParser();
  let silenceMs = afterSequence > 0 ? silenceMsMax : silenceMsMaxFirst;
  try {
    for (;;) {
      const { done, value } = await within(silenceMs, reader.read());
      if (done) return 'closed';
      silenceMs = silenceMsMax;
      for (const { data } of parse(value)) yield JSON.parse(data) as HistoryEntry;
    }
  } catch (error) {
    if (options.signal?.aborted === true || error instanceof TimeoutError) throw error;
    throw new ConnectionError({ call: name, cause: error });
  } finally {
    // Not awaited: a broken connection may never confirm it.
    reader.cancel().catch(() => undefined);
  }

  async function within<Value>(ms: number, reading: Promise<Value>): Promise<Value> {
    const settled = new AbortController();
    const silence = runtime.sleep(ms, settled.signal).then(() => {
      throw new TimeoutError({ call: name, timeoutMs: ms });
    });
    try {
      return await orAborted(Promise.race([reading, silence]), options.signal);
    } finally {
      // The race has handled its rejection.
      settled.abort();
    }
  }
}

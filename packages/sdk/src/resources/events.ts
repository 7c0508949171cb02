import type { Runtime } from '../internal/runtime.ts';
import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type { EventPage, ListEventsRequest } from '../types/webhook.ts';

const pollMsDefault = 2_000;

/** How the stream of events is followed. */
export interface StreamEventsOptions extends RequestOptions, ListEventsRequest {
  /** Pause after all events were given, in ms. @default 2_000 */
  readonly pollMs?: number | undefined;
}

/** The organization's events by cursor: the same that webhooks carry, for those who would rather ask. */
export interface EventsResource {
  /** Gets one page of events, in the order they happened. */
  list(request?: ListEventsRequest, options?: RequestOptions): Promise<EventPage>;
  /**
   * Yields pages with events, those so far and new ones as they happen, until the signal is aborted or the loop is left.
   *
   * Store `nextCursor` after you have dealt with a page; given as `after`, it resumes without a gap.
   *
   * @example
   * for await (const page of client.events.stream({ after: await loadCursor() })) {
   *   for (const event of page.items) await handle(event);
   *   await saveCursor(page.nextCursor);
   * }
   */
  stream(options?: StreamEventsOptions): AsyncGenerator<EventPage, void>;
}

export function createEvents(
  transport: Transport,
  runtime: Pick<Runtime, 'sleep'>,
): EventsResource {
  const list = (query?: ListEventsRequest, options?: RequestOptions) =>
    transport.send<EventPage>(
      { name: 'list events', kind: 'session', method: 'GET', path: 'api/v1/events', query },
      options,
    );

  return {
    list,
    async *stream({ after, limit, pollMs = pollMsDefault, ...options } = {}) {
      let cursor = after;
      for (;;) {
        const page = await list({ after: cursor, limit }, options);
        if (page.items.length > 0) yield page;
        cursor = page.nextCursor;
        if (!page.hasMore) await runtime.sleep(pollMs, options.signal);
      }
    },
  };
}

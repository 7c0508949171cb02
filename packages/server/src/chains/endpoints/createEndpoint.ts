import type { AppError } from '@biatec-tokens/core';
import type { EndpointStatus } from '../../ports/networkAccess.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import {
  isNodeFailure,
  isWrongNetwork,
  unreachableAt,
  wrongNetwork,
  type Origin,
} from '../errors.ts';
import { createBreaker, createRetry, jittered, type BreakerState } from './createBreaker.ts';
import { createHttp, type EndpointOptions } from './createHttp.ts';
import { createStanding, type Standing } from './createStanding.ts';
import { failureKindOf, RestingError, wantedRestMs, type FailureKind } from './failures.ts';
import type { Head, NodeFamily } from './family.ts';

/** Told what happens with endpoints, to measure it. */
export interface EndpointObserver {
  exchange(
    origin: Origin,
    exchange: { readonly durationMs: number; readonly failure: FailureKind | null },
  ): void;
  /** It answered, but nothing that can be used. */
  unusable(origin: Origin, kind: 'invalid-answer' | 'wrong-network'): void;
}

/** What endpoints of one network share. */
export interface EndpointDeps<Client> {
  readonly family: NodeFamily<Client>;
  /** Says what the chain must be known by, given what a node says; a chain without a fixed name is pinned here. */
  readonly expect: (identity: string) => Promise<string>;
  readonly isLocal: boolean;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log | undefined;
  readonly observer: EndpointObserver | undefined;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** One endpoint of a network: it is asked only while it is known to be of our chain. */
export interface Endpoint<Client> {
  readonly origin: Origin;
  readonly standing: Standing;
  /** Whether it would refuse without asking, because it failed before. */
  readonly isResting: boolean;
  /** A question on its way that decides whether a resting one is back; rejects when it is not. */
  readonly trial: Promise<unknown> | null;
  /** Whether it failed, and its time to be looked at again has come. */
  readonly isDue: boolean;
  /**
   * Does the work here, again when what failed may pass.
   *
   * @throws {AppError} Of BLOCKCHAIN_… when the node failed; whatever the work throws otherwise.
   */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Asks for the newest block; askers at the same time share one question. */
  check(): Promise<Head>;
  /** Asks who the node is, whatever is known. */
  identify(): Promise<string>;
  status(): EndpointStatus;
  close(): Promise<void>;
}

/** First pause after a failure before the endpoint is looked at again; longer ones are the breaker's. */
const recheckMs = 1_000;
/** How long a node of another network is taken for one without asking. */
const strangerMs = 15_000;
/** Pause for an endpoint that limits our rate without saying for how long. */
const rateLimitMs = 1_000;

export function createEndpoint<Client>(
  deps: EndpointDeps<Client>,
  origin: Origin,
  options: EndpointOptions,
): Endpoint<Client> {
  const { family, clock, log, random, isLocal } = deps;
  const { networkId } = origin;
  const logged = { network: networkId, endpoint: origin.host };
  const standing = createStanding(clock);
  /** What the node is known by, once it has said so since the connection was made. */
  let met: string | undefined;
  let greeting: Promise<string> | undefined;
  let losses = 0;
  let checking: Promise<Head> | undefined;
  /** Why nothing may be asked before a moment, or null. */
  let rest: { readonly untilMs: number; readonly why: AppError } | null = null;
  let dueMs = 0;
  // Everybody who waited for a greeting shares its failure, and its retries: they do not retry on their own.
  const failedGreetings = new WeakSet<object>();
  const told = new WeakSet<AppError>();

  const http = createHttp({
    ...options,
    origin,
    timeoutMs: deps.timeoutMs,
    onDisconnect: () => {
      forget();
      // Behind the address may now be the right one.
      if (rest !== null && isWrongNetwork(rest.why)) rest = null;
    },
    onExchange(exchange) {
      if (exchange.failure === null) standing.answered(exchange.durationMs);
      deps.observer?.exchange(origin, exchange);
    },
  });
  const breaker = createBreaker({ clock, random, onChange: tell });
  const greetingRetry = createRetry();
  const workRetry = createRetry((error) => !failedGreetings.has(error as object));
  const greeter = family.open({ origin, send: (request) => http.send(request) });
  const client = family.open({ origin, send: (request) => http.send(request, meet) });

  /** Whoever answers next may be somebody else. */
  function forget(): void {
    met = undefined;
    losses += 1;
  }

  /** Who the node is; all who want to know it at the same time share one greeting. */
  async function meet(): Promise<string> {
    if (met !== undefined) return met;
    greeting ??= greet().finally(() => (greeting = undefined));
    return greeting;
  }

  async function greet(): Promise<string> {
    const lossesBefore = losses;
    try {
      const identity = await greetingRetry.execute(() => family.identify(greeter));
      const expected = await deps.expect(identity);
      if (identity !== expected) throw refuse(identity, expected);
      // The connection that answered may be gone already; then the next one asks again.
      if (losses === lossesBefore) met = identity;
      return identity;
    } catch (error) {
      if (typeof error === 'object' && error !== null) failedGreetings.add(error);
      throw error;
    }
  }

  function refuse(found: string, expected: string): AppError {
    log?.error({ ...logged, found, expected }, 'a node of another network is refused');
    return wrongNetwork(networkId, { found, expected, local: isLocal, host: origin.host });
  }

  async function useClient<T>(work: (client: Client) => Promise<T>): Promise<T> {
    refuseWhileResting();
    let identity: string | undefined;
    // From the first try to the last look, a piece of work sees one chain.
    async function meetSame(): Promise<void> {
      const found = await meet();
      identity ??= found;
      if (found !== identity)
        throw wrongNetwork(networkId, { found, expected: identity, local: isLocal });
    }
    try {
      const result = await breaker.execute(() =>
        workRetry.execute(async () => {
          await meetSame();
          const done = await work(client);
          // A connection that ended meanwhile may have been answered by a stranger who took the address over.
          await meetSame();
          return done;
        }),
      );
      recover();
      return result;
    } catch (error) {
      if (isNodeFailure(error)) fail(error);
      throw error;
    }
  }

  function refuseWhileResting(): void {
    const nowMs = clock.now().getTime();
    if (rest !== null && nowMs < rest.untilMs) throw rest.why;
    rest = null;
    if (!breaker.isShut) return;
    const until = breaker.openUntil?.toISOString() ?? 'its next answer';
    const what = `it failed repeatedly and is left alone until ${until}`;
    throw unreachableAt(origin, what, new RestingError(what));
  }

  function fail(error: AppError): void {
    forget();
    const kind = failureKindOf(error);
    if (kind === 'resting') return;
    standing.failed(kind, error.message);
    // A greeting's failure is shared by all who waited for it.
    const isNew = !told.has(error);
    told.add(error);
    if (isNew && (kind === 'invalid-answer' || kind === 'wrong-network'))
      deps.observer?.unusable(origin, kind);
    const nowMs = clock.now().getTime();
    const restMs = isWrongNetwork(error) ? strangerMs : wantedRestMs(error);
    dueMs = nowMs + jittered(restMs ?? recheckMs, random());
    if (isWrongNetwork(error)) rest = { untilMs: dueMs, why: error };
    else if (kind === 'rate-limited' || restMs !== null) {
      // Not a moment earlier than the node said.
      dueMs = nowMs + jittered((restMs ?? rateLimitMs) * (4 / 3), random());
      const until = new Date(dueMs).toISOString();
      const what = `it answers too little now and is left alone until ${until}`;
      rest = { untilMs: dueMs, why: unreachableAt(origin, what, new RestingError(what)) };
    }
  }

  function recover(): void {
    if (standing.recovered()) log?.info(logged, 'endpoint is back');
  }

  function tell(state: BreakerState): void {
    if (state !== 'open') return;
    const until = breaker.openUntil?.toISOString();
    log?.warn({ ...logged, until }, 'endpoint is left alone after repeated failures');
  }

  const endpoint: Endpoint<Client> = {
    origin,
    standing,
    get isResting() {
      return (rest !== null && clock.now().getTime() < rest.untilMs) || breaker.isShut;
    },
    get trial() {
      return breaker.trial;
    },
    get isDue() {
      return !endpoint.isResting && clock.now().getTime() >= dueMs;
    },
    use: useClient,
    check() {
      checking ??= useClient((node) => family.readHead(node)).finally(() => (checking = undefined));
      return checking;
    },
    async identify() {
      if (rest !== null && isWrongNetwork(rest.why)) rest = null;
      forget();
      let identity = '';
      await useClient(async () => (identity = await meet()));
      return identity;
    },
    status: () => ({
      url: shownUrl(options.url),
      host: origin.host,
      ...standing.status(breaker.state),
      breaker: breaker.state,
      openUntil: breaker.openUntil,
    }),
    close: () => http.close(),
  };
  return endpoint;
}

/** Without credentials, and without a path or query, where providers put keys. */
function shownUrl(text: string): string {
  const url = new URL(text);
  const hidden = url.pathname === '/' && url.search === '' ? '' : '/…';
  return `${url.origin}${hidden}`;
}

import { AppError, networks, type NetworkId } from '@biatec-tokens/core';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { EndpointStatus } from '../../ports/networkAccess.ts';
import { isNodeFailure, isWrongNetwork, unreachable } from '../errors.ts';
import { createEndpoint, type Endpoint, type EndpointObserver } from './createEndpoint.ts';
import type { EndpointOptions } from './createHttp.ts';
import type { NodeFamily } from './family.ts';
import { survey } from './survey.ts';

export interface PoolOptions<Client> {
  readonly networkId: NetworkId;
  readonly family: NodeFamily<Client>;
  /** In order of preference. */
  readonly endpoints: readonly EndpointOptions[];
  /** Says what the chain must be known by, given what a node says; a chain without a fixed name is pinned here. */
  readonly expect: (identity: string) => Promise<string>;
  /** Whether the first endpoint that answers names the chain, rather than a table or a setting. */
  readonly isNamedByFirst: boolean;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log?: Log | undefined;
  readonly observer?: EndpointObserver | undefined;
  /** From 0 to 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

/** What is known of a network's endpoints, for people and metrics. */
export interface EndpointsView {
  /** From memory, in order of preference. */
  list(): EndpointStatus[];
  /** Looks at every endpoint now; askers at the same time share one look. */
  survey(): Promise<void>;
}

/** The endpoints of a network. */
export interface Pool<Client> extends EndpointsView {
  /**
   * Does the work with the first endpoint that can, the well ones first, each kind in order of preference.
   *
   * All of it happens on one endpoint, so that facts of two nodes are never mixed, and all of it again elsewhere (or
   * after a moment) when that endpoint fails: the work must bear repetition.
   */
  use<T>(work: (client: Client) => Promise<T>): Promise<T>;
  /** Does the work on every endpoint that can right now, after a fresh look at all of them. */
  useEach<T>(work: (client: Client) => Promise<T>): Promise<EndpointOpinion<T>[]>;
  /** Asks the first endpoint that answers who it is, whatever is known. */
  identify(): Promise<string>;
  close(): Promise<void>;
}

/** What one endpoint found, and how far it can be trusted. */
export interface EndpointOpinion<T> {
  readonly host: string;
  readonly found: T;
  readonly isBehind: boolean;
  readonly disagrees: boolean;
}

/** Age of a survey from which the next use lets another one run beside it. */
const surveyAgeMsMax = 10_000;

export function createPool<Client>(options: PoolOptions<Client>): Pool<Client> {
  const { networkId, family, clock, log } = options;
  const endpoints = createEndpoints(options);
  let surveying: Promise<void> | undefined;
  let surveyedMs = Number.NEGATIVE_INFINITY;
  let isIntroduced = !options.isNamedByFirst;

  function surveyAll(): Promise<void> {
    surveyedMs = clock.now().getTime();
    surveying ??= surveyOnce().finally(() => (surveying = undefined));
    return surveying;
  }

  async function surveyOnce(): Promise<void> {
    isIntroduced ||= await introduce(endpoints);
    await survey(family, endpoints, log);
  }

  /** Keeps the order true beside the work: costs it nothing, and asks each endpoint one question at a time. */
  function lookAround(): void {
    if (endpoints.length < 2) return;
    if (clock.now().getTime() - surveyedMs >= surveyAgeMsMax) return void surveyAll();
    for (const endpoint of endpoints)
      if (endpoint.standing.isFailing && endpoint.isDue) endpoint.check().catch(() => undefined);
  }

  async function firstOf<T>(ask: (endpoint: Endpoint<Client>) => Promise<T>): Promise<T> {
    // When all rest and one is just being tried, its answer is worth waiting for.
    if (endpoints.every(({ isResting }) => isResting)) {
      const trials = endpoints.flatMap(({ trial }) => trial ?? []);
      await Promise.any(trials).catch(() => {});
    }
    const failures: AppError[] = [];
    for (const endpoint of inOrder(endpoints)) {
      try {
        return await ask(endpoint);
      } catch (error) {
        if (!isNodeFailure(error)) throw error;
        failures.push(error);
      }
    }
    throw together(networkId, failures);
  }

  return {
    use(work) {
      lookAround();
      return firstOf((endpoint) => endpoint.use(work));
    },
    async useEach(work) {
      await surveyAll();
      const opinions = await Promise.all(
        inOrder(endpoints).map(async ({ origin, standing, use }) => {
          try {
            const found = await use(work);
            const { isBehind, disagrees } = standing;
            return [{ host: origin.host, found, isBehind, disagrees }];
          } catch (error) {
            if (!isNodeFailure(error)) throw error;
            return [];
          }
        }),
      );
      return opinions.flat();
    },
    identify: () => firstOf((endpoint) => endpoint.identify()),
    list: () => endpoints.map((endpoint) => endpoint.status()),
    survey: surveyAll,
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

function createEndpoints<Client>(options: PoolOptions<Client>): Endpoint<Client>[] {
  const { networkId, log, observer, random = Math.random } = options;
  const isLocal = networks[networkId].kind === 'local';
  const deps = { ...options, log, observer, random, isLocal };
  const seen = new Map<string, number>();
  return options.endpoints.map((endpoint) => {
    const { host } = new URL(endpoint.url);
    const times = (seen.get(host) ?? 0) + 1;
    seen.set(host, times);
    // The same host twice, told apart by a path that may be a key.
    const name = times === 1 ? host : `${host}#${times}`;
    return createEndpoint(deps, { networkId, host: name }, endpoint);
  });
}

/** Lets the endpoints say who they are in order of preference, so that not the quickest names the chain. */
async function introduce<Client>(endpoints: readonly Endpoint<Client>[]): Promise<boolean> {
  for (const endpoint of endpoints) {
    const answers = await endpoint.check().then(
      () => true,
      () => false,
    );
    if (answers) return true;
  }
  return false;
}

/** Well ones first, resting ones last; each kind in order of preference. */
function inOrder<Client>(endpoints: readonly Endpoint<Client>[]): Endpoint<Client>[] {
  if (endpoints.length < 2) return [...endpoints];
  const rankOf = ({ isResting, standing }: Endpoint<Client>): number => {
    if (isResting) return 3;
    if (standing.isFailing) return 2;
    return standing.isBehind || standing.disagrees ? 1 : 0;
  };
  return endpoints.toSorted((a, b) => rankOf(a) - rankOf(b));
}

/** One error that says of each endpoint why it did not do. */
function together(networkId: NetworkId, failures: readonly AppError[]): AppError {
  // A stranger among the nodes is what an operator must hear of first.
  const told = failures.find(isWrongNetwork) ?? failures[0];
  if (told === undefined) return unreachable(networkId, 'no endpoint is configured');
  if (failures.length === 1 || isWrongNetwork(told)) return told;
  const reasons = failures.map(({ message }) => message.slice(message.indexOf(': ') + 2));
  return new AppError({
    code: told.code,
    message: `Cannot reach a node of ${networkId}: ${reasons.join('; ')}`,
    cause: told.cause ?? told,
  });
}

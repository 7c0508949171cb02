import { randomBytes } from 'node:crypto';
import type { DeploymentEvent, Tier } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import { createKeyProvider } from '../../keys/createKeyProvider.ts';
import { eventsRouter } from '../../operations/events/eventsRouter.ts';
import { webhooksRouter } from '../../operations/webhooks/webhooksRouter.ts';
import type { Log } from '../../ports/log.ts';
import type { Deployment, Store } from '../../ports/store/index.ts';
import { createMetrics } from '../../observability/createMetrics.ts';
import { createIds } from '../../runtime/createIds.ts';
import { createVault } from '../../signer/createVault.ts';
import { createSamples, start } from '../../store/conformance/samples.ts';
import { createSqliteFixture } from '../../store/sqlite/fixture.ts';
import { createManualClock } from '../../testing/manualClock.ts';
import type { RequestPrincipal } from '../../trpc/context.ts';
import { createCallerFactory, router } from '../../trpc/init.ts';
import {
  createDeliveryWorker,
  type DeliveryWorker,
  type DeliveryWorkerOptions,
} from '../createDeliveryWorker.ts';
import { createWebhookPolicy } from '../createWebhookPolicy.ts';
import { createWebhookSender } from '../createWebhookSender.ts';

const day = 24 * 60 * 60 * 1_000;
const createCaller = createCallerFactory(
  router({ webhooks: webhooksRouter, events: eventsRouter }),
);

export type Caller = ReturnType<typeof createCaller>;

/** A person who is signed in, with what they may call. */
export interface Person {
  readonly userId: string;
  readonly organizationId: string;
  /** @param idempotencyKey - Header of the request. */
  calls(idempotencyKey?: string): Caller;
  /** Accepts a deployment, which queues an event. */
  deploys(): Promise<Deployment>;
}

/** A real database, real sealed secrets, real HTTP and the real worker; only time is moved by hand. */
export async function createWebhookHarness(startedAt = start) {
  const fixture = await createSqliteFixture();
  const clock = createManualClock(startedAt);
  const ids = createIds({ clock });
  const samples = createSamples(ids);
  const keyProvider = await createKeyProvider(
    { kind: 'environment', key: randomBytes(32).toString('base64'), allowed: true },
    { clock },
  );
  const vault = createVault({ keyProvider });
  const policy = createWebhookPolicy({ allowLoopbackHttp: true, resolveHost: async () => [] });
  const sender = createWebhookSender({ clock, policy });
  const logged: { level: string; fields: object; message: string }[] = [];
  const log = logTo(logged);
  const workers: DeliveryWorker[] = [];
  const wakeAll = () => workers.forEach((worker) => worker.wake());
  let store = fixture.store;
  let settled = 0;
  let waiting: { count: number; resolve: () => void }[] = [];

  function countSettled(): void {
    settled += 1;
    for (const one of waiting) if (settled >= one.count) one.resolve();
    waiting = waiting.filter(({ count }) => settled < count);
  }

  async function stop(worker: DeliveryWorker): Promise<void> {
    const stopped = new AbortController();
    const stopping = worker.stop().then(() => stopped.abort());
    // Calls that hang get their grace, which is over when the clock says so.
    while (!stopped.signal.aborted) {
      await clock.advance(1_000);
      await new Promise(setImmediate);
    }
    await stopping;
  }

  /** Starts a worker; parts of the store or the vault may be replaced to make it fail. */
  function startWorker(
    replaced: { store?: Partial<Store>; vault?: Partial<typeof vault> } = {},
    // Looks when something is due or wakes it, so that moving the clock by days is one step and not a million.
    options: DeliveryWorkerOptions = { pollMs: 365 * day },
  ): DeliveryWorker {
    const used = { ...store, ...replaced.store };
    const worker = createDeliveryWorker(
      {
        clock,
        ids,
        log,
        random: () => 0,
        sender,
        store: {
          ...used,
          async settleDelivery(settlement) {
            await used.settleDelivery(settlement);
            // What the worker does right after it is done by then.
            setImmediate(countSettled);
          },
        },
        vault: { ...vault, ...replaced.vault },
      },
      options,
    );
    workers.push(worker);
    worker.start();
    return worker;
  }

  async function register(tier: Tier = 'Enterprise'): Promise<Person> {
    const registration = samples.registration();
    const organization = { ...registration.organization, tier };
    await store.registerUser({ ...registration, organization });
    const [avm, evm] = registration.accounts;
    if (avm === undefined || evm === undefined) throw new Error('A registration has two accounts');
    const principal: RequestPrincipal = {
      user: registration.user,
      organization,
      role: 'owner',
      algorandAddress: avm.address,
      evmAddress: evm.address,
      session: { ...registration.session, lastUsedAt: registration.session.createdAt },
      secondFactor: { required: false, confirmedAt: null },
      apiKey: null,
    };
    return {
      userId: registration.user.id,
      organizationId: organization.id,
      calls: (idempotencyKey) =>
        createCaller({
          deps: depsOf(),
          correlationId: 'correlation-of-the-request',
          ip: '127.0.0.1',
          userAgent: 'test',
          idempotencyKey: idempotencyKey ?? null,
          authenticate: async () => principal,
          answerHeaders: new Map(),
        }),
      async deploys() {
        const by = { userId: registration.user.id, organizationId: organization.id, account: avm };
        const now = clock.now();
        const deployment = samples.deployment(by, { createdAt: now, updatedAt: now, dueAt: now });
        await store.acceptDeployment(samples.acceptance(by, { deployment }));
        wakeAll();
        return deployment;
      },
    };
  }

  function depsOf(): Deps {
    const wake = { deployments() {}, deliveries: wakeAll, mails() {} };
    // What webhook operations use; the rest of the server is not theirs to touch.
    const metrics = createMetrics(store);
    return {
      clock,
      ids,
      log,
      metrics,
      store,
      vault,
      webhookPolicy: policy,
      wake,
    } as Partial<Deps> as Deps;
  }

  /** Goes through the next states of a deployment, each with its event. */
  async function goThrough(deployment: Deployment, ...events: DeploymentEvent[]): Promise<void> {
    const current = await store.findDeployment(deployment.organizationId, deployment.id);
    const advanced = await store.advance({
      deploymentId: deployment.id,
      version: current?.version ?? 0,
      lease: null,
      keepLease: false,
      steps: events.map((event) => ({ event })),
      dueAt: null,
      actor: { actor: 'system', correlationId: null, ip: null, userAgent: null },
      now: clock.now(),
    });
    if (!advanced.ok) throw new Error('The deployment could not be advanced');
    wakeAll();
  }

  return {
    clock,
    ids,
    logged,
    policy,
    get store() {
      return store;
    },
    startWorker,
    register,
    goThrough,
    /** Moves the clock and lets the workers look. */
    async advance(ms: number): Promise<void> {
      await clock.advance(ms);
      wakeAll();
    },
    /** Resolves when so many attempts have been settled since the start. */
    settled: (count: number): Promise<void> =>
      settled >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    stop,
    /** Goes on with the database as a killed process leaves it, without its workers. */
    async crash(): Promise<void> {
      const next = await fixture.crash();
      await Promise.all(workers.splice(0).map(stop));
      store = next;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map(stop));
      await sender.close();
      await fixture[Symbol.asyncDispose]();
    },
  };
}

function logTo(lines: { level: string; fields: object; message: string }[]): Log {
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

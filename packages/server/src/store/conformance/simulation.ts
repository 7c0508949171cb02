import {
  findTransition,
  isResting,
  transitions,
  type DeploymentEvent,
  type DeploymentState,
} from '@biatec-tokens/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertNever } from '../../internal/assertNever.ts';
import type { Deployment, Lease, Store } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, system, type Owner } from './samples.ts';

const leaseMs = 1_000;

const pick = fc.nat({ max: 1_000 });
const connection = fc.nat({ max: 1 });
const event = fc.constantFrom(...transitions.map((row) => row.event));

type Command =
  | { kind: 'accept'; connection: number; key: number }
  | { kind: 'claim'; connection: number }
  | {
      kind: 'advance';
      connection: number;
      pick: number;
      event: DeploymentEvent;
      keepLease: boolean;
    }
  | { kind: 'attempt'; connection: number; pick: number }
  | { kind: 'cancel'; connection: number; pick: number }
  | { kind: 'wait'; ms: number };

const kind = <Kind extends Command['kind']>(name: Kind) => fc.constant(name);
const keepLease = fc.boolean();

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: kind('accept'), connection, key: fc.nat(5) }) },
  { weight: 5, arbitrary: fc.record({ kind: kind('claim'), connection }) },
  {
    weight: 9,
    arbitrary: fc.record({ kind: kind('advance'), connection, pick, event, keepLease }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('attempt'), connection, pick }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('cancel'), connection, pick }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('wait'), ms: fc.nat(800) }) },
);

/** Commands of one group run at once; a group may end in a kill, in the middle of what it started. */
const group = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 8 }),
  turnsUntilKill: fc.option(fc.nat(2), { freq: 6 }),
});

export function describeSimulation(open: OpenHarness): void {
  test('sequences have no gap, one worker holds a lease, every change has its event, nothing acknowledged is lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 5, maxLength: 12 }), async (groups) => {
        await using h = await open();
        const world = await createWorld(h);
        for (const { commands, turnsUntilKill } of groups) {
          const running = commands.map((one) => world.run(one));
          if (turnsUntilKill === null) await Promise.all(running);
          else await world.kill(turnsUntilKill, running);
          await world.check();
        }
      }),
      { numRuns: 10, endOnFailure: true },
    );
  }, 120_000);
}

interface Held {
  readonly lease: Lease;
  readonly until: number;
  isReleased: boolean;
}

/** Runs commands on the store and remembers what was acknowledged. */
async function createWorld(h: StoreHarness) {
  const owner: Owner = await h.samples.owner(h.store);
  const { organizationId } = owner;
  /** The least version that must be found of each deployment. */
  const acknowledged = new Map<string, number>();
  const idsByKey = new Map<string, string>();
  const held: Held[] = [];
  let stores: readonly Store[] = [h.store, await h.connect()];
  let kills = 0;
  let now = 0;

  /** What a store tells after its process was killed reaches nobody. */
  function acknowledge(killsBefore: number, remember: () => void): void {
    if (killsBefore === kills) remember();
  }

  async function run(one: Command): Promise<void> {
    if (one.kind === 'wait') now += one.ms;
    else await act(stores[one.connection] as Store, one);
  }

  function act(store: Store, one: Exclude<Command, { kind: 'wait' }>): Promise<void> {
    switch (one.kind) {
      case 'accept':
        return accept(store, one.key);
      case 'claim':
        return claim(store);
      case 'advance':
        return advance(store, one);
      case 'attempt':
        return openAttempt(store, one.pick);
      case 'cancel':
        return cancel(store, one.pick);
      default:
        return assertNever(one);
    }
  }

  async function accept(store: Store, key: number): Promise<void> {
    const acceptance = h.samples.acceptance(owner, {
      deployment: h.samples.deployment(owner, { dueAt: at(now) }),
      idempotency: h.samples.idempotency(owner, { key: `key-${key}-${now}` }),
    });
    const { id } = acceptance.deployment;
    const name = acceptance.idempotency?.key ?? '';
    const before = kills;
    const outcome = await store.acceptDeployment(acceptance);
    if (outcome.kind !== 'accepted') return;
    acknowledge(before, () => {
      expect(idsByKey.has(name)).toBe(false);
      idsByKey.set(name, id);
      acknowledged.set(id, 1);
    });
  }

  async function claim(store: Store): Promise<void> {
    const [before, until] = [kills, now + leaseMs];
    const claimed = await store.claimDueDeployments({
      workerId: 'wrk_1',
      now: at(now),
      leaseMs,
      limit: 2,
    });
    acknowledge(before, () => {
      for (const { lease } of claimed) held.push({ lease, until, isReleased: false });
    });
  }

  /** By any worker that ever held a lease, also one that lost it. */
  async function advance(store: Store, one: Extract<Command, { kind: 'advance' }>): Promise<void> {
    const holder = held[one.pick % held.length];
    if (holder === undefined) return;
    const { deploymentId } = holder.lease;
    const before = kills;
    const found = await store.findDeployment(organizationId, deploymentId);
    if (found === undefined || findTransition(found.state, one.event) === undefined) return;
    const wasTakenOver = isTakenOver(holder);
    const advanced = await store
      .advance({
        deploymentId,
        version: found.version,
        lease: holder.lease,
        steps: [{ event: one.event }],
        dueAt: at(now),
        keepLease: one.keepLease,
        actor: system,
        now: at(now),
      })
      .catch(ignoreLostRace);
    if (advanced?.ok !== true) return;
    acknowledge(before, () => {
      expect(wasTakenOver).toBe(false);
      acknowledged.set(deploymentId, advanced.deployment.version);
      holder.isReleased = !one.keepLease || isResting(advanced.deployment.state);
    });
  }

  async function openAttempt(store: Store, pick: number): Promise<void> {
    const holder = held[pick % held.length];
    if (holder === undefined) return;
    await store.openAttempt({
      lease: holder.lease,
      networkId: 'evm-localnet',
      sender: 'SPONSOR',
      allocateNonce: { chainNonce: 7n },
      now: at(now),
    });
  }

  async function cancel(store: Store, pick: number): Promise<void> {
    const before = kills;
    const id = [...acknowledged.keys()][pick % Math.max(1, acknowledged.size)];
    const found = id === undefined ? undefined : await store.findDeployment(organizationId, id);
    if (found?.state !== 'Queued') return;
    const advanced = await store.advance({
      deploymentId: found.id,
      version: found.version,
      lease: null,
      steps: [{ event: 'cancel' }],
      dueAt: null,
      keepLease: false,
      actor: system,
      now: at(now),
    });
    if (!advanced.ok) return;
    acknowledge(before, () => acknowledged.set(found.id, advanced.deployment.version));
  }

  /** Another worker was given the deployment after this one. */
  function isTakenOver(holder: Held): boolean {
    const later = held.slice(held.indexOf(holder) + 1);
    return later.some(({ lease }) => lease.deploymentId === holder.lease.deploymentId);
  }

  return {
    run,

    async kill(turns: number, running: readonly Promise<void>[]): Promise<void> {
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      kills += 1;
      // Workers die with their process, and whether their last release was stored nobody knows.
      for (const holder of held) holder.isReleased = true;
      stores = [await h.crash(), await h.connect()];
      await Promise.allSettled(running);
    },

    async check(): Promise<void> {
      const [store] = stores as [Store, Store];
      const { items } = await store.listEvents(organizationId, undefined, 100_000);
      const nonces = new Set<string>();
      for (const [id, version] of acknowledged) {
        const deployment = await store.findDeployment(organizationId, id);
        expect(deployment?.version).toBeGreaterThanOrEqual(version);
        await checkOne(store, deployment as Deployment, nonces);
        const told = items.filter(
          (item) => 'deploymentId' in item.data && item.data.deploymentId === id,
        );
        expect(told.map(({ data }) => 'sequence' in data && data.sequence)).toEqual(
          Array.from({ length: deployment?.sequence ?? 0 }, (_, index) => index + 1),
        );
        const living = held.filter(
          ({ lease, until, isReleased }) => lease.deploymentId === id && !isReleased && until > now,
        );
        expect(living.length).toBeLessThanOrEqual(1);
      }
    },
  };
}

async function checkOne(store: Store, deployment: Deployment, nonces: Set<string>): Promise<void> {
  const history = await store.listHistory(deployment.id);
  expect(history.map(({ sequence }) => sequence)).toEqual(history.map((_, index) => index + 1));
  expect(history.at(-1)).toMatchObject({
    sequence: deployment.sequence,
    state: deployment.state,
  });
  for (const [index, { state }] of history.entries()) {
    const before: DeploymentState | undefined = history[index - 1]?.state;
    const isReachable = transitions.some(
      (row) => before !== undefined && findTransition(before, row.event)?.to === state,
    );
    expect(index === 0 ? state === 'Queued' : isReachable).toBe(true);
  }
  const attempts = await store.listAttempts(deployment.id);
  if (deployment.state === 'Cancelled') expect(attempts).toEqual([]);
  for (const { sender, nonce } of attempts) {
    expect(nonces.has(`${sender} ${nonce}`)).toBe(false);
    nonces.add(`${sender} ${nonce}`);
  }
}

/** Two workers may read one state and both try; the store refuses the second by version or by transition. */
function ignoreLostRace(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'INVALID_TRANSITION')
    return undefined;
  throw error;
}

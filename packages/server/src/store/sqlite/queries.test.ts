import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint, Store } from '../../ports/store/index.ts';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { at, createSamples, start, system, type Owner } from '../conformance/samples.ts';
import { createSqliteFixture, type SqliteFixture } from './fixture.ts';
import { openDatabase } from './openDatabase.ts';

/**
 * Costs with a long past: 100,000 deliveries that succeeded, and 20,000 that wait behind a parked one.
 *
 * Bounds are far above what is measured (under 1 ms) and far below what a scan of the table costs; what the disk takes for
 * a commit comes on top.
 */
const boundMs = 20;

const samples = createSamples(createIds({ clock: systemClock }));
let fixture: SqliteFixture;
let store: Store;
let owner: Owner;
let endpoint: Endpoint;

beforeAll(async () => {
  fixture = await createSqliteFixture();
  store = fixture.store;
  owner = await samples.owner(store);
  endpoint = samples.endpoint(owner);
  await store.createEndpoint(endpoint, samples.audit(), 9);
  fillWithPast(fixture.file);
  const deployments = Array.from({ length: 100 }, () => samples.acceptance(owner));
  await Promise.all(deployments.map((acceptance) => store.acceptDeployment(acceptance)));
});

afterAll(() => fixture[Symbol.asyncDispose]());

test('claiming deliveries', async () => {
  const ms = await medianMs(async () => {
    const claim = { workerId: 'wrk_1', now: at(1), leaseMs: 60_000, limit: 4, perEndpoint: 99 };
    const [claimed] = await store.claimDueDeliveries(claim);
    await store.settleDelivery({
      deliveryId: claimed?.delivery.id ?? '',
      leaseToken: claimed?.leaseToken ?? '',
      outcome: { kind: 'retry', at: at(2) },
      status: 500,
      error: null,
      responseExcerpt: null,
      now: at(1),
    });
  });

  expect(ms).toBeLessThan(boundMs + 2 * (await commitMs()));
});

test('asking when the next delivery is due', async () => {
  expect(await medianMs(() => store.nextDeliveryAt(start))).toBeLessThan(boundMs);
});

test('claiming deployments and asking when the next is due', async () => {
  const claim = { workerId: 'wrk_1', now: start, leaseMs: 60_000, limit: 4 };

  expect(await medianMs(() => store.claimDueDeployments(claim))).toBeLessThan(
    boundMs + (await commitMs()),
  );
  expect(await medianMs(() => store.nextDueAt(start))).toBeLessThan(boundMs);
});

test('paging deep into deliveries and events', async () => {
  const organizationId = owner.organizationId;
  const cursors = { delivery: cursorOf('whd', 60_000), event: cursorOf('evt', 60_000) };

  expect(
    await medianMs(() =>
      store.listDeliveries(
        organizationId,
        endpoint.id,
        { status: 'succeeded' },
        { limit: 20, cursor: cursors.delivery },
      ),
    ),
  ).toBeLessThan(boundMs);
  expect(await medianMs(() => store.listEvents(organizationId, cursors.event, 100))).toBeLessThan(
    boundMs,
  );
});

test('moving a deployment on', async () => {
  const { deployment } = samples.acceptance(owner);
  await store.acceptDeployment(samples.acceptance(owner, { deployment }));
  let version = 0;

  const ms = await medianMs(() =>
    store.advance({
      deploymentId: deployment.id,
      version: (version += 1),
      lease: null,
      steps: [{ event: version % 2 ? 'refuse' : 'retry' }],
      dueAt: null,
      keepLease: false,
      actor: system,
      now: start,
    }),
  );

  expect(ms).toBeLessThan(boundMs + (await commitMs()));
});

test('accepting at 20 lanes (printed, not a bound)', async () => {
  const total = 2_000;
  let left = total;
  const latencies: number[] = [];
  const began = performance.now();

  const lane = async () => {
    for (left -= 1; left >= 0; left -= 1) {
      const asked = performance.now();
      await store.acceptDeployment(samples.acceptance(owner));
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: 20 }, lane));

  const perSecond = Math.round(total / ((performance.now() - began) / 1_000));
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]?.toFixed(1);
  console.log(`20 lanes: ${perSecond} accepts/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`);
  expect(latencies).toHaveLength(total);
});

/** One small durable write. */
function commitMs(): Promise<number> {
  return medianMs(() => store.check());
}

/** Written with SQL, since through the store it would take a minute. */
function fillWithPast(file: string): void {
  const database = openDatabase(file);
  const { organizationId } = owner;
  database
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)
       INSERT INTO events (id, organization_id, type, payload, created_at)
       SELECT 'evt_' || i, ?, 'deployment.queued', '{"data":{}}', 0 FROM n`,
    )
    .run(organizationId);
  database
    .prepare(
      `INSERT INTO deliveries (id, endpoint_id, organization_id, event_position, event_id, event_type,
         deployment_id, status, attempts, created_at)
       SELECT 'whd_' || position, ?, ?, position, id, type, 'dep_' || (position / 7),
         CASE WHEN position <= 100000 THEN 'succeeded' WHEN position % 7 = 0 THEN 'parked' ELSE 'waiting' END, 1, 0
       FROM events`,
    )
    .run(endpoint.id, organizationId);
  database.close();
}

function cursorOf(list: string, position: number): string {
  return Buffer.from(`${list} ${position}`).toString('base64url');
}

async function medianMs(call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 15; round += 1) {
    const asked = performance.now();
    await call();
    times.push(performance.now() - asked);
  }
  return times.toSorted((a, b) => a - b)[7] ?? Infinity;
}

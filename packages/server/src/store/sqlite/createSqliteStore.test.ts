import { statSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, createSamples, hashOf, start } from '../conformance/samples.ts';
import { createStoreOn } from './createSqliteStore.ts';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createSqliteFixture } from './fixture.ts';
import { openDatabase } from './openDatabase.ts';

const ids = createIds({ clock: systemClock });
const samples = createSamples(ids);

test('every connection is durable, checks references and waits for locks', async () => {
  await using fixture = await createSqliteFixture();

  for (let connection = 0; connection < 2; connection += 1) {
    const database = openDatabase(fixture.file);
    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout'];
    expect(settings.map((name) => database.pragma(name, { simple: true }))).toEqual([
      'wal',
      2,
      1,
      20,
    ]);
    database.close();
  }
});

test.each([
  ['history', "SET message = 'other'"],
  ['events', "SET payload = '{}'"],
  ['audit_entries', "SET actor = 'nobody'"],
  ['signature_requests', "SET message_hash = 'other'"],
])('%s is append-only, whoever asks', async (table, change) => {
  await using fixture = await createSqliteFixture();
  const owner = await samples.owner(fixture.store);
  await fixture.store.acceptDeployment(samples.acceptance(owner));
  const claim = { workerId: 'wrk_1', now: start, leaseMs: 1_000, limit: 1 };
  const [claimed] = await fixture.store.claimDueDeployments(claim);
  await fixture.store.requestSignatures({
    lease: claimed!.lease,
    attemptNumber: 1,
    messages: [{ accountId: owner.account.id, messageHash: hashOf('message') }],
    now: start,
  });
  const database = openDatabase(fixture.file);

  expect(() => database.exec(`UPDATE ${table} ${change}`)).toThrow('append-only');
  expect(() => database.exec(`DELETE FROM ${table}`)).toThrow('append-only');
  expect(() => database.exec(`REPLACE INTO ${table} SELECT * FROM ${table}`)).toThrow(
    'append-only',
  );
  database.close();
});

test('with another process holding the lock, writes are refused and nothing is acknowledged; reads go on', async () => {
  await using fixture = await createSqliteFixture({ lockWaitMs: 0 });
  const { store } = fixture;
  const owner = await samples.owner(store);
  const acceptance = samples.acceptance(owner);
  const other = openDatabase(fixture.file);
  other.exec('BEGIN IMMEDIATE');

  await expect(store.acceptDeployment(acceptance)).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    status: 503,
    cause: { code: 'SQLITE_BUSY' },
  });
  await expect(store.check()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  const { id } = acceptance.deployment;
  expect(await store.findDeployment(owner.organizationId, id)).toBeUndefined();

  other.exec('ROLLBACK');
  other.close();
  await store.check();
  expect(await store.acceptDeployment(acceptance)).toMatchObject({ kind: 'accepted' });
});

test('on a full disk what was acknowledged is there, what was refused is not, and room lets it go on', async () => {
  await using fixture = await createSqliteFixture();
  const database = openDatabase(fixture.file);
  const store = createStoreOn(database, { ids });
  const owner = await samples.owner(store);
  const pages = database.pragma('page_count', { simple: true }) as number;
  database.pragma(`max_page_count = ${pages + 20}`);

  const acceptances = Array.from({ length: 300 }, () => samples.acceptance(owner));
  const outcomes = await Promise.allSettled(
    acceptances.map((acceptance) => store.acceptDeployment(acceptance)),
  );

  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused)
    expect(reason).toMatchObject({ code: 'STORE_UNAVAILABLE', cause: { code: 'SQLITE_FULL' } });
  for (const [index, { deployment }] of acceptances.entries()) {
    const found = await fixture.store.findDeployment(owner.organizationId, deployment.id);
    const history = await fixture.store.listHistory(deployment.id);
    const isAcknowledged = outcomes[index]?.status === 'fulfilled';
    expect([found !== undefined, history.length]).toEqual([isAcknowledged, isAcknowledged ? 1 : 0]);
  }

  database.pragma('max_page_count = 1073741823');
  expect(await store.acceptDeployment(samples.acceptance(owner))).toMatchObject({
    kind: 'accepted',
  });
  await store.close();
});

test('a store that was closed says so', async () => {
  await using fixture = await createSqliteFixture();
  const store = await fixture.connect();
  await store.close();

  await expect(store.check()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await expect(store.nextDueAt(start)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  await store.close();
});

test('the log file stays small in a long run', async () => {
  await using fixture = await createSqliteFixture();
  const { store } = fixture;
  const owner = await samples.owner(store);
  const parameters = { text: 'x'.repeat(20_000) };

  for (let round = 0; round < 10; round += 1)
    await Promise.all(
      Array.from({ length: 100 }, () => {
        const deployment = samples.deployment(owner, { parameters });
        return store.acceptDeployment(samples.acceptance(owner, { deployment }));
      }),
    );

  const { size } = statSync(fixture.file);
  expect(size).toBeGreaterThan(20_000_000);
  expect(statSync(`${fixture.file}-wal`).size).toBeLessThan(size / 2);
});

test('numbers of the chains come back exactly, at every size', async () => {
  await using fixture = await createSqliteFixture();
  const { store } = fixture;
  const owner = await samples.owner(store);
  const number = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

  await fc.assert(
    fc.asyncProperty(number, number, number, async (assetId, block, round) => {
      const deployment = samples.deployment(owner, {
        assetId,
        block: { number: block, hash: null },
      });
      await store.acceptDeployment(samples.acceptance(owner, { deployment }));
      const [claimed] = await store.claimDueDeployments({
        workerId: 'wrk_1',
        now: start,
        leaseMs: 1,
        limit: 1,
      });
      await store.openAttempt({
        lease: claimed?.lease ?? { deploymentId: '', token: '' },
        networkId: 'base',
        sender: deployment.id,
        allocateNonce: { chainNonce: round },
        firstValid: round,
        lastValid: block,
        now: at(1),
      });

      expect(await store.findDeployment(owner.organizationId, deployment.id)).toEqual(deployment);
      expect(await store.listAttempts(claimed?.deployment.id ?? '')).toMatchObject([
        { nonce: round, firstValid: round, lastValid: block },
      ]);
      await store.advance({
        deploymentId: deployment.id,
        version: 1,
        lease: claimed?.lease ?? null,
        steps: [],
        dueAt: null,
        keepLease: false,
        actor: { actor: 'system', correlationId: null, ip: null, userAgent: null },
        now: at(1),
      });
    }),
    { numRuns: 30 },
  );
});

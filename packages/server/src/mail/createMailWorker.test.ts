import { expect, test } from 'vitest';
import { createEnvironmentKeyProvider } from '../keys/environmentKeyProvider.ts';
import type { MailAnswer, MailMessage } from '../ports/mailer.ts';
import type { NewMail, Store } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { mailTokenSubject } from '../services/mail/mailTokenSubject.ts';
import { createVault } from '../signer/createVault.ts';
import { createSamples, type Owner } from '../store/conformance/samples.ts';
import { createSqliteFixture } from '../store/sqlite/fixture.ts';
import { createManualClock } from '../testing/manualClock.ts';
import { createMailWorker } from './createMailWorker.ts';
import { retrySchedule } from './schedule.ts';

const hour = 3_600_000;

/** A real outbox, a mail server that answers as told, and a worker in hand. */
async function createWorkerHarness() {
  const fixture = await createSqliteFixture();
  const clock = createManualClock();
  const ids = createIds({ clock });
  const samples = createSamples(ids);
  const vault = createVault({
    keyProvider: createEnvironmentKeyProvider({
      kind: 'environment',
      key: Buffer.alloc(32, 'public test key').toString('base64'),
      allowed: true,
    }),
  });
  const sent: MailMessage[] = [];
  const logged: { fields: object; message: string }[] = [];
  const answers: (MailAnswer | 'hang')[] = [];
  const owner = await samples.owner(fixture.store);
  const keep = (fields: object, message: string) => void logged.push({ fields, message });

  function createWorker(store: Store) {
    return createMailWorker({
      clock,
      ids,
      log: { debug() {}, info() {}, warn: keep, error: keep },
      mailer: {
        async send(message, signal) {
          sent.push(message);
          const answer = answers.shift() ?? { kind: 'taken' };
          if (answer !== 'hang') return answer;
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          return { kind: 'failed', reason: 'it was broken off' };
        },
      },
      store,
      vault,
      random: () => 0,
      publicUrl: () => 'https://tokens.example',
      domain: 'tokens.example',
    });
  }

  return {
    clock,
    sent,
    logged,
    answers,
    fixture,
    owner,
    createWorker,
    async enqueue({ token, ...fields }: Partial<NewMail> & { token?: string } = {}) {
      const id = ids.next('mail');
      const sealedToken =
        token === undefined ? null : await vault.seal(mailTokenSubject(id), Buffer.from(token));
      const mail: NewMail = { ...mailOf(owner, id, clock.now()), sealedToken, ...fields };
      await fixture.store.appendAuditWithMail(samples.audit(), mail);
      return id;
    },
    mails: (store: Store = fixture.store) => store.listMails(owner.userId, 10),
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

function mailOf({ userId }: Owner, id: string, createdAt: Date): NewMail {
  return {
    id,
    kind: 'password-changed',
    userId,
    to: 'ann@example.com',
    facts: { ip: '192.0.2.7' },
    sealedToken: null,
    expiresAt: null,
    createdAt,
  };
}

type WorkerHarness = Awaited<ReturnType<typeof createWorkerHarness>>;

/** Lets the worker go on until the outbox shows what is looked for. */
async function until(h: WorkerHarness, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turns = 0; turns < 500; turns += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`It did not come to that: ${JSON.stringify(await h.mails())}`);
}

test('a mail is sent, and then nothing is left of what it held', async () => {
  await using h = await createWorkerHarness();
  await h.enqueue({ kind: 'password-reset', token: 'SECRET' });
  const worker = h.createWorker(h.fixture.store);

  worker.start();
  await until(h, async () => (await h.mails())[0]?.status === 'sent');
  await worker.stop();

  expect(h.sent).toHaveLength(1);
  expect(h.sent[0]?.text).toContain('#token=SECRET');
  expect(await h.mails()).toMatchObject([
    { status: 'sent', attempts: 1, facts: {}, sealedToken: null, sentAt: h.clock.now() },
  ]);
});

test('a mail that does not get through is tried again by the schedule, then parked with the reason', async () => {
  await using h = await createWorkerHarness();
  const tries = retrySchedule.length + 1;
  h.answers.push(
    ...Array.from({ length: tries }, () => ({ kind: 'failed' as const, reason: 'no route' })),
  );
  await h.enqueue();
  const worker = h.createWorker(h.fixture.store);
  worker.start();

  for (const [at, delayMs] of retrySchedule.entries()) {
    await until(h, async () => (await h.mails())[0]?.attempts === at + 1);
    const [mail] = await h.mails();
    expect(mail?.nextAttemptAt?.getTime()).toBe(h.clock.now().getTime() + delayMs);
    const waited = h.clock.advance(delayMs);
    await waited;
    worker.wake();
  }
  await until(h, async () => (await h.mails())[0]?.status === 'parked');
  await worker.stop();

  expect(h.sent).toHaveLength(tries);
  expect(new Set(h.sent.map(({ messageId }) => messageId)).size).toBe(1);
  expect(await h.mails()).toMatchObject([
    { status: 'parked', lastError: 'no route', facts: {}, nextAttemptAt: null },
  ]);
  expect(h.logged.at(-1)?.message).toBe('a mail was parked');
});

test('a mail that is refused for good is parked at once', async () => {
  await using h = await createWorkerHarness();
  h.answers.push({ kind: 'refused', reason: 'the mail server refuses this mail with 550' });
  await h.enqueue();
  const worker = h.createWorker(h.fixture.store);

  worker.start();
  await until(h, async () => (await h.mails())[0]?.status === 'parked');
  await worker.stop();

  expect(h.sent).toHaveLength(1);
});

test('a link that has expired is not sent any more', async () => {
  await using h = await createWorkerHarness();
  const expiresAt = new Date(h.clock.now().getTime() + hour);
  await h.enqueue({ kind: 'password-reset', token: 'SECRET', expiresAt });
  await h.clock.advance(hour);
  const worker = h.createWorker(h.fixture.store);

  worker.start();
  await until(h, async () => (await h.mails())[0]?.status === 'parked');
  await worker.stop();

  expect(h.sent).toEqual([]);
  expect(await h.mails()).toMatchObject([
    { lastError: 'its link expired before it could be sent', sealedToken: null },
  ]);
});

test('a process that is killed while sending loses no mail: the next one sends it again, as the same', async () => {
  await using h = await createWorkerHarness();
  const id = await h.enqueue();
  h.answers.push('hang');
  const doomed = h.createWorker(h.fixture.store);
  doomed.start();
  await until(h, () => h.sent.length === 1);

  const left = await h.fixture.crash();
  await h.clock.advance(4_000);
  const heir = h.createWorker(left);
  heir.start();
  await until(h, async () => (await h.mails(left))[0]?.status === 'sent');
  await heir.stop();

  expect(h.sent.map(({ messageId }) => messageId)).toEqual([
    `<${id}@tokens.example>`,
    `<${id}@tokens.example>`,
  ]);
  await h.clock.advanceUntil(doomed.stop(), 5_000);
});

test('of two processes one sends', async () => {
  await using h = await createWorkerHarness();
  for (let count = 0; count < 20; count += 1) await h.enqueue();
  const workers = [h.fixture.store, await h.fixture.connect()].map((store) =>
    h.createWorker(store),
  );

  for (const worker of workers) worker.start();
  const isDone = async () =>
    JSON.stringify(await h.fixture.store.countMails()) === '[{"status":"sent","count":20}]';
  await until(h, isDone);
  await Promise.all(workers.map((worker) => worker.stop()));

  expect(h.sent).toHaveLength(20);
  expect(new Set(h.sent.map(({ messageId }) => messageId)).size).toBe(20);
});

test('stopping breaks a mail off after a while, which costs it no try', async () => {
  await using h = await createWorkerHarness();
  await h.enqueue();
  h.answers.push('hang');
  const worker = h.createWorker(h.fixture.store);
  worker.start();
  await until(h, () => h.sent.length === 1);

  await h.clock.advanceUntil(worker.stop(), 1_000);

  expect(await h.mails()).toMatchObject([{ status: 'waiting', attempts: 0 }]);
});

/** Registration and sign-in against the hashes they cannot do without, and what registrations do to everybody else. */
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, verify } from '@node-rs/argon2';
import type { Bench } from './bench.ts';
import { password, registerUser } from './issuances.ts';
import { requestsOf } from './load.ts';
import { formatFactor, formatMs, type Row } from './report.ts';
import { median, percentile } from './samples.ts';

/** The cost of the server's own hashes. */
export const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
const registrations = 12;
const signIns = 60;
const registerGoal = 1.15;
const otherGoalMs = 100;
const together = 4;
const rounds = 4;
const windowMs = 500;

export const auth: Bench = async (stage) => {
  await using server = await stage.startServer();
  const { url, user } = server;

  const raw: number[] = [];
  const registered: number[] = [];
  for (let n = -1; n < registrations; n += 1) {
    const rawMs = await time(deriveRaw);
    const registeredMs = await time(() => registerUser(url, `user-${n}@example.com`));
    // The first of each meets cold code.
    if (n < 0) continue;
    raw.push(rawMs);
    registered.push(registeredMs);
  }

  const stored = await hash(user.password, argon2id);
  const verified: number[] = [];
  const signedIn: number[] = [];
  for (let n = -5; n < signIns; n += 1) {
    const verifiedMs = await time(() => verify(stored, user.password));
    const signedInMs = await time(() => signIn(url, user.email));
    if (n < 0) continue;
    verified.push(verifiedMs);
    signedIn.push(signedInMs);
  }

  const others = {
    path: '/api/v1/auth/profile',
    method: 'GET',
    headers: requestsOf(user),
  } as const;
  // Warm, and alone: the first connections and the first reads are not what registrations do to others.
  const reading = { ...others, origin: url, lanes: 5, until: { ms: windowMs } };
  await stage.load.run(reading);
  const ended = new AbortController();
  const [latencies] = await Promise.all([
    readUntil(ended.signal, () => stage.load.run(reading)),
    registerCrowd(url).finally(() => ended.abort()),
  ]);

  const share = median(registered) / median(raw);
  const othersP99 = percentile(latencies, 0.99);
  return [
    {
      what: 'register, one after another',
      measured: `p50 ${formatMs(median(registered))}`,
      against: `bare PBKDF2-SHA-256, 999,999 rounds: p50 ${formatMs(median(raw))}`,
      ratio: formatFactor(share),
      goal: `≤ ${formatFactor(registerGoal)}`,
      met: share <= registerGoal,
    },
    {
      what: `read the profile, 5 lanes, while ${together} register at a time`,
      measured: `p50 ${formatMs(median(latencies))}, p99 ${formatMs(othersP99)}`,
      against: `${latencies.length} requests during ${rounds * together} registrations`,
      ratio: '',
      goal: `p99 < ${otherGoalMs} ms`,
      met: othersP99 < otherGoalMs,
    },
    {
      what: 'sign in, one after another',
      measured: `p50 ${formatMs(median(signedIn))}, p99 ${formatMs(percentile(signedIn, 0.99))}`,
      against: `bare argon2id verify, 19 MiB, 2 passes: p50 ${formatMs(median(verified))}`,
      ratio: formatFactor(median(signedIn) / median(verified)),
      goal: '',
      met: null,
    },
  ] satisfies Row[];
};

async function readUntil(
  ended: AbortSignal,
  read: () => Promise<{ readonly latencies: readonly number[] }>,
): Promise<number[]> {
  const latencies: number[] = [];
  while (!ended.aborted) latencies.push(...(await read()).latencies);
  return latencies;
}

async function registerCrowd(url: string): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const emails = Array.from({ length: together }, (_, n) => `crowd-${round}-${n}@example.com`);
    await Promise.all(emails.map((email) => registerUser(url, email)));
  }
}

/** The one derivation a registration has to make: ARC-76, in the thread pool as the server does it. */
async function deriveRaw(): Promise<void> {
  const phrase = 'ARC-0076-phrase of the bench-0-PBKDF2-999999';
  await promisify(pbkdf2)(phrase, 'ARC-0076-0-PBKDF2-999999', 999_999, 32, 'sha256');
}

async function signIn(url: string, email: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Cannot sign in: ${await answer.text()}`);
  await answer.arrayBuffer();
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Sign-ins while users register: both cost a hash or a derivation of processor time, on the same processors that answer
 * everybody else.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { hash, verify } from '@node-rs/argon2';
import { argon2id } from './auth.ts';
import type { Bench } from './bench.ts';
import { password, registerUser } from './issuances.ts';
import { requestsOf, type Load } from './load.ts';
import { readCpuMs } from './process.ts';
import { formatMs, formatPercent, formatRate, type Row } from './report.ts';
import { percentile } from './samples.ts';
import type { Server } from './stage.ts';
import { findStatusPath } from './status.ts';

const lanes = 20;
const registering = 5;
const reading = 4;
/** Of people, however impatient; without one there are always 20 hashes to be computed before the next. */
const signInPauseMs = 1_000;
/** A client that follows its deployment; without a pause this would measure reads, which `status` does. */
const readPauseMs = 20;
const warmUpMs = 2_000;
const windowMs = 10_000;
const rawMs = 3_000;
const signInGoalMs = 200;
const readGoalMs = 50;

export const signIn: Bench = async (stage) => {
  await using server = await stage.startServer();
  // Of one account no more than five passwords are checked at a time, so each lane has its own.
  for (let lane = 0; lane < lanes; lane += 1) await registerUser(server.url, emailOf(lane));
  const path = await findStatusPath(stage, server);
  await stage.load.run({ ...signIns(server), until: { ms: warmUpMs } });

  const raw = await verifyRaw(rawMs);
  const serverCpuBefore = readCpuMs(server.pid) ?? NaN;
  const alone = await stage.load.run({ ...signIns(server), until: { ms: rawMs } });
  const cpuMsEach = ((readCpuMs(server.pid) ?? NaN) - serverCpuBefore) / alone.latencies.length;
  const cpuBefore = readCpuMs(stage.load.pid) ?? NaN;
  const until = { ms: windowMs };
  const [signedIn, registered, read] = await Promise.all([
    stage.load.run({ ...signIns(server), until }),
    stage.load.run({ ...registrations(server), until }),
    stage.load.run({ ...statusReads(server, path), until }),
  ]);
  const loadShare = ((readCpuMs(stage.load.pid) ?? NaN) - cpuBefore) / signedIn.elapsedMs;
  const [paused] = await Promise.all([
    stage.load.run({ ...signIns(server), pauseMs: signInPauseMs, until }),
    stage.load.run({ ...registrations(server), until }),
  ]);

  const rates = { raw: rateOf(raw), alone: rateOf(alone), ours: rateOf(signedIn) };
  const p99 = percentile(signedIn.latencies, 0.99);
  const pausedP99 = percentile(paused.latencies, 0.99);
  const readP99 = percentile(read.latencies, 0.99);
  const rawText = `bare argon2id, ${lanes} at once: ${formatRate(rates.raw, 'checks')}, p99 ${formatMs(percentile(raw.latencies, 0.99))}`;
  return [
    {
      what: `sign in, ${lanes} lanes, nothing else`,
      measured: `${formatRate(rates.alone, 'sign-ins')}, ${describe(alone)}`,
      against: rawText,
      ratio: formatPercent(rates.alone / rates.raw),
      goal: '',
      met: null,
    },
    {
      what: "the same in the server's processor time",
      measured: formatMs(cpuMsEach),
      against: `bare argon2id: ${formatMs(raw.cpuMsEach)}`,
      ratio: formatPercent(raw.cpuMsEach / cpuMsEach),
      goal: '',
      met: null,
    },
    {
      what: `sign in, ${lanes} lanes, while ${registering} register at a time`,
      measured: `${formatRate(rates.ours, 'sign-ins')}, ${describe(signedIn)}`,
      against: rawText,
      ratio: formatPercent(rates.ours / rates.raw),
      goal: `p99 < ${signInGoalMs} ms`,
      met: p99 < signInGoalMs,
    },
    {
      what: `sign in as before, each lane with a pause of ${signInPauseMs / 1_000} s`,
      measured: `${formatRate(rateOf(paused), 'sign-ins')}, ${describe(paused)}`,
      against: '',
      ratio: '',
      goal: `p99 < ${signInGoalMs} ms`,
      met: pausedP99 < signInGoalMs,
    },
    {
      what: `read a status during the first of these, ${reading} lanes with a pause of ${readPauseMs} ms`,
      measured: describe(read),
      against: `${read.latencies.length} reads; all load took ${formatPercent(loadShare)} of a processor`,
      ratio: '',
      goal: `p99 < ${readGoalMs} ms`,
      met: readP99 < readGoalMs,
    },
    {
      what: `register during the first of these, ${registering} lanes`,
      measured: `p50 ${formatMs(percentile(registered.latencies, 0.5))}`,
      against: `${registered.latencies.length} registered in ${formatMs(registered.elapsedMs)}`,
      ratio: '',
      goal: '',
      met: null,
    },
    await fillQueue(server.url),
  ];
};

const emailOf = (lane: number | string) => `lane-${lane}@example.com`;

const posting = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;

function signIns({ url }: Server): Omit<Load, 'until'> {
  const body = JSON.stringify({ email: emailOf('{lane}'), password });
  return { ...posting, origin: url, path: '/api/v1/auth/login', body, lanes };
}

function registrations({ url }: Server): Omit<Load, 'until'> {
  const email = 'crowd-{n}@example.com';
  const body = JSON.stringify({ email, password, confirmPassword: password });
  return { ...posting, origin: url, path: '/api/v1/auth/register', body, lanes: registering };
}

function statusReads({ url, user }: Server, path: string): Omit<Load, 'until'> {
  const headers = requestsOf(user);
  return { method: 'GET', origin: url, path, headers, lanes: reading, pauseMs: readPauseMs };
}

interface Timed {
  readonly latencies: readonly number[];
  readonly elapsedMs: number;
}

/** The one hash that a sign-in has to compute, as many at once, and nothing else: what no server can beat. */
async function verifyRaw(forMs: number): Promise<Timed & { readonly cpuMsEach: number }> {
  const stored = await hash(password, argon2id);
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  async function runLane(): Promise<void> {
    while (performance.now() - started < forMs) {
      const begun = performance.now();
      await verify(stored, password);
      latencies.push(performance.now() - begun);
    }
  }
  await Promise.all(Array.from({ length: lanes }, runLane));
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMsEach = (user + system) / 1_000 / latencies.length;
  return { latencies, elapsedMs: performance.now() - started, cpuMsEach };
}

const atOnce = 80;

/** More registrations than may wait: each is answered at once or done, and who was refused can come back. */
async function fillQueue(url: string): Promise<Row> {
  const emails = Array.from({ length: atOnce }, (_, n) => `burst-${n}@example.com`);
  const answers = await Promise.all(emails.map((email) => tryToRegister(url, email)));
  const done = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  const waits = refused.map(({ retryAfter }) => retryAfter);
  const told = waits.every((seconds) => Number.isInteger(seconds) && seconds > 0);
  const known = await Promise.all(done.map(({ email }) => trySignIn(url, email)));
  const unknown = await Promise.all(refused.map(({ email }) => trySignIn(url, email)));
  // From when they were told; what was in front of them is done by now.
  await sleep(
    Math.max(0, ...refused.map(({ at, retryAfter }) => at + retryAfter * 1_000 - Date.now())),
  );
  const again = await Promise.all(refused.map(({ email }) => tryToRegister(url, email)));

  const lost = known.filter((status) => status !== 200).length;
  const left = unknown.filter((status) => status !== 401).length;
  const back = again.filter(({ status }) => status === 200).length;
  return {
    what: `register, ${atOnce} at once, more than may wait`,
    measured: `${done.length} registered, ${refused.length} told to come back in ${Math.max(0, ...waits)} s at most`,
    against: `${done.length - lost} signed in; of the refused ${left} left something behind, ${back} registered when told`,
    ratio: '',
    goal: 'nobody is lost',
    met:
      told &&
      done.length > 0 &&
      refused.length > 0 &&
      done.length + refused.length === atOnce &&
      lost + left === 0 &&
      back === refused.length,
  };
}

async function tryToRegister(url: string, email: string) {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    ...posting,
    body: JSON.stringify({ email, password, confirmPassword: password }),
  });
  await answer.arrayBuffer();
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return { email, status: answer.status, retryAfter, at: Date.now() };
}

async function trySignIn(url: string, email: string): Promise<number> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    ...posting,
    body: JSON.stringify({ email, password }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function rateOf({ latencies, elapsedMs }: Timed): number {
  return latencies.length / (elapsedMs / 1_000);
}

function describe({ latencies }: Timed): string {
  return `p50 ${formatMs(percentile(latencies, 0.5))}, p99 ${formatMs(percentile(latencies, 0.99))}`;
}

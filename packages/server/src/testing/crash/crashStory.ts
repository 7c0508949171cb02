import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentStatus, TokenType } from '@biatec-tokens/core';
import { expect } from 'vitest';
import type { CrashMoment } from './crashMoments.ts';
import { startReceiver, type Receiver } from './receiver.ts';
import { startServerProcess } from './serverProcess.ts';

/** What a story left behind, to be judged by the test. */
export interface CrashStory {
  readonly status: DeploymentStatus;
  /** Signal that ended the first process. */
  readonly diedOf: NodeJS.Signals | null;
  readonly webhookSequences: number[];
}

export interface CrashStage extends AsyncDisposable {
  readonly issuer: { readonly algorandAddress: string; readonly evmAddress: string };
  readonly receiver: Receiver;
  /** Issues against a server that dies at the point, starts it again and follows the deployment to its end. */
  play(
    point: CrashMoment,
    tokenType: TokenType,
    body: Record<string, unknown>,
  ): Promise<CrashStory>;
}

const requestTimeoutMs = 60_000;

/** Time for a story, in ms: two starts of a server, and the lease of a dead worker to run out. */
export const storyMsMax = 90_000;

const smoothRun = ['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed'];

/** The process was killed, and yet the history, the token and the webhooks are those of a smooth run. */
export function expectOneTruthfulRun({ status, diedOf, webhookSequences }: CrashStory): void {
  expect(diedOf).toBe('SIGKILL');
  expect(status.status).toBe('Completed');
  expect(status.history.map((entry) => entry.status)).toEqual(smoothRun);
  expect(status.history.map((entry) => entry.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(webhookSequences).toEqual([1, 2, 3, 4, 5, 6]);
  expect(status.readBack?.every((field) => field.equal)).toBe(true);
}

/** Registers one user with one webhook endpoint; every story starts from a copy of that state. */
export async function setCrashStage(
  networks: Readonly<Record<string, string>>,
): Promise<CrashStage> {
  const receiver = await startReceiver();
  const home = mkdtempSync(join(tmpdir(), 'biatec-crash-'));
  const template = join(home, 'template');
  const settingsOf = (directory: string) => ({
    ...networks,
    RATE_LIMIT_ENABLED: 'false',
    DATABASE_URL: `file:${join(directory, 'biatec-tokens.db')}`,
    KEY_FILE: join(directory, 'keys.json'),
  });

  const first = await startServerProcess(settingsOf(template));
  const password = 'Correct-horse-9';
  const session = await post(first.url, '/api/v1/auth/register', {
    email: 'issuer@example.com',
    password,
    confirmPassword: password,
  });
  const token = String(session['accessToken']);
  const endpoint = await post(first.url, '/api/v1/webhooks', { url: receiver.url }, { token });
  receiver.secret = String(endpoint['secret']);
  first.kill('SIGTERM');
  await first.exited;

  return {
    issuer: {
      algorandAddress: String(session['algorandAddress']),
      evmAddress: String(session['evmAddress']),
    },
    receiver,
    async play(point, tokenType, body) {
      const directory = mkdtempSync(join(home, `${point}-`));
      cpSync(template, directory, { recursive: true });
      const settings = settingsOf(directory);
      const key = randomUUID();
      const path = `/api/v1/token/${tokenType}`;

      const doomed = await startServerProcess(settings, point);
      // The answer may be lost with the process; the same key finds the same deployment afterwards.
      await post(doomed.url, path, body, { token, key }).catch(() => undefined);
      const diedOf = await doomed.exited;

      const heir = await startServerProcess(settings);
      try {
        const accepted = await post(heir.url, path, body, { token, key });
        const id = String(accepted['deploymentId']);
        const status = await untilResting(heir.url, id, token);
        await receiver.waitFor(id, status.status);
        return { status, diedOf, webhookSequences: receiver.sequencesOf(id) };
      } finally {
        // A story that fails must not leave a server behind, which would keep the test process alive.
        heir.kill('SIGTERM');
        await heir.exited;
      }
    },
    async [Symbol.asyncDispose]() {
      await receiver[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function post(
  url: string,
  path: string,
  body: Record<string, unknown>,
  { token, key }: { token?: string; key?: string } = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Reads the live stream to its end, which comes with a resting state, then the status. */
async function untilResting(url: string, id: string, token: string): Promise<DeploymentStatus> {
  const headers = { authorization: `Bearer ${token}` };
  const path = `${url}/api/v1/deployment-status/${id}`;
  const stream = await fetch(`${path}/events`, {
    headers,
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  await stream.text();
  const response = await fetch(path, { headers });
  return (await response.json()) as DeploymentStatus;
}

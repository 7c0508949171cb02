/** Applications as a caller of the API meets them: one token per key, and retries that go on where it stopped. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deploymentStatus, whyAnswer, type DeploymentStatus } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../chains/algorand/testing/startAlgorandChain.ts';
import { readConfig } from '../config/readConfig.ts';
import { createServer } from '../createServer.ts';
import { applicationExamples } from '../testing/tokenExamples.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const issuerFunds = 100_000_000n;

const stack = new AsyncDisposableStack();
let chain: AlgorandChain;
let server: Awaited<ReturnType<typeof createServer>>;
let issuer: string;
let accessToken: string;

beforeAll(async () => {
  chain = stack.use(await startAlgorandChain());
  console.info(`applications over HTTP, on ${chain.using}`);
  const folder = mkdtempSync(join(tmpdir(), 'biatec-applications-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const read = readConfig({
    DATABASE_URL: `file:${folder}/t.db`,
    PORT: '0',
    NETWORK_ALGORAND_LOCALNET_ENDPOINTS: chain.url.replace('http://', `http://:${chain.token}@`),
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  server = await createServer(read.config, { log: silent });
  stack.defer(() => server.close());
  const password = 'Correct-horse-9';
  const { body } = await send('/api/v1/auth/register', {
    email: 'issuer@example.com',
    password,
    confirmPassword: password,
  });
  issuer = String(body['algorandAddress']);
  accessToken = String(body['accessToken']);
  await chain.fund(issuer, issuerFunds);
}, 60_000);
afterAll(() => stack.disposeAsync());

async function send(path: string, body: object, key = randomUUID()) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    replayed: response.headers.get('idempotent-replayed') === 'true',
  };
}

async function get(path: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${server.url}${path}`, { headers })).json();
}

/** Reads the live stream to its end, which comes with a resting state, then the status. */
async function untilResting(id: string): Promise<DeploymentStatus> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const path = `/api/v1/deployment-status/${id}`;
  await (await fetch(`${server.url}${path}/events`, { headers })).text();
  return deploymentStatus.parse(await get(path));
}

async function applications(): Promise<string[]> {
  const account = await chain.get(`/v2/accounts/${issuer}`);
  return (account['created-apps'] ?? []).map(({ id }: { id: number }) => String(id));
}

test.for(Object.entries(applicationExamples))(
  'ten identical requests at once for %s make one token',
  async ([type, body]) => {
    const before = await applications();
    const key = randomUUID();

    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send(`/api/v1/token/${type}`, body, key)),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const ids = new Set(answers.map(({ body: answer }) => String(answer['deploymentId'])));
    expect(ids.size).toBe(1);
    const status = await untilResting([...ids][0] ?? '');
    expect(status).toMatchObject({ status: 'Completed', error: null });
    const made = (await applications()).filter((id) => !before.includes(id));
    expect(made).toEqual([status.assetId]);
  },
);

test('a failure between two steps is told with its step; it can be retried, never cancelled, and makes no second token', async () => {
  const before = await applications();
  let sent = false;
  chain.tamper(({ method, path }) => {
    if (method === 'POST') sent = true;
    return sent && path.startsWith('/v2/accounts/')
      ? (answer) => answer.replace(/"amount":\s*\d+/, '"amount":100000')
      : undefined;
  });
  const { body: accepted } = await send(
    '/api/v1/token/arc200-preminted',
    applicationExamples['arc200-preminted'],
  );
  const id = String(accepted['deploymentId']);
  const path = `/api/v1/deployment-status/${id}`;

  const failed = await untilResting(id);
  expect(failed).toMatchObject({ status: 'Failed', error: { errorCode: 'INSUFFICIENT_FUNDS' } });
  expect(failed.error?.errorMessage).toContain(`application ${failed.assetId} stays`);
  const why = whyAnswer.parse(await get(`${path}/why`));
  expect(why.attempts.map(({ step, outcome }) => [step, outcome])).toEqual([[1, 'included']]);

  chain.tamper(() => 'refuse');
  const { body: retried } = await send(`${path}/retry`, {});
  expect(retried).toMatchObject({ status: 'Queued', transactionId: failed.transactionId });
  expect(deploymentStatus.parse(retried).history.at(-1)?.message).toBe(
    `Queued again; application ${failed.assetId} stays, and only the steps that are missing are sent`,
  );
  expect(await send(`${path}/cancel`, {})).toMatchObject({
    status: 409,
    body: {
      errorCode: 'DEPLOYMENT_NOT_CANCELLABLE',
      errorMessage: expect.stringContaining('a step of it is on chain'),
    },
  });

  chain.tamper(() => undefined);
  expect(await untilResting(id)).toMatchObject({
    status: 'Completed',
    assetId: failed.assetId,
    transactionId: failed.transactionId,
    error: null,
  });
  expect((await applications()).filter((one) => !before.includes(one))).toEqual([failed.assetId]);
});

/** An ARC-76 account comes in while the first account still issues: who signs for what, before and after. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  deploymentStatus,
  validateAnswer,
  type DeploymentState,
  type DeploymentStatus,
} from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../chains/algorand/testing/startAlgorandChain.ts';
import { rewrap } from '../commands/rewrap.ts';
import { readConfig } from '../config/readConfig.ts';
import { createServer } from '../createServer.ts';
import { countByKey } from '../services/rewrap/countByKey.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { bond } from '../testing/tokenExamples.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const issuerFunds = 100_000_000n;
const password = 'Correct-horse-9';
/** The sample of the standard itself: a public account, never to be funded on a real network. */
const published = {
  arc76: {
    email: 'email@example.com',
    password: '12345678901234567890123456789012345678901234567890',
    slot: 0,
  },
  expectedAddress: '5AHWQJ5D52K4GRW4JWQ5GMR53F7PDSJEGT4PXVFSBQYE7VXDVG3WSPWSBM',
};

const stack = new AsyncDisposableStack();
let chain: AlgorandChain;
let server: Awaited<ReturnType<typeof createServer>>;
let env: Record<string, string>;
let first: string;
let accessToken: string | undefined;

beforeAll(async () => {
  chain = stack.use(await startAlgorandChain());
  console.info(`an imported account, on ${chain.using}`);
  const folder = mkdtempSync(join(tmpdir(), 'biatec-import-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  env = {
    DATABASE_URL: `file:${folder}/t.db`,
    PORT: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_ENABLED: 'false',
    NETWORK_ALGORAND_LOCALNET_ENDPOINTS: chain.url.replace('http://', `http://:${chain.token}@`),
  };
  const read = readConfig(env);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  server = await createServer(read.config, { log: silent });
  stack.defer(() => server.close());
  const body = { email: 'issuer@example.com', password, confirmPassword: password };
  const session = await send('/api/v1/auth/register', body);
  first = session.body.algorandAddress;
  accessToken = session.body.accessToken;
  await chain.fund(first, issuerFunds);
  await chain.fund(published.expectedAddress, issuerFunds);
}, 60_000);
afterAll(() => stack.disposeAsync());

async function send(path: string, body?: object) {
  const response = await fetch(`${server.url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      'content-type': 'application/json',
      ...(body === undefined ? {} : { 'idempotency-key': randomUUID() }),
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
  });
  return { status: response.status, body: (await response.json()) as any };
}

async function issue(name: string): Promise<string> {
  const { status, body } = await send('/api/v1/token/asa-ft', { ...bond, name });
  expect(status, JSON.stringify(body)).toBe(202);
  return body.deploymentId;
}

/** Looks until it is there; the test's time limit is the bound. */
async function until(id: string, state: DeploymentState): Promise<DeploymentStatus> {
  for (;;) {
    const { body } = await send(`/api/v1/deployment-status/${id}`);
    const status = deploymentStatus.parse(body);
    if (status.status === state) return status;
    if (status.status === 'Failed') throw new Error(JSON.stringify(status.error));
    await pause(50);
  }
}

async function expectIssuedBy(id: string, address: string): Promise<void> {
  const { issuer, assetId } = await until(id, 'Completed');
  expect(issuer).toBe(address);
  const { params } = await chain.get(`/v2/assets/${assetId}`);
  // Nobody was named in the request: the roles are the issuer's own.
  expect(params).toMatchObject({ creator: address, manager: address, reserve: address });
}

test(
  'what the first account began it ends, the imported one issues what is new, and both go on after a rotation',
  { timeout: 120_000 },
  async () => {
    // One deployment is signed and cannot be sent, another cannot even be planned.
    chain.tamper(({ method }) => (method === 'POST' ? 'refuse' : undefined));
    const signed = await issue('Signed');
    await until(signed, 'Submitted');
    chain.tamper(() => 'refuse');
    const queued = await issue('Queued');

    const imported = await send('/api/v1/account/import-arc76', {
      ...published,
      acceptRisk: true,
      password,
    });
    expect(imported).toMatchObject({
      status: 201,
      body: { account: { address: published.expectedAddress }, previousAddress: first },
    });
    const fresh = await issue('Fresh');
    expect((await send(`/api/v1/deployment-status/${queued}`)).body).toMatchObject({
      status: 'Queued',
      issuer: first,
    });
    chain.tamper(() => undefined);

    await expectIssuedBy(signed, first);
    await expectIssuedBy(queued, first);
    await expectIssuedBy(fresh, published.expectedAddress);
    const plan = validateAnswer.parse((await send('/api/v1/token/asa-ft/validate', bond)).body);
    expect(plan.parameters['manager']).toBe(published.expectedAddress);
    expect(plan.plan?.payer.address).toBe(published.expectedAddress);

    // The words are still there, and are not the imported account's.
    const exported = await send('/api/v1/account/export', { password });
    expect(exported.body).toMatchObject({
      algorandAddress: first,
      notOpened: [published.expectedAddress],
    });

    // A new master key, while the server works: the imported seed is wrapped anew like every other secret.
    expect(await rewrap.run({ args: ['--new-version'], env: { ...env, NODE_ENV: 'test' } })).toBe(
      0,
    );
    expect(await countVersions()).toEqual(['2']);
    await expectIssuedBy(await issue('Rotated'), published.expectedAddress);

    const { body } = await send('/api/v1/account');
    const [created] = body.items;
    await send('/api/v1/account/issuing', { accountId: created.accountId, password });
    await expectIssuedBy(await issue('Again'), first);
  },
);

/** The versions of the master key that any record still needs. */
async function countVersions(): Promise<string[]> {
  const file = (env['DATABASE_URL'] ?? '').slice('file:'.length);
  const store = await createSqliteStore({ file, ids: createIds({ clock: systemClock }) });
  const keys = [...(await countByKey(store)).keys()];
  await store.close();
  return keys.map((key) => key.split(' ').at(-1) ?? '');
}

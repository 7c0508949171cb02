/** A limit is one limit, however many processes answer: two real servers, one database file, one user in a hurry. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startServerProcess } from '../testing/crash/serverProcess.ts';
import { noNetworks } from '../testing/noNetworks.ts';

const storyMsMax = 90_000;
/** By default, for a user. */
const limit = 100;
const requests = 1_000;

test(
  '1,000 parallel requests of one user to two processes: exactly as many pass as the limit says',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'biatec-limits-'));
    const settings = {
      ...noNetworks,
      NODE_ENV: 'test',
      DATABASE_URL: `file:${join(folder, 'biatec-tokens.db')}`,
      KEY_FILE: join(folder, 'keys.json'),
    };
    await using rest = new AsyncDisposableStack();
    rest.defer(() => rmSync(folder, { recursive: true, force: true }));
    const start = async () => {
      const server = await startServerProcess(settings);
      rest.defer(async () => {
        server.kill('SIGTERM');
        await server.exited;
      });
      return server.url;
    };
    const urls = [await start(), await start()] as const;
    const token = await register(urls[0]);

    const answers = await Promise.all(
      Array.from({ length: requests }, (_, index) => readProfile(urls[index % 2 ? 0 : 1], token)),
    );

    const passed = answers.filter(({ status }) => status === 200);
    expect(passed).toHaveLength(limit);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(requests - limit);
    // Each was told another number of requests left: none was counted twice, and none not at all.
    expect(passed.map(({ remaining }) => remaining).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: limit }, (_, index) => index),
    );
  },
  storyMsMax,
);

async function register(url: string): Promise<string> {
  const password = 'Correct-horse-9';
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ann@example.com', password, confirmPassword: password }),
  });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return accessToken;
}

async function readProfile(url: string, token: string) {
  const answer = await fetch(`${url}/api/v1/auth/profile`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await answer.arrayBuffer();
  const remaining = Number(answer.headers.get('x-ratelimit-remaining'));
  return { status: answer.status, remaining };
}

/** A master key is rotated, and then the provider changed, under a server that goes on working. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFileKeyProvider } from '../keys/fileKeyProvider.ts';
import { startFakeVault, vaultTestLogin } from '../keys/testing/fakeVault.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock as clock } from '../runtime/systemClock.ts';
import { countByKey } from '../services/rewrap/countByKey.ts';
import { createVault } from '../signer/createVault.ts';
import { keySubjectOf, phraseSubjectOf } from '../signer/subjects.ts';
import { createSamples } from '../store/conformance/samples.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { startServerProcess, type ServerProcess } from '../testing/crash/serverProcess.ts';

const storyMsMax = 120_000;
const main = join(import.meta.dirname, '..', 'main.ts');
const password = 'Correct-horse-9';
const organizations = 150;

const home = mkdtempSync(join(tmpdir(), 'biatec-rewrap-'));
const file = join(home, 'biatec-tokens.db');
const keyFile = join(home, 'keys.json');
const onFile = {
  DATABASE_URL: `file:${file}`,
  KEY_FILE: keyFile,
  LOG_LEVEL: 'silent',
  // The story asks all the time whether everything still opens.
  RATE_LIMIT_ENABLED: 'false',
};
let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess(onFile);
});
afterAll(async () => {
  server.kill('SIGKILL');
  await server.exited;
  rmSync(home, { recursive: true, force: true });
});

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

/** What stands for the words in assertions. */
function hashOf({ status, body }: Awaited<ReturnType<typeof post>>): string {
  const words = body['mnemonic'];
  if (words === undefined) throw new Error(`No words came, but ${status} ${body['errorCode']}`);
  return createHash('sha256').update(words).digest('hex');
}

function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child: ChildProcess = spawn(process.execPath, ['--conditions=source', main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...env },
  });
  let text = '';
  const exited = new Promise<number | string | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  const collect = (chunk: Buffer) => (text += chunk.toString());
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return { child, exited, text: () => text };
}

/** Organizations beside the one that signs up, so that a walk takes its time. */
async function fill(): Promise<void> {
  const ids = createIds({ clock });
  const samples = createSamples(ids);
  const store = await createSqliteStore({ file, ids });
  const settings = { kind: 'file', path: keyFile, createIfMissing: false } as const;
  const vault = createVault({ keyProvider: await createFileKeyProvider(settings, { clock }) });
  await Promise.all(
    Array.from({ length: organizations }, async () => {
      const sample = samples.registration(`${ids.guid()}@example.com`);
      await store.registerUser({
        ...sample,
        accounts: await Promise.all(
          sample.accounts.map(async (account) => ({
            ...account,
            sealedKey: await vault.seal(keySubjectOf(account), randomBytes(32)),
          })),
        ),
        sealedPhrase: await vault.seal(phraseSubjectOf(sample.organization.id), randomBytes(32)),
      });
    }),
  );
  await store.close();
}

async function countKeys(): Promise<Record<string, number>> {
  const store = await createSqliteStore({ file, ids: createIds({ clock }) });
  const counts = await countByKey(store);
  await store.close();
  return Object.fromEntries(
    [...counts].map(([key, count]) => [key.replace(/ [0-9a-f]{16} /, ' '), count]),
  );
}

test(
  'rotation, and a move to Vault that is killed and resumed, leave every secret readable all the time',
  { timeout: storyMsMax },
  async () => {
    const email = 'issuer@example.com';
    const session = await post('/api/v1/auth/register', {
      email,
      password,
      confirmPassword: password,
    });
    const bearer = { authorization: `Bearer ${session.body['accessToken']}` };
    const kept = { ...bearer, 'idempotency-key': 'story-1' };
    const endpoint = await post('/api/v1/webhooks', { url: 'http://127.0.0.1:61000/hook' }, kept);
    expect(endpoint, JSON.stringify(endpoint.body)).toMatchObject({ status: 201 });
    const words = await post('/api/v1/account/export', { password }, bearer);
    await fill();

    /** Phrase, account keys' provider, and a kept answer: all must open, whichever key they need at this moment. */
    async function expectReadable(): Promise<void> {
      const again = await post('/api/v1/account/export', { password }, bearer);
      // Compared by their hashes, so that a failure prints no words.
      expect(hashOf(again)).toBe(hashOf(words));
      const replay = await post('/api/v1/webhooks', { url: 'http://127.0.0.1:61000/hook' }, kept);
      expect(replay.body).toEqual(endpoint.body);
    }

    // A new version of the same key, while the server works.
    const rotation = run(['rewrap', '--new-version'], onFile);
    const readable = (async () => {
      while (rotation.child.exitCode === null) await expectReadable();
    })();
    expect(await rotation.exited, rotation.text()).toBe(0);
    await readable;
    expect(Object.keys(await countKeys())).toEqual(['file 2']);

    // Another provider altogether: the server is restarted with both, then the records move.
    await using vault = await startFakeVault();
    const onVault = {
      ...onFile,
      KEY_PROVIDER: 'hashicorp-vault',
      KEY_PREVIOUS_PROVIDERS: 'file',
      KEY_VAULT_URL: vault.url,
      KEY_VAULT_KEY: 'biatec',
      KEY_VAULT_TOKEN: vaultTestLogin.token,
    };
    server.kill('SIGTERM');
    await server.exited;
    const before = await countKeys();

    const killed = run(['rewrap'], onVault);
    await untilMoved(() => countKeys(), 50);
    killed.child.kill('SIGKILL');
    expect(await killed.exited).toBe('SIGKILL');
    const between = await countKeys();
    expect(between['hashicorp-vault transit/biatec 1']).toBeGreaterThan(50 - 1);
    expect(between['file 2']).toBeGreaterThan(0);

    // The server goes on with it by itself, and everything opens meanwhile.
    server = await startServerProcess(onVault);
    await expectReadable();
    await untilMoved(() => countKeys(), before['file 2'] ?? 0);
    await expectReadable();
    const status = run(['rewrap', '--status'], onVault);
    expect(await status.exited, status.text()).toBe(0);
    expect(status.text()).toContain('(100 %)');
    expect(status.text()).toContain('hashicorp-vault transit/biatec 1');
    expect(status.text()).not.toContain('  file');

    // The file is not needed any more.
    server.kill('SIGTERM');
    await server.exited;
    const { KEY_PREVIOUS_PROVIDERS: _previous, ...vaultOnly } = onVault;
    server = await startServerProcess({ ...vaultOnly, KEY_FILE: join(home, 'none.json') });
    await expectReadable();
  },
);

/** Looks until so many records are in Vault; the story's time limit is the bound. */
async function untilMoved(
  count: () => Promise<Record<string, number>>,
  records: number,
): Promise<void> {
  while (((await count())['hashicorp-vault transit/biatec 1'] ?? 0) < records) {
    await clock.sleep(200);
  }
}

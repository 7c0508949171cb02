import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkIds } from '@biatec-tokens/core';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { expect, onTestFinished, test, vi } from 'vitest';
import { networkSettingName } from '../config/networkSettings.ts';
import { startFakeVault, vaultTestLogin } from '../keys/testing/fakeVault.ts';
import { migrateSqlite } from '../store/sqlite/migrate.ts';
import { startFaultProxy } from '../testing/faultProxy.ts';
import { doctor } from './doctor.ts';

const token = 's3cr3t';

/** What doctor prints about these endpoints of the local Algorand network, all others switched off. */
async function examine(
  urls: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ text: string; code: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  migrateSqlite(join(folder, 'test.db'));
  const env: Record<string, string> = {
    NODE_ENV: 'test',
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    ...settings,
  };
  for (const id of networkIds) env[networkSettingName(id, 'ENABLED')] = 'false';
  env[networkSettingName('algorand-localnet', 'ENABLED')] = 'true';
  env[networkSettingName('algorand-localnet', 'ENDPOINTS')] = urls
    .map((url) => url.replace('http://', `http://:${token}@`))
    .join(',');
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  try {
    return { code: await doctor.run({ args: [], env }), text };
  } finally {
    write.mockRestore();
  }
}

test('every endpoint is looked at: who it is, whether it keeps up, and what to do about it', async () => {
  await using node = await startAlgorandNode({ token });
  await using other = await startAlgorandNode({ token });
  await using late = await startFaultProxy(node.url);
  await node.makeBlocks(30);
  late.break({
    kind: 'lie',
    bend: ({ path }, { body }) =>
      path === '/v2/status'
        ? { body: body.replace('"last-round":30', '"last-round":18') }
        : undefined,
  });

  const { text, code } = await examine([node.url, late.url, other.url, 'http://127.0.0.1:1']);

  const host = (url: string) => new URL(url).host;
  expect(code).toBe(1);
  expect(text).toContain(
    `ok    algorand-localnet ${host(node.url)}: is of the right chain, at block 30`,
  );
  expect(text).toContain(`FAIL  algorand-localnet ${host(late.url)}: is behind: at block 18, 12`);
  expect(text).toMatch(
    /FAIL {2}algorand-localnet 127\.0\.0\.1:\d+: Cannot use the node .* is of chain/,
  );
  expect(text).toContain('nothing listens there (127.0.0.1:1)');
  expect(text).toContain('NETWORK_ALGORAND_LOCALNET_ENDPOINTS');
  expect(text).not.toContain(token);
});

test('one endpoint that is well is all that is needed', async () => {
  await using node = await startAlgorandNode({ token });

  const { text, code } = await examine([node.url]);

  expect(text).toContain('is of the right chain');
  expect(text).toContain('All is well');
  expect(code).toBe(0);
});

test('a key provider is proven, and so is the one before it', async () => {
  await using node = await startAlgorandNode({ token });
  await using vault = await startFakeVault();

  const { text } = await examine([node.url], {
    KEY_PROVIDER: 'hashicorp-vault',
    KEY_PREVIOUS_PROVIDERS: 'environment',
    KEY_ENVIRONMENT_KEY: randomBytes(32).toString('base64'),
    KEY_VAULT_URL: vault.url,
    KEY_VAULT_KEY: 'biatec',
    KEY_VAULT_TOKEN: vaultTestLogin.token,
  });

  expect(text).toMatch(
    /ok {4}key provider hashicorp-vault: wraps with version 1 of "transit\/biatec" in \d+ ms, unwraps in \d+ ms, and refuses another owner/,
  );
  expect(text).toContain('ok    key provider environment: wraps');
});

test('a key provider that does not work is told of before anything else is tried, with what to grant', async () => {
  await using vault = await startFakeVault();

  const { text, code } = await examine([], {
    KEY_PROVIDER: 'hashicorp-vault',
    KEY_VAULT_URL: vault.url,
    KEY_VAULT_TOKEN: 'hunter2',
  });

  expect(code).toBe(1);
  expect(text).toContain('FAIL  key provider hashicorp-vault: Cannot use key provider');
  expect(text).toContain('Grant a policy with "update" on MOUNT/encrypt/KEY');
  expect(text).not.toContain('database');
  expect(text).not.toContain('hunter2');
});

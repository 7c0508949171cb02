import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

/** Only what a test sets: settings of the machine must not leak in. */
function start(args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['--conditions=source', main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  const written = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.err += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  return { child, written, exited };
}

test('serve with a bad environment names every problem and exits 78', async () => {
  const { written, exited } = start(['serve'], { PORT: 'eighty', LOG_LEVEL: 'loud' });

  expect(await exited).toBe(78);
  expect(written.err).toContain('PORT');
  expect(written.err).toContain('LOG_LEVEL');
  expect(written.out).toBe('');
});

test('serve writes its ready line, answers, and ends with 0 at SIGTERM', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-'));
  const { child, written, exited } = start(['serve'], {
    DATABASE_URL: `file:${folder}/t.db`,
    PORT: '0',
    LOG_LEVEL: 'silent',
  });
  const ready = await new Promise<{ url: string; pid: number }>((resolve, reject) => {
    child.stdout.on('data', () => {
      const line = written.out.split('\n').find((text) => text.includes('"msg":"ready"'));
      if (line !== undefined) resolve(JSON.parse(line));
    });
    child.on('exit', () => reject(new Error(written.err)));
  });

  const live = await fetch(`${ready.url}/health/live`);
  child.kill('SIGTERM');

  expect(ready.pid).toBe(child.pid);
  expect(live.status).toBe(200);
  expect(await exited).toBe(0);
  rmSync(folder, { recursive: true });
});

test('openapi prints the description', async () => {
  const { written, exited } = start(['openapi'], {});

  expect(await exited).toBe(0);
  expect(JSON.parse(written.out)).toMatchObject({ openapi: '3.1.0' });
});

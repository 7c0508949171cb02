import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Secret } from '../internal/secret.ts';

/** The JWT secret of a development machine: made once, kept in a file that only its owner may read. */
export async function readDevelopmentSecret(path: string): Promise<Secret<string>> {
  const kept = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (kept !== undefined) {
    await chmod(path, 0o600);
    return new Secret(kept.trim());
  }
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600 });
  // link() never replaces a file: of two processes that start at once, both use what the first one made.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return new Secret((await readFile(path, 'utf8')).trim());
}

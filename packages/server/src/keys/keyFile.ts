import { randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '@biatec-tokens/core';
import { z } from 'zod';
import { Secret } from '../internal/secret.ts';
import { masterKeyBytes, type MasterKey } from './masterKeys.ts';

/**
 * The key file: JSON with every version of the master key, oldest first. The last one wraps, all of them unwrap.
 * Losing this file loses every account, so a version is never taken out and a write is never half done.
 */
const keyFileSchema = z.strictObject({
  format: z.literal('biatec-tokens-key-file'),
  formatVersion: z.literal(1),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  versions: z
    .array(
      z.strictObject({
        version: z.string().regex(/^[1-9]\d{0,8}$/),
        createdAt: z.iso.datetime(),
        key: z.base64(),
      }),
    )
    .min(1),
});

type KeyFile = z.infer<typeof keyFileSchema>;

/** The versions in a key file, oldest first: at least one. */
export type KeyFileVersions = readonly [MasterKey, ...MasterKey[]];

const ownerOnly = 0o600;
const othersMask = 0o077;
const bytesMax = 1_000_000;

/** Reads the versions of a key file. @throws {AppError} CONFIGURATION_ERROR if it is missing, malformed or readable by others */
export async function readKeyFile(path: string): Promise<KeyFileVersions> {
  return versionsOf(await parseKeyFile(path), path);
}

/** Makes a key file with one fresh version. Leaves one that exists as it is, also one that another process makes at this moment. */
export async function createKeyFile(path: string, now: Date): Promise<void> {
  if (await exists(path)) return;
  const file: KeyFile = {
    format: 'biatec-tokens-key-file',
    formatVersion: 1,
    keyId: randomBytes(8).toString('hex'),
    versions: [freshVersion('1', now)],
  };
  await mkdir(dirname(resolve(path)), { recursive: true });
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  try {
    await writeDurably(draft, file);
    // link() puts the whole file there or nothing, and never over one that exists.
    await link(draft, path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await syncFolder(path);
  } catch (error) {
    throw cannot(path, `it cannot be made there (${codeOf(error)})`, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Appends a fresh version, which wraps from now on. @returns its number */
export async function appendKeyVersion(path: string, now: Date): Promise<string> {
  // The draft is also the lock: two rotations at once would lose the version of one, and with it all it wrapped.
  const draft = `${path}.next`;
  const lock = await open(draft, 'wx', ownerOnly).catch((error: unknown) => {
    throw cannot(path, `another rotation is under way or was cut off (${codeOf(error)})`, {
      guidance: `Make sure that no rotation runs, delete ${quoted(draft)} and try again.`,
    });
  });
  let renamed = false;
  try {
    await lock.close();
    const file = await parseKeyFile(path);
    const version = String(Math.max(...file.versions.map((each) => Number(each.version))) + 1);
    await writeDurably(draft, {
      ...file,
      versions: [...file.versions, freshVersion(version, now)],
    });
    await rename(draft, path);
    renamed = true;
    await syncFolder(path);
    return version;
  } finally {
    // After the rename a file of this name is the lock of someone else.
    if (!renamed) await rm(draft, { force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw cannot(path, `it cannot be looked at (${codeOf(error)})`, { cause: error });
  }
}

async function parseKeyFile(path: string): Promise<KeyFile> {
  const text = await readOwnersFile(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's error is dropped, not kept as the cause: it quotes the text.
    throw cannot(path, 'it is not JSON');
  }
  const parsed = keyFileSchema.safeParse(json);
  if (!parsed.success) throw cannot(path, 'it is not a key file of a form known here');
  return parsed.data;
}

function versionsOf(file: KeyFile, path: string): KeyFileVersions {
  const numbers = new Set(file.versions.map((each) => each.version));
  if (numbers.size !== file.versions.length) throw cannot(path, 'it has a version twice');

  const [first, ...others] = file.versions.map((each): MasterKey => {
    const bytes = Buffer.from(each.key, 'base64');
    if (bytes.length !== masterKeyBytes) {
      throw cannot(path, `version ${each.version} is not a key of ${masterKeyBytes} bytes`);
    }
    return { keyId: file.keyId, keyVersion: each.version, key: new Secret<Uint8Array>(bytes) };
  });
  if (first === undefined) throw cannot(path, 'it has no version');
  return [first, ...others];
}

async function readOwnersFile(path: string): Promise<string> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw cannot(
      path,
      codeOf(error) === 'ENOENT' ? 'there is none' : `it cannot be read (${codeOf(error)})`,
      { cause: error },
    );
  });
  try {
    // Of the open file, not of the path: what is checked is what is read.
    const { mode, size } = await handle.stat();
    if (process.platform !== 'win32' && (mode & othersMask) !== 0) {
      const found = (mode & 0o777).toString(8).padStart(4, '0');
      throw cannot(path, `others may read or change it, its mode is ${found} and should be 0600`, {
        guidance: `Run: chmod 600 ${quoted(path)}`,
      });
    }
    if (size > bytesMax) throw cannot(path, 'it is too large for a key file');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, file: KeyFile): Promise<void> {
  const handle = await open(path, 'w', ownerOnly);
  try {
    await handle.chmod(ownerOnly);
    await handle.writeFile(`${JSON.stringify(file, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the name of the file as durable as its content. */
async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its renames are durable without.
  if (process.platform === 'win32') return;
  const handle = await open(dirname(resolve(path)), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function freshVersion(version: string, now: Date): KeyFile['versions'][number] {
  return {
    version,
    createdAt: now.toISOString(),
    key: randomBytes(masterKeyBytes).toString('base64'),
  };
}

function cannot(
  path: string,
  reason: string,
  more: { guidance?: string; cause?: unknown } = {},
): AppError {
  return new AppError({
    code: 'CONFIGURATION_ERROR',
    message: `Cannot use key file ${quoted(path)}: ${reason}`,
    guidance: more.guidance ?? 'Set KEY_FILE to the key file, or restore it from a backup.',
    ...(more.cause === undefined ? {} : { cause: more.cause }),
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Quoted for a shell. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

import { AppError } from '@biatec-tokens/core';
import type { Config } from '../config/readConfig.ts';
import { createFileKeyProvider } from '../keys/fileKeyProvider.ts';
import type { KeyProvider } from '../ports/keyProvider.ts';
import { createKeyProviders } from '../keys/createKeyProvider.ts';
import { holdLease } from '../internal/holdLease.ts';
import { createLog } from '../observability/createLog.ts';
import type { Rewrap, Store } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { countByKey } from '../services/rewrap/countByKey.ts';
import { openRewrap } from '../services/rewrap/openRewrap.ts';
import { walkRecords } from '../services/rewrap/walkRecords.ts';
import { createRewrapper } from '../signer/createRewrapper.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { exitCodes, readConfigOrComplain, untilSignalled, type Command } from './command.ts';

const options = new Set(['--all', '--new-version', '--background', '--status']);
const clock = systemClock;
const leaseMs = 5_000;
const progressMs = 1_000;

/** Wraps every sealed record with the key that wraps now, while the server works. */
export const rewrap: Command = {
  summary:
    'Wrap every secret with the current master key (--new-version, --all, --background, --status)',
  async run({ args, env }) {
    const unknown = args.filter((arg) => !options.has(arg));
    if (unknown.length > 0) {
      process.stderr.write(`Cannot rewrap: unknown option ${unknown.join(' ')}\n`);
      return exitCodes.usage;
    }
    const config = readConfigOrComplain(env);
    if (config === undefined) return exitCodes.configuration;
    const ids = createIds({ clock });
    const store = await createSqliteStore({ file: config.databaseFile, ids });
    try {
      if (args.includes('--status')) return await printStatus(store);
      if (args.includes('--new-version')) await addVersion(config);
      const keyProvider = await createKeyProviders(config, { clock });
      const walk = await openRewrap(
        { store, keyProvider, clock, ids },
        { everything: args.includes('--all') },
      );
      print(`${walk.total} rows, to ${nameOf(walk)}`);
      if (args.includes('--background')) {
        print('A server with workers goes on with it; see rewrap --status');
        return exitCodes.ok;
      }
      return await walkHere(config, { store, keyProvider });
    } finally {
      await store.close();
    }
  },
};

/** Walks in this process, until the end or a signal. */
async function walkHere(
  config: Config,
  { store, keyProvider }: { readonly store: Store; readonly keyProvider: KeyProvider },
): Promise<number> {
  const claimed = await store.claimRewrap({ now: clock.now(), leaseMs });
  if (claimed === undefined) {
    print('Another process walks already; see rewrap --status');
    return exitCodes.ok;
  }
  const { log, flush } = createLog(config.logLevel);
  const stopping = new AbortController();
  void untilSignalled().then(() => stopping.abort());
  const deps = { store, rewrapper: createRewrapper({ keyProvider }), clock, log };
  const held = { id: claimed.rewrap.id, leaseToken: claimed.leaseToken };
  const renew = (until: Date) => store.renewRewrapLease(held, until);
  try {
    let walked: Rewrap = claimed.rewrap;
    await holdLease({ clock, leaseMs, renew }, async () => {
      walked = await walkRecords(deps, claimed, {
        stopping: stopping.signal,
        onProgress: throttled(printProgress),
      });
    });
    return end(walked);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'KEY_PROVIDER_UNAVAILABLE') throw error;
    process.stderr.write(`${error.message}\nRun rewrap again: it goes on where it was.\n`);
    return exitCodes.failed;
  } finally {
    await store.releaseRewrap(held);
    flush();
  }
}

function end(walk: Rewrap): number {
  printProgress(walk);
  if (walk.finishedAt === null) {
    print('Stopped. Run rewrap again: it goes on where it was.');
    return exitCodes.ok;
  }
  if (walk.failed === 0) {
    print('Done. Before you take an older key away, look at rewrap --status');
    return exitCodes.ok;
  }
  print(`${walk.failed} records do not open, the last: ${walk.lastError}`);
  return exitCodes.failed;
}

async function printStatus(store: Store): Promise<number> {
  const walk = await store.findRewrap();
  if (walk === undefined) print('Nothing was ever rewrapped');
  else printProgress(walk);
  print('Records by the key that they need:');
  for (const [key, count] of await countByKey(store)) print(`  ${count}  ${key}`);
  return exitCodes.ok;
}

/** Other providers are rotated by their own tools. */
async function addVersion(config: Config): Promise<void> {
  if (config.keys.kind !== 'file') {
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: `Cannot add a version to key provider "${config.keys.kind}": only "file" is rotated from here`,
      guidance: 'Rotate the key with the tools of its service (docs/keys.md), then run rewrap.',
    });
  }
  const provider = await createFileKeyProvider(
    { ...config.keys, createIfMissing: false },
    { clock },
  );
  print(`Version ${await provider.rotate()} is added to the key file; back it up now`);
}

function printProgress(walk: Rewrap): void {
  const { pass, done, total, rewrapped, failed, startedAt, finishedAt, lastError } = walk;
  const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100));
  const state = finishedAt === null ? `pass ${pass}` : `finished ${finishedAt.toISOString()}`;
  print(
    `${done} of ${total} rows (${percent} %), ${rewrapped} rewrapped, ${failed} failed, since ${startedAt.toISOString()}, ${state}${lastError === null ? '' : `; last error: ${lastError}`}`,
  );
}

function throttled(show: (walk: Rewrap) => void): (walk: Rewrap) => void {
  let shownAt = Number.NEGATIVE_INFINITY;
  return (walk) => {
    const now = performance.now();
    if (now - shownAt < progressMs) return;
    shownAt = now;
    show(walk);
  };
}

function nameOf({ provider, keyId, keyVersion }: Rewrap): string {
  return [provider, keyId, keyVersion].filter((part) => part !== '').join(' ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

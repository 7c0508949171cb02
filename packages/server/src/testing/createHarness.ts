import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { networkIds, type NetworkId, type Role } from '@biatec-tokens/core';
import Database from 'better-sqlite3';
import type { Hono } from 'hono';
import { networkSettingName } from '../config/networkSettings.ts';
import { readConfig, type Config } from '../config/readConfig.ts';
import { createParts, type Parts } from '../createParts.ts';
import { createServerApp } from '../createServer.ts';
import type { HttpEnv } from '../http/httpEnv.ts';
import type { Log } from '../ports/log.ts';
import { migrateSqlite } from '../store/sqlite/migrate.ts';
import { createGiven, type Given, type SignedInUser } from './given.ts';
import { createManualClock, type ManualClock } from './manualClock.ts';
import { createRequest, type RequestApp } from './requestApp.ts';

export type { SignedInUser } from './given.ts';

/** A line of the log, as it was written. */
export interface LogLine {
  readonly level: keyof Log;
  readonly message: string;
  readonly fields: object;
}

export interface Harness extends AsyncDisposable {
  readonly app: Hono<HttpEnv>;
  readonly clock: ManualClock;
  readonly config: Config;
  readonly deps: Parts['deps'];
  readonly parts: Parts;
  readonly log: readonly LogLine[];
  /** Changes the file behind the store's back. */
  run(statement: string): void;
  /** Ends streams, as a stopping server does. */
  stop(): void;
  readonly request: RequestApp;
  /** Changes what a member is; null: they are a member no more. */
  setRole(member: SignedInUser, role: Role | null): void;
  readonly given: Given;
}

export interface HarnessOptions {
  /** Networks with an endpoint that nobody listens at: issuing is accepted, and nothing moves. @default both local ones */
  readonly networks?: readonly NetworkId[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A real database in a folder of its own, the app in process, and a clock that tests move. Workers are not started. */
export async function createHarness({
  networks = ['algorand-localnet', 'evm-localnet'],
  env = {},
}: HarnessOptions = {}): Promise<Harness> {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-'));
  const read = readConfig({
    NODE_ENV: 'test',
    RATE_LIMIT_ENABLED: 'false',
    DATABASE_URL: `file:${join(folder, 'test.db')}`,
    ...networkSettingsOf(networks),
    ...env,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { config } = read;
  const clock = createManualClock();
  const log: LogLine[] = [];
  migrateSqlite(config.databaseFile);
  const parts = await createParts(config, {
    log: recordLog(log),
    clock,
    workers: false,
    probe: () => {},
  });
  const stopping = new AbortController();
  const app = createServerApp(config, parts, stopping.signal);

  return {
    app,
    clock,
    config,
    deps: parts.deps,
    parts,
    log,
    run(statement) {
      const database = new Database(config.databaseFile);
      database.exec(statement);
      database.close();
    },
    stop: () => stopping.abort(),
    request: createRequest(app),
    setRole({ userId, organizationId }, role) {
      const database = new Database(config.databaseFile);
      const where = 'WHERE user_id = ? AND organization_id = ?';
      if (role === null) {
        database.prepare(`DELETE FROM memberships ${where}`).run(userId, organizationId);
      } else {
        database
          .prepare(`UPDATE memberships SET role = ? ${where}`)
          .run(role, userId, organizationId);
      }
      database.close();
    },
    given: createGiven({ app, parts, databaseFile: config.databaseFile }),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await parts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Every network off but the given ones, whose endpoint is a port that refuses. */
function networkSettingsOf(on: readonly NetworkId[]): Record<string, string> {
  return Object.fromEntries(
    networkIds.flatMap((id) => {
      return on.includes(id)
        ? [
            [networkSettingName(id, 'ENABLED'), 'true'],
            [networkSettingName(id, 'ENDPOINTS'), 'http://127.0.0.1:9'],
          ]
        : [[networkSettingName(id, 'ENABLED'), 'false']];
    }),
  );
}

function recordLog(lines: LogLine[]): Log {
  const at = (level: keyof Log) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

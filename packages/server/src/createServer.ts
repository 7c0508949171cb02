import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toWireError } from '@biatec-tokens/core';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import type { Config } from './config/readConfig.ts';
import { createParts, type Parts } from './createParts.ts';
import { isLoopback } from './internal/isLoopback.ts';
import { toAppError } from './trpc/errors.ts';
import { serveMetrics } from './observability/serveMetrics.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { Probe } from './ports/probe.ts';
import { systemClock } from './runtime/systemClock.ts';
import { createAuthenticate } from './services/auth/authenticate.ts';
import { readHealth } from './services/readHealth.ts';
import { migrateSqlite } from './store/sqlite/migrate.ts';

export interface CreateServerOptions {
  readonly log: Log;
  /** Whether this process also works on deployments and deliveries. @default true */
  readonly workers?: boolean;
  /** @default the time of this machine */
  readonly clock?: Clock;
  /** Called at named moments of the engine; crash tests end the process in it. */
  readonly probe?: Probe;
}

export interface RunningServer {
  readonly url: string;
  /** Takes no new work, lets running steps finish, and frees everything; ends within 10 s. */
  close(): Promise<void>;
}

/** Requests still running after this time are cut off. */
const drainMs = 5_000;

/** Migrates the database, builds every part, starts the workers and listens. */
export async function createServer(
  config: Config,
  { log, workers = true, clock = systemClock, probe = () => {} }: CreateServerOptions,
): Promise<RunningServer> {
  migrateSqlite(config.databaseFile);
  const parts = await createParts(config, {
    log,
    clock,
    workers,
    probe,
    ownUrl: () => urlOf(server, config),
  });
  const stopping = new AbortController();
  const app = createServerApp(config, parts, stopping.signal);
  const answerRequest = getRequestListener(app.fetch, {
    errorHandler: (error) => answerUnreadable(error, clock),
  });
  const server = createHttpServer((incoming, outgoing) => void answerRequest(incoming, outgoing));
  await listen(server, config);
  if (config.environment !== 'production' && !isLoopback(config.host))
    log.warn({ host: config.host }, 'other machines may ask, but NODE_ENV is not "production"');
  const metricsServer =
    config.metricsPort === undefined
      ? undefined
      : await serveMetrics(parts.metrics.registry, { host: config.host, port: config.metricsPort });
  if (workers) {
    parts.engine.start();
    parts.deliveries.start();
    parts.mails?.start();
    parts.rewraps.start();
  }

  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    stopping.abort();
    await Promise.all([
      drain(server),
      ...(metricsServer === undefined ? [] : [drain(metricsServer)]),
      ...(workers
        ? [parts.engine.stop(), parts.deliveries.stop(), parts.mails?.stop(), parts.rewraps.stop()]
        : []),
    ]);
    await parts.close();
  }
  return { url: urlOf(server, config), close: () => (closed ??= close()) };
}

function urlOf(server: Server, config: Config): string {
  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return `http://${host}:${port}`;
}

/** The app over the parts of this process. */
export function createServerApp(config: Config, parts: Parts, stopping: AbortSignal) {
  const authenticate = createAuthenticate(parts.deps);
  return createApp({
    ...parts.deps,
    http: config,
    authenticate: (authorization) => authenticate(readBearer(authorization)),
    mailbox: parts.mailbox,
    health: shareFor(1_000, parts.deps.clock, () =>
      readHealth({ ...parts.deps, keyProvider: parts.keyProvider }),
    ),
    stopping,
  });
}

/** Gives everyone who asks within `ms` the same answer: probes are public, and what they ask for is not free. */
function shareFor<Answer>(
  ms: number,
  clock: Clock,
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let shared: { readonly since: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    const now = clock.now().getTime();
    // Where the clock is set back, an answer from later must not stand until then.
    const isFresh = shared !== undefined && shared.since <= now && now < shared.since + ms;
    if (shared === undefined || !isFresh) shared = { since: now, answer: ask() };
    return shared.answer;
  };
}

function readBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
}

/** For requests so wrong that no handler ever sees them. */
function answerUnreadable(thrown: unknown, clock: Clock): Response {
  const error = toAppError(thrown);
  const wire = toWireError(error, { correlationId: 'unknown', now: clock.now() });
  return Response.json(wire, { status: error.status });
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // A connection whose request ends while we are closing would be kept for the next one.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}

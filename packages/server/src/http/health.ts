import type { Hono } from 'hono';
import { answerJson } from './answer.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';

/** What the server leans on, part by part. */
export interface HealthReport {
  /** Whether requests can be served: database, migrations and key provider. */
  readonly ready: boolean;
  readonly parts: Readonly<Record<string, { readonly ok: boolean; readonly message: string }>>;
  /** Reported, never fatal: deployments wait for a network that is down. */
  readonly networks: Readonly<Record<string, string>>;
}

export const healthPaths = ['/health/live', '/health/ready', '/health/startup'] as const;

/** Probes: live answers while the process answers at all; ready and startup while it can serve. */
export function mountHealth(app: Hono<HttpEnv>, deps: AppDeps): void {
  app.get('/health/live', (c) => answerJson(c, { status: 'ok' }));
  for (const path of ['/health/ready', '/health/startup'] as const) {
    app.get(path, async (c) => {
      const report = await deps.health();
      const ready = report.ready && !deps.stopping.aborted;
      return answerJson(
        c,
        { status: ready ? 'ok' : 'unavailable', parts: report.parts, networks: report.networks },
        { status: ready ? 200 : 503 },
      );
    });
  }
}

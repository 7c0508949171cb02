import type { Config } from '../config/readConfig.ts';
import { createParts, type Parts } from '../createParts.ts';
import { createServerApp } from '../createServer.ts';
import type { Harness } from './createHarness.ts';
import { createRequest, type RequestApp } from './requestApp.ts';

/** What another process over the same database is built of, with nothing in common but the file and the clock. */
export interface SecondProcess extends AsyncDisposable {
  readonly parts: Parts;
  readonly request: RequestApp;
}

/** @param settings - What it is told otherwise than the first. */
export async function createSecondProcess(
  h: Pick<Harness, 'config' | 'clock'>,
  settings: Partial<Config> = {},
): Promise<SecondProcess> {
  const config = { ...h.config, ...settings };
  const parts = await createParts(config, {
    log: { debug() {}, info() {}, warn() {}, error() {} },
    clock: h.clock,
    workers: false,
    probe: () => {},
  });
  const stopping = new AbortController();
  return {
    parts,
    request: createRequest(createServerApp(config, parts, stopping.signal)),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await parts.close();
    },
  };
}

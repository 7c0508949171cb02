import { platform, type Runtime } from '../internal/runtime.ts';

export interface TestRuntime extends Runtime {
  /** Every wait that was asked for, in ms. */
  readonly sleeps: number[];
}

/** Limits to the silence of a stream: they run out only where a test says so. */
const silences = new Set([10_000, 40_000]);

/** Surroundings in which waits are noted and over at once. */
export function createTestRuntime({ silent = false }: { silent?: boolean } = {}): TestRuntime {
  const sleeps: number[] = [];
  return {
    ...platform,
    sleeps,
    random: () => 0.5,
    now: () => Date.parse('2026-03-01T12:00:00.000Z'),
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      if (silences.has(ms)) {
        if (silent) return;
        await new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
        });
      }
      sleeps.push(ms);
    },
  };
}

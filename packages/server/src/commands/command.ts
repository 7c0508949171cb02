import { readConfig, type Config } from '../config/readConfig.ts';

/** sysexits.h: EX_USAGE and EX_CONFIG. */
export const exitCodes = { ok: 0, failed: 1, usage: 64, configuration: 78 } as const;

export interface CommandInput {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One command of `biatec-tokens`. */
export interface Command {
  readonly summary: string;
  /** @returns the exit code. */
  run(input: CommandInput): Promise<number>;
}

/** Reads the settings; prints every problem and returns undefined when there is one. */
export function readConfigOrComplain(env: CommandInput['env']): Config | undefined {
  const read = readConfig(env);
  if (read.ok) return read.config;
  const lines = read.problems.map(({ name, message }) => `  ${name}: ${message}\n`);
  process.stderr.write(`Cannot start with these settings:\n${lines.join('')}`);
  return undefined;
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
export function untilSignalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}

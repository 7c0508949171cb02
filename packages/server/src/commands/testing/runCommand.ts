import { vi } from 'vitest';
import type { Config } from '../../config/readConfig.ts';
import type { Command } from '../command.ts';

/** Runs a command in this process, on the database of a harness. @returns its exit code and what it printed. */
export async function runCommand(
  command: Command,
  { databaseFile }: Pick<Config, 'databaseFile'>,
  args: readonly string[],
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const printed = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    printed.err += String(text);
    return true;
  });
  try {
    const env = { NODE_ENV: 'test', DATABASE_URL: `file:${databaseFile}` };
    const code = await command.run({ args, env });
    return { code, ...printed };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

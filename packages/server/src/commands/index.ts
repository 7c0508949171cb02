import { exitCodes, type Command } from './command.ts';
import { activate, deactivate } from './deactivate.ts';
import { doctor } from './doctor.ts';
import { migrate } from './migrate.ts';
import { openapi } from './openapi.ts';
import { rewrap } from './rewrap.ts';
import { serve } from './serve.ts';
import { tier } from './tier.ts';
import { worker } from './worker.ts';

const help: Command = {
  summary: 'Print this',
  async run() {
    const lines = Object.entries(commands).map(
      ([name, { summary }]) => `  ${name.padEnd(12)}${summary}\n`,
    );
    process.stdout.write(`Usage: biatec-tokens COMMAND\n\n${lines.join('')}`);
    return exitCodes.usage;
  },
};

/** The commands of `biatec-tokens` by name. */
export const commands: Readonly<Record<string, Command>> = {
  serve,
  worker,
  migrate,
  doctor,
  rewrap,
  tier,
  deactivate,
  activate,
  openapi,
  help,
};

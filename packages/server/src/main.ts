#!/usr/bin/env -S node --max-semi-space-size=16 --max-old-space-size=256
import { AppError } from '@biatec-tokens/core';
import { commands } from './commands/index.ts';

const [name = 'help', ...args] = process.argv.slice(2);
const command = commands[name] ?? commands['help'];

try {
  process.exitCode = await command?.run({ args, env: process.env });
} catch (error) {
  // Only what the catalogue knows is meant for people; anything else shows where it broke.
  process.stderr.write(
    error instanceof AppError
      ? `${error.message}\n${error.guidance}\n`
      : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = error instanceof AppError && error.code === 'CONFIGURATION_ERROR' ? 78 : 1;
}

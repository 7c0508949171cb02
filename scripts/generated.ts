/** Runs every script that writes generated files; with `--check` they compare instead. */
import { spawnSync } from 'node:child_process';

const generators = [
  'lifecycle',
  'errorPages',
  'configuration',
  'webhookSchemas',
  'supportMatrix',
  'roles',
  'snippets',
];

for (const name of generators) {
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=source', `scripts/${name}.ts`, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}

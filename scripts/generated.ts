/** Runs every script that writes generated files; with `--check` they compare instead. */
import { readdirSync } from 'node:fs';
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
const present = new Set(readdirSync('scripts'));

for (const name of generators.filter((generator) => present.has(`${generator}.ts`))) {
  const { status } = spawnSync(
    process.execPath,
    ['--conditions=source', `scripts/${name}.ts`, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}

/**
 * Runs every check in order, cheap things first, and ends with a plain summary.
 *
 * `pnpm check` runs all; `pnpm check lint types` runs only the named ones; `--keep-going` does not stop at the first failure.
 */
import { spawnSync } from 'node:child_process';

const steps = [
  { name: 'format', command: 'oxfmt --check .' },
  { name: 'lint', command: 'pnpm run lint' },
  { name: 'types', command: 'tsc -b' },
  { name: 'unused', command: 'knip' },
  { name: 'versions', command: 'pnpm run versions' },
  { name: 'generated', command: 'pnpm run generated:check' },
  { name: 'contracts', command: 'pnpm run contracts:check' },
  { name: 'tests', command: 'vitest run' },
  { name: 'examples', command: 'pnpm run examples' },
  { name: 'packages', command: 'pnpm run packages:check' },
] as const;

const keepGoing = process.argv.includes('--keep-going');
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const selected = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name));

const failed: string[] = [];
for (const { name, command } of selected) {
  const startedAt = performance.now();
  console.log(`\n── ${name}: ${command}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (status === 0) continue;
  failed.push(name);
  if (!keepGoing) break;
}

const passed = selected.length - failed.length;
console.log(
  failed.length === 0
    ? `\nAll ${passed} checks passed.`
    : `\n${failed.join(', ')} failed; see above.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

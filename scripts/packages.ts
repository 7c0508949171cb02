/** Packs every published package and checks what its users would get: publint, types per entry, the SDK's size. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = ['core', 'contracts', 'sdk'];
const directory = mkdtempSync(join(tmpdir(), 'biatec-packages-'));
let failed = false;

function run(command: string): void {
  console.log(`$ ${command.replaceAll(directory, '…')}`);
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  if (status !== 0) failed = true;
}

try {
  run('tsc -b');
  for (const name of packages)
    run(`pnpm --dir packages/${name} pack --pack-destination ${directory}`);
  for (const archive of readdirSync(directory)) {
    run(`publint ${join(directory, archive)} --strict`);
    run(`attw ${join(directory, archive)} --profile esm-only --no-emoji --quiet`);
  }
  run('size-limit');
} finally {
  rmSync(directory, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

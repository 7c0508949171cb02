/** Finds the anvil binary in the npm package for this machine, so no shell, PATH or postinstall script is needed. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

export function findAnvil(): string {
  const { platform, arch } = process;
  const packageName = `@foundry-rs/anvil-${platform}-${architectures[arch] ?? arch}`;
  const binary = platform === 'win32' ? 'anvil.exe' : 'anvil';
  try {
    // The platform package is a dependency of @foundry-rs/anvil and can only be resolved from there.
    const anvil = import.meta.resolve('@foundry-rs/anvil/package.json');
    const platformPackage = createRequire(anvil).resolve(`${packageName}/package.json`);
    const path = join(dirname(platformPackage), 'bin', binary);
    if (existsSync(path)) return path;
  } catch (cause) {
    throw new Error(`Cannot find anvil: package "${packageName}" is not installed`, { cause });
  }
  throw new Error(`Cannot find anvil: package "${packageName}" holds no "bin/${binary}"`);
}

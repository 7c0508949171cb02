import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** A generated file, by its path inside packages/contracts. */
export type ArtifactFile = { readonly path: string; readonly text: string };

export const packageUrl = new URL('../../packages/contracts/', import.meta.url);
// Compilers and libraries are dependencies of the package, not of the root.
export const packageRequire = createRequire(new URL('package.json', packageUrl));

export function readText(path: string): string | undefined {
  const url = new URL(path, packageUrl);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}

export function differs({ path, text }: ArtifactFile): boolean {
  return readText(path) !== text;
}

export function writeFile({ path, text }: ArtifactFile): void {
  const url = new URL(path, packageUrl);
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, text);
}

/** `MintableToken` becomes `mintableToken`: contracts are classes, their exports are values. */
export function exportName(contractName: string): string {
  return contractName.charAt(0).toLowerCase() + contractName.slice(1);
}

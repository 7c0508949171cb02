import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes generated files, or with `--check` compares them with what is there and exits non-zero on a difference.
 *
 * @param options.wholeFolder - Folder that holds nothing else: what is not generated any more is removed from it.
 */
export function writeGenerated(
  files: ReadonlyMap<string, string>,
  { wholeFolder }: { readonly wholeFolder?: string } = {},
): void {
  const checking = process.argv.includes('--check');
  const stale: string[] = [];
  for (const name of wholeFolder === undefined ? [] : readdirSync(wholeFolder)) {
    const path = `${wholeFolder}/${name}`;
    if (files.has(path)) continue;
    if (checking) {
      stale.push(path);
      continue;
    }
    rmSync(path);
    console.log(`removed ${path}`);
  }
  for (const [path, text] of files) {
    if (readOrUndefined(path) === text) continue;
    if (checking) {
      stale.push(path);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
  if (stale.length === 0) return;
  console.error(`Out of date: ${stale.join(', ')}\nRun the same script without --check.`);
  process.exitCode = 1;
}

/** Replaces what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
export function replaceSection(path: string, name: string, section: string): string {
  const text = readFileSync(path, 'utf8');
  const start = `<!-- ${name}:start -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`Cannot find the section "${name}" in ${path}`);
  return `${text.slice(0, from + start.length)}\n\n${section.trim()}\n\n${text.slice(to)}`;
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageUrl } from './files.ts';

/** The back end, from PyPI's `puyapy`; the front end, `@algorandfoundation/puya-ts`, is a dependency. */
export const puyaVersion = '5.10.1';

export const howToGetPuya = `To build them, install puyapy ${puyaVersion} from PyPI (Python 3.12 or newer) and name its program: PUYA_PATH=…/bin/puya.`;

/** Networks differ in when they learn newer versions; the contracts use nothing that came after this one. */
export const avmVersion = 10;

const options = {
  'optimization-level': '1',
  'target-avm-version': String(avmVersion),
} as const;

export type CompiledApp = { readonly arc56: string; readonly teal: string };

/** The program's path when it is here in the right version; another version is an error, not a reason to skip. */
export function findPuya(): string | undefined {
  const named = process.env['PUYA_PATH'];
  const candidates =
    named === undefined
      ? (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'puya'))
      : [named];
  for (const candidate of candidates) {
    const { status, stdout } = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (status !== 0) continue;
    if (stdout.trim() !== `puya ${puyaVersion}`) {
      throw new Error(
        `Cannot build with "${stdout.trim()}": the artifacts are made with puya ${puyaVersion}`,
      );
    }
    return candidate;
  }
  if (named !== undefined) throw new Error(`Cannot run PUYA_PATH: "${named}"`);
  return undefined;
}

/** Compiles each source on its own; a warning fails it like an error does. */
export function compileWithPuya(
  puyaPath: string,
  sources: readonly { readonly contractName: string; readonly path: string }[],
): ReadonlyMap<string, CompiledApp> {
  const outDir = mkdtempSync(join(tmpdir(), 'puya-'));
  try {
    const cli = fileURLToPath(
      new URL('bin/run-cli.mjs', dependencyUrl('@algorandfoundation/puya-ts')),
    );
    // Relative paths from the package's own folder, so that no path of this machine enters the output.
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        cli,
        ...sources.map(({ path }) => path),
        '--out-dir',
        outDir,
        '--puya-path',
        puyaPath,
        '--log-level',
        'warning',
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
        '--treat-warnings-as-errors',
        '--output-bytecode',
        '--no-output-arc32',
        '--no-output-source-map',
      ],
      { cwd: fileURLToPath(packageUrl), encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`Cannot compile the AVM contracts:\n${stdout}${stderr}`);
    return new Map(
      sources.map(({ contractName }) => {
        const read = (ending: string): string =>
          readFileSync(join(outDir, `${contractName}.${ending}`), 'utf8');
        return [contractName, { arc56: read('arc56.json'), teal: read('approval.teal') }];
      }),
    );
  } finally {
    rmSync(outDir, { recursive: true });
  }
}

/** What the record of a build says about its compilers. */
export function describeCompiler(): object {
  const version = (name: string): string => {
    const text = readFileSync(new URL('package.json', dependencyUrl(name)), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  };
  return {
    '@algorandfoundation/puya-ts': version('@algorandfoundation/puya-ts'),
    '@algorandfoundation/algorand-typescript': version('@algorandfoundation/algorand-typescript'),
    puyapy: puyaVersion,
    options,
  };
}

// By folder: these packages export neither their program nor their package.json.
function dependencyUrl(name: string): URL {
  return new URL(`node_modules/${name}/`, packageUrl);
}

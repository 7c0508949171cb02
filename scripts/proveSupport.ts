/**
 * Runs the chain conformance suites and keeps what they prove: `pnpm support-matrix`.
 *
 * Always on the devnet and on an anvil of its own; with ALGOD_URL or EVM_RPC_URL on those nodes too. Results of nodes
 * that this run did not meet stay as they are.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** By standard, feature and node: whether the test passed there. */
type Results = Record<string, Record<string, Record<string, boolean>>>;

const file = 'packages/server/src/services/support.json';
const { ALGOD_URL: algod, EVM_RPC_URL: evm, ...localEnv } = process.env;

const folder = mkdtempSync(join(tmpdir(), 'biatec-support-'));
try {
  const runs = [run(localEnv)];
  if (algod !== undefined || evm !== undefined) runs.push(run(process.env));
  const found = readdirSync(folder).map((name) => read(join(folder, name)));
  writeFileSync(file, `${JSON.stringify(merge(read(file), found), null, 2)}\n`);
  if (runs.some((passed) => !passed)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
spawnSync(process.execPath, ['--conditions=source', 'scripts/supportMatrix.ts'], {
  stdio: 'inherit',
});

function run(env: NodeJS.ProcessEnv): boolean {
  const { status } = spawnSync(
    'vitest',
    [
      'run',
      'packages/server/src/chains/algorand',
      'packages/server/src/chains/evm',
      'packages/server/src/deploy/arc3.conformance',
      '-t',
      'chain adapter',
    ],
    { stdio: 'inherit', env: { ...env, SUPPORT_RESULTS: folder } },
  );
  return status === 0;
}

/** What a run says of a node replaces all that was known of it; rows are sorted, so that changes show as such. */
function merge(known: Results, found: readonly Results[]): Results {
  const met = new Set(found.flatMap(nodesOf));
  const entries = [known, ...found].flatMap((results, index) =>
    rowsOf(results).filter(({ node }) => index > 0 || !met.has(node)),
  );
  const merged: Results = {};
  for (const { standard, feature, node, passed } of entries.toSorted((a, b) =>
    keyOf(a) < keyOf(b) ? -1 : 1,
  ))
    ((merged[standard] ??= {})[feature] ??= {})[node] = passed;
  return merged;
}

interface Row {
  readonly standard: string;
  readonly feature: string;
  readonly node: string;
  readonly passed: boolean;
}

function rowsOf(results: Results): Row[] {
  return Object.entries(results).flatMap(([standard, ofStandard]) =>
    Object.entries(ofStandard).flatMap(([feature, nodes]) =>
      Object.entries(nodes).map(([node, passed]) => ({ standard, feature, node, passed })),
    ),
  );
}

function keyOf({ standard, feature, node }: Row): string {
  return `${standard} ${feature} ${node}`;
}

function nodesOf(results: Results): string[] {
  return rowsOf(results).map(({ node }) => node);
}

function read(path: string): Results {
  return JSON.parse(readFileSync(path, 'utf8')) as Results;
}

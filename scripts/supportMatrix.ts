/** Writes docs/support-matrix.md from what the conformance suites proved; `pnpm support-matrix` runs these first. */
import { readFileSync } from 'node:fs';
import { features, featuresOf, standards, tokenTypes, type TokenType } from '@biatec-tokens/core';
import { writeGenerated } from './lib/generated.ts';

/** By standard, feature and node: whether the test passed there. */
type Results = Record<string, Record<string, Record<string, boolean>> | undefined>;

const page = 'docs/support-matrix.md';
const results = JSON.parse(
  readFileSync('packages/server/src/services/support.json', 'utf8'),
) as Results;

writeGenerated(new Map([[page, describe()]]));

function describe(): string {
  const families = (['avm', 'evm'] as const).map((family) => {
    const types = tokenTypes.filter((tokenType) => standards[tokenType].family === family);
    const nodes = nodesOf(types);
    const title = family === 'avm' ? 'Algorand networks' : 'EVM networks';
    return [`## ${title}`, overview(types, nodes), ...types.map((type) => detail(type, nodes))];
  });
  return [
    '# What is proven where',
    'Each line is a test of the chain conformance suites. A node is named with its version: `devnet` is the local Algorand node of this repository, `algod` a real one, `anvil` a real EVM node. ✓: the test passed there. ✗: it failed. "not proven": no test ran there, so nothing is claimed.',
    'The page is written by `pnpm support-matrix`, which runs the suites; with `ALGOD_URL`, `ALGOD_TOKEN` and `ALGOD_FUNDER_MNEMONIC` also on that algod, with `EVM_RPC_URL` and `EVM_FUNDER_KEY` on that EVM node. `GET /api/v1/capabilities` answers from the same results.',
    'Networks of one family run the same code: what is proven on a node of the family is not proven on each public network.',
    ...families.flat(),
  ]
    .join('\n\n')
    .concat('\n');
}

function overview(types: readonly TokenType[], nodes: readonly string[]): string {
  const rows = types.map((tokenType) => {
    const cells = nodes.map((node) => {
      const passed = featuresOf(tokenType).filter(
        (feature) => results[tokenType]?.[feature]?.[node] === true,
      );
      return `${passed.length} of ${featuresOf(tokenType).length}`;
    });
    return [`[${tokenType}](#${tokenType})`, ...cells];
  });
  return table(['standard', ...nodes], rows);
}

function detail(tokenType: TokenType, nodes: readonly string[]): string {
  const rows = featuresOf(tokenType).map((feature) => [
    features[feature].title,
    ...nodes.map((node) => {
      const passed = results[tokenType]?.[feature]?.[node];
      return passed === undefined ? 'not proven' : passed ? '✓' : '✗';
    }),
  ]);
  return `### ${tokenType}\n\n${standards[tokenType].title}\n\n${table(['feature', ...nodes], rows)}`;
}

function nodesOf(types: readonly TokenType[]): string[] {
  const nodes = types.flatMap((type) => Object.values(results[type] ?? {}).flatMap(Object.keys));
  return [...new Set(nodes)].toSorted();
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

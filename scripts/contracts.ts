/**
 * Compiles the EVM contracts and writes their artifacts and typed exports.
 *
 *     node --conditions=source scripts/contracts.ts           writes
 *     node --conditions=source scripts/contracts.ts --check   compares byte for byte, exit code 1 on any difference
 *     node --conditions=source scripts/contracts.ts --input   prints the complete standard JSON input, as block explorers want it
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Artifact = {
  readonly contractName: string;
  readonly abi: readonly unknown[];
  readonly bytecode: `0x${string}`;
  readonly [field: string]: unknown;
};
type CompilerOutput = {
  errors?: { formattedMessage: string }[];
  contracts: Record<string, Record<string, CompiledContract>>;
};
type CompiledContract = {
  abi: unknown[];
  metadata: string;
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
};
type Metadata = {
  compiler: { version: string };
  sources: Record<string, { keccak256: string }>;
};
type Solc = {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string;
};

const packageUrl = new URL('../packages/contracts/', import.meta.url);
const sourceUrl = new URL('src/evm/', packageUrl);
// The compiler and OpenZeppelin are dependencies of the package, not of the root.
const packageRequire = createRequire(new URL('package.json', packageUrl));

const settings = {
  // Live on Ethereum, Base and Arbitrum; newer ones add nothing that these contracts use.
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'ipfs' },
} as const;

// Folders beside them hold what the contracts inherit from.
const contractNames = readdirSync(sourceUrl)
  .filter((file) => file.endsWith('.sol'))
  .map((file) => file.replace(/\.sol$/, ''))
  .toSorted();

const mode = process.argv[2];
const { input, output } = compile();
if (mode === '--input') {
  process.stdout.write(`${JSON.stringify(input, null, 2)}\n`);
} else {
  const artifacts = contractNames.map((name) => toArtifact(name, output));
  const files = artifacts.flatMap((artifact) => [artifactFile(artifact), typedFile(artifact)]);
  const changed = files.filter(({ path, text }) => readText(path) !== text);
  if (mode !== '--check') changed.forEach(writeFile);
  for (const { path } of changed) {
    console.log(`${mode === '--check' ? 'differs' : 'written'}: packages/contracts/${path}`);
  }
  console.log(`contracts: ${files.length} files, ${changed.length} changed`);
  if (mode === '--check' && changed.length > 0) process.exitCode = 1;
}

/** One run of the compiler over all contracts; a warning fails it like an error does. */
function compile(): { input: object; output: CompilerOutput } {
  const solc = packageRequire('solc') as Solc;
  const sources: Record<string, { content: string }> = {};
  for (const name of contractNames) {
    sources[`${name}.sol`] = { content: readFileSync(new URL(`${name}.sol`, sourceUrl), 'utf8') };
  }
  const outputSelection = {
    '*': { '*': ['abi', 'metadata', 'evm.bytecode.object', 'evm.deployedBytecode.object'] },
  };
  const request = { language: 'Solidity', settings: { ...settings, outputSelection } };
  // The compiler asks for an import by its name in the source, so no path of this machine enters the output.
  const imported: typeof sources = {};
  const readImport = (path: string): { contents: string } => {
    const file = path.startsWith('@') ? packageRequire.resolve(path) : new URL(path, sourceUrl);
    const contents = readFileSync(file, 'utf8');
    imported[path] = { content: contents };
    return { contents };
  };
  const output = JSON.parse(
    solc.compile(JSON.stringify({ ...request, sources }), { import: readImport }),
  ) as CompilerOutput;
  if (output.errors !== undefined) {
    throw new Error(output.errors.map((error) => error.formattedMessage).join('\n'));
  }
  return { input: { ...request, sources: { ...sources, ...imported } }, output };
}

function toArtifact(contractName: string, output: CompilerOutput): Artifact {
  const contract = output.contracts[`${contractName}.sol`]?.[contractName];
  if (contract === undefined) {
    throw new Error(`Cannot find contract "${contractName}" in ${contractName}.sol`);
  }
  const metadata = JSON.parse(contract.metadata) as Metadata;
  const openZeppelin = packageRequire('@openzeppelin/contracts/package.json') as {
    version: string;
  };
  return {
    contractName,
    sourceName: `${contractName}.sol`,
    compiler: { name: 'solc', version: metadata.compiler.version, settings },
    libraries: { '@openzeppelin/contracts': openZeppelin.version },
    sources: Object.fromEntries(
      Object.entries(metadata.sources).map(([path, { keccak256 }]) => [path, { keccak256 }]),
    ),
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
  };
}

type File = { readonly path: string; readonly text: string };

function artifactFile(artifact: Artifact): File {
  return {
    path: `artifacts/evm/${artifact.contractName}.json`,
    text: `${JSON.stringify(artifact, null, 2)}\n`,
  };
}

function typedFile({ contractName, abi, bytecode }: Artifact): File {
  const name = contractName.charAt(0).toLowerCase() + contractName.slice(1);
  const text = `// Generated by scripts/contracts.ts from src/evm/${contractName}.sol.
import type { EvmContract } from '../evmContract.ts';

// Typed apart from the rest: as a literal type these thousands of digits would drown every message.
// prettier-ignore
const bytecode: \`0x\${string}\` = '${bytecode}';

/** Interface and creation code of \`${contractName}\`; the package's README describes its arguments. */
// prettier-ignore
export const ${name} = {
  name: '${contractName}',
  abi: ${JSON.stringify(abi, null, 2).replaceAll('\n', '\n  ')},
  bytecode,
} as const satisfies EvmContract;
`;
  return { path: `src/generated/${name}.ts`, text };
}

function readText(path: string): string | undefined {
  const url = new URL(path, packageUrl);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}

function writeFile({ path, text }: File): void {
  const url = new URL(path, packageUrl);
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, text);
}

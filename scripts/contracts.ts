/**
 * Compiles the contracts and writes their artifacts and typed exports.
 *
 *     node --conditions=source scripts/contracts.ts           writes
 *     node --conditions=source scripts/contracts.ts --check   compares byte for byte, exit code 1 on any difference
 *     node --conditions=source scripts/contracts.ts --input   prints Solidity's complete standard JSON input, as block explorers want it
 *
 * Names of Algorand contracts (`Arc200Mintable`) leave the other Algorand contracts out.
 *
 * Solidity compiles everywhere. The Algorand contracts need Puya (`PUYA_PATH`, or `puya` in the PATH); without it the check still
 * finds sources, artifacts and exports that do not belong together, and says that it did not rebuild.
 */
import { buildAvmContracts, checkRecords } from './contracts/avm.ts';
import { buildEvmContracts, printEvmInput } from './contracts/evm.ts';
import { type ArtifactFile, differs, writeFile } from './contracts/files.ts';
import { findPuya, howToGetPuya } from './contracts/puya.ts';

const isCheck = process.argv.includes('--check');
if (process.argv.includes('--input')) printEvmInput();
else build();

function build(): void {
  finish('EVM contracts', buildEvmContracts());
  const puya = findPuya();
  if (puya !== undefined) finish('AVM contracts', buildAvmContracts(puya));
  else if (isCheck) {
    checkWithoutPuya();
  } else {
    console.log(`AVM contracts: not built. ${howToGetPuya}`);
  }
}

function finish(name: string, files: readonly ArtifactFile[]): void {
  const changed = files.filter(differs);
  if (!isCheck) changed.forEach(writeFile);
  for (const { path } of changed) {
    console.log(`${isCheck ? 'differs' : 'written'}: packages/contracts/${path}`);
  }
  console.log(`${name}: ${files.length} files, ${changed.length} changed`);
  if (isCheck && changed.length > 0) process.exitCode = 1;
}

function checkWithoutPuya(): void {
  const problems = checkRecords();
  for (const problem of problems) console.log(`differs: ${problem}`);
  console.log(
    `AVM contracts: NOT rebuilt, since Puya is not here; sources, artifacts and exports compared with the record of the last build, ${problems.length} differences. ${howToGetPuya}`,
  );
  if (problems.length > 0) process.exitCode = 1;
}

import { readFileSync } from 'node:fs';
import { encodeDeployData, maxUint256, size, zeroAddress, type Hex } from 'viem';
import { describe, expect, test } from 'vitest';
import { mintableToken, premintedToken } from './index.ts';

const codeBytesMax = 24_576; // EIP-170
const initCodeBytesMax = 2 * codeBytesMax; // EIP-3860

type Artifact = {
  contractName: string;
  abi: unknown;
  bytecode: Hex;
  deployedBytecode: Hex;
  compiler: { version: string };
  libraries: Record<string, string>;
};

// The longest that can be asked for: 50 and 10 characters of 4 bytes each.
const longest = ['🏦'.repeat(50), '🏦'.repeat(10), 18, maxUint256] as const;
const creations = {
  MintableToken: encodeDeployData({
    ...mintableToken,
    args: [...longest, maxUint256, zeroAddress, zeroAddress],
  }),
  PremintedToken: encodeDeployData({ ...premintedToken, args: [...longest, zeroAddress] }),
};

describe.each([mintableToken, premintedToken])('$name', (contract) => {
  const url = new URL(`../artifacts/evm/${contract.name}.json`, import.meta.url);
  const text = readFileSync(url, 'utf8');
  const artifact = JSON.parse(text) as Artifact;

  test('the typed export is the artifact', () => {
    const { contractName: name, abi, bytecode } = artifact;

    expect(contract).toEqual({ name, abi, bytecode });
  });

  test('code and creation code fit into what every chain takes', () => {
    expect(size(artifact.deployedBytecode)).toBeLessThanOrEqual(codeBytesMax);
    expect(size(creations[contract.name])).toBeLessThanOrEqual(initCodeBytesMax);
  });

  test('the artifact names its compiler and library, and no path of a machine', () => {
    expect(artifact.compiler.version).toMatch(/^0\.8\.37\+commit\./);
    expect(artifact.libraries).toEqual({ '@openzeppelin/contracts': '5.7.0' });
    expect(text).not.toMatch(/"\/|file:|node_modules/);
  });
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeDeployData, getContractAddress } from 'viem';
import { deterministicDeploymentProxy as proxy, premintedToken } from '@biatec-tokens/contracts';
import type { Issue } from '../../ports/chainAdapter.ts';
import { buildCreation } from './build.ts';

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const account = {
  id: 'acc_1',
  organizationId: 'org_1',
  family: 'evm',
  slot: 0,
  address,
  sealedKey: new Uint8Array(),
  createdAt: new Date(0),
} as const;

function issueWith(deploymentId: string, parameters: Record<string, unknown> = {}): Issue {
  return {
    deploymentId,
    tokenType: 'erc20-preminted',
    parameters: {
      name: 'Harbour Bond',
      symbol: 'HRB',
      decimals: 2,
      totalSupply: '10',
      totalSupplyBaseUnits: '1000',
      initialReceiver: address,
      ...parameters,
    },
    issuer: account,
    sponsor: null,
  };
}

test('the address is what CREATE2 makes of the SHA-256 of the deployment id and the creation code', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }),
      (deploymentId, name) => {
        const creation = buildCreation(issueWith(deploymentId, { name }));

        const args = [name, 'HRB', 2, 1_000n, address] as const;
        const initcode = encodeDeployData({ ...premintedToken, args });
        const salt = `0x${createHash('sha256').update(deploymentId).digest('hex')}` as const;
        expect(creation.initcode).toBe(initcode);
        expect(creation.data).toBe(`${salt}${initcode.slice(2)}`);
        expect(creation.address).toBe(
          getContractAddress({ opcode: 'CREATE2', from: proxy.address, salt, bytecode: initcode }),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('who pays changes nothing; another id, issuer or parameter is another contract', () => {
  const { address: first } = buildCreation(issueWith('dep_1'));

  expect(buildCreation({ ...issueWith('dep_1'), sponsor: account }).address).toBe(first);
  expect(buildCreation(issueWith('dep_2')).address).not.toBe(first);
  expect(buildCreation(issueWith('dep_1', { symbol: 'HRC' })).address).not.toBe(first);
});

test('a standard of another family is a mistake of ours', () => {
  expect(() => buildCreation({ ...issueWith('dep_1'), tokenType: 'asa-ft' })).toThrow(TypeError);
});

import { featuresOf, tokenTypes } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { nodesTried, supportOf, type SupportResults } from './support.ts';

const results: SupportResults = {
  'asa-ft': {
    issue: { 'devnet 1': true, 'algod 2': true },
    plan: { 'devnet 1': true, 'algod 2': false },
  },
  'erc20-mintable': { issue: { 'anvil 3': true } },
};

test('a feature is proven where its tests passed, failed where one did not, and else not proven', () => {
  const found = Object.fromEntries(
    supportOf('asa-ft', results).map(({ feature, status, provenOn, failedOn }) => [
      feature,
      { status, provenOn, failedOn },
    ]),
  );

  expect(found).toMatchObject({
    issue: { status: 'proven', provenOn: ['devnet 1', 'algod 2'], failedOn: [] },
    plan: { status: 'failed', provenOn: ['devnet 1'], failedOn: ['algod 2'] },
    cost: { status: 'not-proven', provenOn: [], failedOn: [] },
  });
});

test('every feature of every standard is told, whatever was tried', () => {
  for (const tokenType of tokenTypes)
    expect(supportOf(tokenType, {}).map(({ feature }) => feature)).toEqual(featuresOf(tokenType));
});

test('the nodes of a family are those its standards were tried on', () => {
  expect(nodesTried('avm', results)).toEqual(['algod 2', 'devnet 1']);
  expect(nodesTried('evm', results)).toEqual(['anvil 3']);
});

// The file that is shipped.
test('no feature of any standard is known to fail', () => {
  for (const tokenType of tokenTypes)
    expect(supportOf(tokenType).filter(({ status }) => status === 'failed')).toEqual([]);
});

import { capabilitiesAnswer, featuresOf, networkIds, tokenTypes } from '@biatec-tokens/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';

let h: Harness;
beforeAll(async () => {
  h = await createHarness({ networks: ['evm-localnet'] });
});
afterAll(() => h[Symbol.asyncDispose]());

test('anybody can ask what the server can do, and the answer names every standard with its features', async () => {
  const { status, body } = await h.request('/api/v1/capabilities');

  expect(status).toBe(200);
  const { standards, networks } = capabilitiesAnswer.strict().parse(body);
  expect(standards.map(({ tokenType }) => tokenType)).toEqual(tokenTypes);
  for (const { tokenType, features } of standards)
    expect(features.map(({ feature }) => feature)).toEqual(featuresOf(tokenType));
  expect(networks.map(({ id }) => id)).toEqual(networkIds);
});

test('a standard is offered only where this server can issue it', async () => {
  const { body } = await h.request('/api/v1/capabilities');

  const { standards, networks } = capabilitiesAnswer.parse(body);
  const offered = Object.fromEntries(
    standards.map(({ tokenType, networks: at }) => [tokenType, at]),
  );
  expect(offered).toMatchObject({ 'erc20-mintable': ['evm-localnet'], 'asa-ft': [] });
  expect(networks.find(({ id }) => id === 'algorand-mainnet')).toMatchObject({
    usable: false,
    reason: 'it is switched off',
    issuable: [],
  });
});

test('limits come as the schema of the request itself', async () => {
  const { body } = await h.request('/api/v1/capabilities');

  const { standards } = capabilitiesAnswer.parse(body);
  const request = standards.find(({ tokenType }) => tokenType === 'asa-ft')?.request;
  expect(request).toMatchObject({
    required: expect.arrayContaining(['network', 'name', 'unitName', 'totalSupply', 'decimals']),
    properties: {
      name: { minLength: 1, maxLength: 32 },
      decimals: { minimum: 0, maximum: 19 },
    },
    additionalProperties: false,
  });
});

test('every claim of a proven feature names the nodes', async () => {
  const { body } = await h.request('/api/v1/capabilities');

  const { standards, families } = capabilitiesAnswer.parse(body);
  for (const { family, features } of standards) {
    const tried = families.find((one) => one.family === family)?.nodes ?? [];
    for (const { status, provenOn } of features) {
      expect(provenOn.length > 0).toBe(status === 'proven');
      expect(tried).toEqual(expect.arrayContaining(provenOn));
    }
  }
});

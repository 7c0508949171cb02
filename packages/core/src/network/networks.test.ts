import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64 } from '../internal/base64.ts';
import { explorerUrl, getNetwork, networkIds, networks } from './networks.ts';
import { resolveNetwork, spellingsOf } from './resolveNetwork.ts';

const anyNetwork = fc.constantFrom(...networkIds);

test('every spelling belongs to one network, in normalised form', () => {
  const spellings = networkIds.flatMap(spellingsOf);

  expect(new Set(spellings).size).toBe(spellings.length);
  for (const spelling of spellings) expect(spelling).toMatch(/^[a-z0-9.:-]+$/);
});

test('each spelling finds its network, whatever its case, dashes and margins', () => {
  const letter = fc.boolean();
  const spelled = anyNetwork.chain((id) =>
    fc.record({
      id: fc.constant(id),
      spelling: fc.constantFrom(...spellingsOf(id)),
      capitals: fc.array(letter, { minLength: 40, maxLength: 40 }),
      underscores: fc.boolean(),
      margin: fc.constantFrom('', ' ', '\t'),
    }),
  );

  fc.assert(
    fc.property(spelled, ({ id, spelling, capitals, underscores, margin }) => {
      const cased = Array.from(spelling, (c, at) => (capitals[at] === true ? c.toUpperCase() : c));
      const text = underscores ? cased.join('').replaceAll('-', '_') : cased.join('');

      expect(resolveNetwork(`${margin}${text}${margin}`)).toBe(id);
    }),
  );
});

test.each([
  ['algorand-testnet', 'algorand-testnet'],
  ['testnet-v1.0', 'algorand-testnet'],
  ['algorand_testnet', 'algorand-testnet'],
  ['voimain-v1.0', 'voi-mainnet'],
  ['8453', 'base'],
  ['eip155:42161', 'arbitrum'],
  ['base-mainnet', 'base'],
  ['ethereum-mainnet', 'ethereum'],
  ['31337', 'evm-localnet'],
])('resolveNetwork(%j) is %s', (text, id) => {
  expect(resolveNetwork(text)).toBe(id);
});

test.each([
  'mainnet',
  'testnet',
  'localnet',
  '',
  ' ',
  '01',
  '8453.0',
  'polygon',
  '__proto__',
  'constructor',
  'toString',
])('resolveNetwork(%j) is no network', (text) => {
  expect(resolveNetwork(text)).toBeUndefined();
});

test('public networks have endpoints over https, and none is invented for a local one', () => {
  for (const id of networkIds) {
    const network = getNetwork(id);
    for (const endpoint of network.endpoints) expect(endpoint).toMatch(/^https:\/\/[^/]+/);
    if (network.kind === 'local') expect(network.endpoints).toEqual([]);
  }
});

test('a genesis hash is 32 bytes, and no two networks share one or a chain id', () => {
  const identities = networkIds.flatMap((id): (number | string)[] => {
    const network = getNetwork(id);
    if (network.family === 'evm') return [network.chainId];
    if (network.genesisHash === null) return [];
    expect(decodeBase64(network.genesisHash)).toHaveLength(32);
    return [network.genesisHash];
  });

  expect(new Set(identities).size).toBe(identities.length);
});

test('explorerUrl() fills the page template, and is null where there is no explorer', () => {
  expect(explorerUrl('algorand-testnet', 'asset', '123')).toBe(
    'https://lora.algokit.io/testnet/asset/123',
  );
  expect(explorerUrl('base', 'asset', '0xAb')).toBe('https://basescan.org/token/0xAb');
  // A subject is data: it can neither leave its place in the path nor be a replacement pattern.
  expect(explorerUrl('base', 'transaction', '../$&?x')).toBe(
    'https://basescan.org/tx/..%2F%24%26%3Fx',
  );
  expect(explorerUrl('evm-localnet', 'transaction', '0x12')).toBeNull();

  for (const { explorer } of Object.values(networks)) {
    for (const template of Object.values(explorer ?? {})) expect(template).toContain('{id}');
  }
});

import { inspect } from 'node:util';
import { algorandAccountOf, encodeAlgorandMnemonic, evmAddressOf } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { countingIds, orderOf, signerOfAnything, testVault } from './fixtures.ts';
import { makeSponsorAccount, type SponsorFacts } from './makeSponsorAccount.ts';

const vault = testVault();
const now = new Date('2026-03-01T12:00:00.000Z');
// Public test keys.
const seed = Buffer.alloc(32, 'public test seed');
const mnemonic = encodeAlgorandMnemonic(seed);
const anvilKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';

function make(facts: SponsorFacts) {
  return makeSponsorAccount({ vault, ids: countingIds(), clock: { now: () => now } }, facts);
}

test('25 words become a platform account that signs', async () => {
  const account = await make({
    networkId: 'algorand-localnet',
    family: 'avm',
    secretText: ` ${mnemonic.toUpperCase()}\n`,
  });

  expect(account).toMatchObject({
    organizationId: 'platform',
    family: 'avm',
    slot: 0,
    address: algorandAccountOf(seed).address,
    createdAt: now,
  });
  expect(await signerOfAnything(vault).signAvm(orderOf(account))).toHaveLength(64);
});

test('a 0x-hex key becomes a platform account that signs', async () => {
  const account = await make({ networkId: 'evm-localnet', family: 'evm', secretText: anvilKey });

  expect(account).toMatchObject({
    organizationId: 'platform',
    address: evmAddressOf(Buffer.from(anvilKey.slice(2), 'hex')),
  });
  await expect(signerOfAnything(vault).signEvm(orderOf(account))).resolves.toBeDefined();
});

test.each([
  ['avm', 'an EVM key', anvilKey],
  ['avm', '24 words', mnemonic.split(' ').slice(1).join(' ')],
  ['avm', 'a word that is none', mnemonic.replace(/^\w+/, 'blockchain')],
  ['avm', 'words out of order', mnemonic.split(' ').toReversed().join(' ')],
  ['avm', 'nothing', ''],
  ['evm', 'words', mnemonic],
  ['evm', 'a short key', anvilKey.slice(0, -2)],
  ['evm', 'a key without 0x', anvilKey.slice(2)],
  ['evm', 'zero', `0x${'0'.repeat(64)}`],
] as const)(
  '%s: %s is refused by the name of the setting, without showing it',
  async (family, _what, secretText) => {
    const making = make({ networkId: 'voi-testnet', family, secretText });

    const error = await making.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'CONFIGURATION_ERROR',
      message: expect.stringContaining('NETWORK_VOI_TESTNET_SPONSOR'),
    });
    const printed = inspect(error, { depth: 9, showHidden: true });
    for (const word of secretText.split(' ').filter((each) => each.length > 7)) {
      expect(printed).not.toContain(word);
    }
  },
);

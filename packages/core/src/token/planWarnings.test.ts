import { expect, test } from 'vitest';
import { checkTokenRequest } from './checkTokenRequest.ts';
import { planWarningCodes, planWarningsOf, type PlanFacts } from './planWarnings.ts';
import { privilegedRolesOf } from './privilegedRoles.ts';
import { standards, type TokenRequests } from './standards.ts';
import { tokenTypes, type TokenType } from './tokenTypes.ts';
import { testAddresses, validRequests } from './violations.ts';

const issuer = { avm: testAddresses.avm, evm: testAddresses.evm };

function factsOf<Type extends TokenType>(
  tokenType: Type,
  changes: Partial<TokenRequests[Type]> = {},
  congested = false,
): PlanFacts {
  const body = { ...validRequests[tokenType], ...changes };
  const check = checkTokenRequest({ tokenType, body, issuer });
  if (!check.ok) throw new Error(JSON.stringify(check.problems));
  return {
    tokenType,
    parameters: check.parameters,
    network: check.network,
    issuer: issuer[standards[tokenType].family],
    congested,
  };
}

const codesOf = (facts: PlanFacts) => planWarningsOf(facts).map(({ code }) => code);

test('every standard says who has which power from the start', () => {
  const roles = tokenTypes.map((tokenType) => {
    const { parameters, issuer: holder } = factsOf(tokenType);
    const listed = privilegedRolesOf(tokenType, parameters as never, holder);
    const named = listed.map(({ role, address }) => {
      expect([holder, null]).toContain(address);
      return address === null ? `${role}: nobody yet` : role;
    });
    return [tokenType, named.join(', ')];
  });
  expect(Object.fromEntries(roles)).toMatchInlineSnapshot(`
    {
      "arc1400": "owner, controller: nobody yet",
      "arc200-mintable": "owner",
      "arc200-preminted": "",
      "arc3-fnft": "manager, reserve, freeze, clawback",
      "arc3-ft": "manager, reserve, freeze, clawback",
      "arc3-nft": "manager, reserve, freeze, clawback",
      "asa-fnft": "manager, reserve, freeze, clawback",
      "asa-ft": "manager, reserve, freeze, clawback",
      "asa-nft": "manager, reserve, freeze, clawback",
      "erc20-mintable": "admin, minter, pauser",
      "erc20-preminted": "",
    }
  `);
});

test('a role given to nobody is shown as nobody, one given to another as that account', () => {
  const { parameters } = factsOf('asa-ft', { manager: null, freeze: testAddresses.otherAvm });

  const listed = privilegedRolesOf('asa-ft', parameters as never, issuer.avm);

  expect(listed.map(({ role, address, canChange }) => [role, address, canChange])).toEqual([
    ['manager', null, false],
    ['reserve', issuer.avm, false],
    ['freeze', testAddresses.otherAvm, false],
    ['clawback', issuer.avm, false],
  ]);
});

test('with a manager every role can change, but for one that nobody has', () => {
  const { parameters } = factsOf('asa-ft', { clawback: null });

  const listed = privilegedRolesOf('asa-ft', parameters as never, issuer.avm);

  expect(listed.map(({ role, canChange }) => [role, canChange])).toEqual([
    ['manager', true],
    ['reserve', true],
    ['freeze', true],
    ['clawback', false],
  ]);
});

const plain = { manager: issuer.avm, reserve: null, freeze: null, clawback: null } as const;

test.each([
  ['nothing special', factsOf('asa-ft', plain), []],
  ['a main network', factsOf('asa-ft', { ...plain, network: 'voi-mainnet' }), ['REAL_MONEY']],
  ['congestion', factsOf('asa-ft', plain, true), ['FEES_ABOVE_NORMAL']],
  ['no manager', factsOf('asa-ft', { ...plain, manager: null }), ['ROLES_FIXED_FOR_EVER']],
  [
    'a manager elsewhere',
    factsOf('asa-ft', { ...plain, manager: testAddresses.otherAvm }),
    ['ROLE_HELD_ELSEWHERE'],
  ],
  [
    'roles kept by the issuer',
    factsOf('asa-ft'),
    ['HOLDERS_CAN_BE_FROZEN', 'HOLDERS_CAN_LOSE_UNITS'],
  ],
  [
    'frozen, to be thawed',
    factsOf('asa-ft', { ...plain, freeze: issuer.avm, defaultFrozen: true }),
    ['HOLDERS_CAN_BE_FROZEN', 'HOLDERS_START_FROZEN'],
  ],
  [
    'frozen without freeze address',
    factsOf('asa-ft', { ...plain, clawback: issuer.avm, defaultFrozen: true }),
    ['HOLDERS_CAN_LOSE_UNITS', 'FROZEN_FOR_EVER'],
  ],
  [
    'a url for no wallet',
    factsOf('asa-ft', { ...plain, url: 'https://example.org' }),
    ['URL_NOT_ARC3'],
  ],
  ['a url for wallets', factsOf('asa-nft', plain), []],
  [
    'a hash of nothing to be found',
    factsOf('asa-ft', { ...plain, metadataHash: `${'A'.repeat(42)}E=` }),
    ['HASH_WITHOUT_URL'],
  ],
  ['mintable, nothing minted yet', factsOf('arc200-mintable'), ['NOTHING_MINTED']],
  [
    'a first supply for somebody else',
    factsOf('arc200-preminted', { initialReceiver: testAddresses.otherAvm }),
    ['SUPPLY_GOES_ELSEWHERE'],
  ],
  ['an ERC-20 nobody rules', factsOf('erc20-preminted'), []],
  [
    'an ERC-20 that can be paused',
    factsOf('erc20-mintable', { initialSupply: '1' }),
    ['TRANSFERS_CAN_BE_PAUSED'],
  ],
  [
    'a security for listed holders',
    factsOf('arc1400', { whitelistRequired: true }),
    ['HOLDERS_CAN_LOSE_UNITS', 'TRANSFERS_CAN_BE_PAUSED', 'WHITELIST_REQUIRED'],
  ],
  [
    'a security for anybody',
    factsOf('arc1400', { whitelistRequired: false }),
    ['HOLDERS_CAN_LOSE_UNITS', 'TRANSFERS_CAN_BE_PAUSED', 'NO_WHITELIST'],
  ],
])('%s warns of exactly this', (_, facts, codes) => {
  expect(codesOf(facts)).toEqual(codes);
});

test('a supply without a cap is warned of', () => {
  const { cap: _, ...uncapped } = validRequests['arc200-mintable'];
  const check = checkTokenRequest({ tokenType: 'arc200-mintable', body: uncapped, issuer });
  if (!check.ok) throw new Error(JSON.stringify(check.problems));

  expect(codesOf({ ...factsOf('arc200-mintable'), parameters: check.parameters })).toEqual([
    'NO_CAP',
    'NOTHING_MINTED',
  ]);
});

test('warnings come in the order of the table of codes, and say one sentence each', () => {
  for (const tokenType of tokenTypes) {
    const warnings = planWarningsOf(factsOf(tokenType, {}, true));
    const places = warnings.map(({ code }) => planWarningCodes.indexOf(code));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    for (const { message } of warnings) expect(message).toMatch(/^\S.*[^.]$/);
  }
});

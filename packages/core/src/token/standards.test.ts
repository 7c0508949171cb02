import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { formatAmount, parseAmount, uint256Max, uint64Max } from '../amount/index.ts';
import { utf8Bytes } from '../internal/bytes.ts';
import { checkTokenRequest } from './checkTokenRequest.ts';
import type { Rule } from './standard.ts';
import { standards, type TokenParameters, type TokenRequests } from './standards.ts';
import { isTokenType, tokenProtocols, tokenTypes, type TokenType } from './tokenTypes.ts';
import { testAddresses, validRequests } from './violations.ts';

const issuer = { avm: testAddresses.avm, evm: testAddresses.evm };
const anyType = fc.constantFrom(...tokenTypes);

function accept<Type extends TokenType>(tokenType: Type, body: TokenRequests[Type]) {
  const check = checkTokenRequest({ tokenType, body, issuer });
  if (!check.ok) throw new Error(JSON.stringify(check.problems));
  return check;
}

function problemsOf(tokenType: TokenType, body: unknown) {
  const check = checkTokenRequest({ tokenType, body, issuer });
  return check.ok ? [] : check.problems.map(({ path, code }) => `${path} ${code}`);
}

test('an accepted asa-ft request shows what will be on chain, with the issuer in every role', () => {
  const check = accept('asa-ft', {
    network: 'testnet-v1.0',
    name: 'Harbour Bond',
    unitName: 'HRB',
    totalSupply: '12.50',
    decimals: 2,
    freeze: null,
    clawback: testAddresses.otherAvm,
    reference: 'order-7',
  });

  expect(check).toEqual({
    ok: true,
    network: 'algorand-testnet',
    reference: 'order-7',
    parameters: {
      name: 'Harbour Bond',
      unitName: 'HRB',
      totalSupply: '12.5',
      totalSupplyBaseUnits: '1250',
      decimals: 2,
      url: null,
      metadataHash: null,
      defaultFrozen: false,
      manager: issuer.avm,
      reserve: issuer.avm,
      freeze: null,
      clawback: testAddresses.otherAvm,
    },
  });
});

test('of a non-fungible asset there is one, of a fractional one 10^decimals shares', () => {
  expect(accept('asa-nft', validRequests['asa-nft']).parameters).toMatchObject({
    totalSupply: '1',
    totalSupplyBaseUnits: '1',
    decimals: 0,
  });
  const finest = { ...validRequests['asa-fnft'], decimals: 19 };
  expect(accept('asa-fnft', finest).parameters).toMatchObject({
    totalSupply: '1',
    totalSupplyBaseUnits: `1${'0'.repeat(19)}`,
    decimals: 19,
  });
  expect(accept('arc3-fnft', validRequests['arc3-fnft']).parameters).toMatchObject({
    totalSupplyBaseUnits: '100',
    metadata: validRequests['arc3-fnft'].metadata,
    mediaId: null,
  });
});

test('an accepted ERC-20 request has a checksummed receiver and both amounts in base units', () => {
  const receiver = testAddresses.otherEvm;
  const body = { ...validRequests['erc20-mintable'], initialReceiver: receiver.toLowerCase() };

  expect(accept('erc20-mintable', { ...body, initialSupply: '0' }).parameters).toEqual({
    name: 'Harbour Coin',
    symbol: 'HRC',
    decimals: 18,
    initialReceiver: receiver,
    initialSupply: '0',
    initialSupplyBaseUnits: '0',
    cap: '1000000',
    capBaseUnits: `1${'0'.repeat(24)}`,
  });
  expect(accept('erc20-preminted', validRequests['erc20-preminted']).parameters).toMatchObject({
    initialReceiver: issuer.evm,
    totalSupplyBaseUnits: `1${'0'.repeat(24)}`,
  });
});

test('a security token asks for a whitelist and puts the first supply into "default", unless told otherwise', () => {
  const sha256 = 'AB'.repeat(32);
  const documents = [{ name: 'a', uri: 'https://example.com', sha256 }];

  expect(accept('arc1400', { ...validRequests.arc1400, documents }).parameters).toMatchObject({
    partition: 'default',
    whitelistRequired: true,
    documents: [{ name: 'a', uri: 'https://example.com', sha256: sha256.toLowerCase() }],
  });
  const plain = { ...validRequests['arc200-mintable'], whitelistRequired: false, partition: 'A' };
  expect(accept('arc1400', plain).parameters).toMatchObject({
    partition: 'A',
    whitelistRequired: false,
    documents: [],
  });
});

test('an ARC-200 token without a cap says so', () => {
  const { cap: _, ...uncapped } = validRequests['arc200-mintable'];

  expect(accept('arc200-mintable', uncapped).parameters).toMatchObject({
    cap: null,
    capBaseUnits: null,
  });
});

test('all problems come back at once, between fields as well as in them', () => {
  const problems = problemsOf('erc20-mintable', {
    network: 'polygon',
    name: '',
    symbol: 'TOO-LONG-SYMBOL',
    decimals: 2,
    initialSupply: '1000.001',
    cap: '999',
    initialReceiver: 'me',
    colour: 'red',
    shape: 'round',
  });

  expect(problems).toEqual([
    'network TOKEN_INVALID_NETWORK',
    'name TOKEN_INVALID_NAME',
    'symbol TOKEN_INVALID_SYMBOL',
    'initialReceiver TOKEN_INVALID_ADDRESS',
    'colour UNKNOWN_FIELD',
    'shape UNKNOWN_FIELD',
    'initialSupply TOKEN_INVALID_SUPPLY',
    'cap TOKEN_INVALID_CAP',
  ]);
});

test('a rule whose field is wrong already keeps quiet, and the other rules still speak', () => {
  const body = { ...validRequests['arc200-mintable'], initialSupply: '2', cap: '1', decimals: 99 };

  expect(problemsOf('arc200-mintable', body)).toEqual([
    'decimals TOKEN_INVALID_DECIMALS',
    'cap TOKEN_INVALID_CAP',
  ]);
});

test.each([
  'https://example.com/a?b=c#arc3',
  'HTTPS://example.com',
  'ipfs://bafkreigh2akiscaildc/{id}.json#arc3',
  'ar://abc',
  'urn:isin:CH0123456789',
  'did:web:example.com',
  'x'.padStart(96, 'https://example.com/'),
])('an ASA may point to %s', (url) => {
  expect(problemsOf('asa-nft', { ...validRequests['asa-nft'], url })).toEqual([]);
});

test('a template of ARC-19 is accepted with the reserve that carries the digest', () => {
  const url = 'template-ipfs://{ipfscid:1:raw:reserve:sha2-256}/a.json#arc3';

  const body = { ...validRequests['asa-nft'], url, reserve: testAddresses.otherAvm };

  expect(problemsOf('asa-nft', body)).toEqual([]);
});

test('names and symbols are counted in bytes: the limit fits in every alphabet, one byte more does not', () => {
  const character = fc.constantFrom('a', 'é', '€', '😀', '漢', 'ž');
  const labels = [
    { tokenType: 'asa-ft', field: 'name', bytesMax: 32 },
    { tokenType: 'asa-ft', field: 'unitName', bytesMax: 8 },
    { tokenType: 'arc3-nft', field: 'name', bytesMax: 32 },
    { tokenType: 'arc200-mintable', field: 'name', bytesMax: 32 },
    { tokenType: 'arc200-preminted', field: 'symbol', bytesMax: 8 },
    { tokenType: 'arc1400', field: 'partition', bytesMax: 32 },
    { tokenType: 'erc20-mintable', field: 'name', bytesMax: 50 },
    { tokenType: 'erc20-preminted', field: 'symbol', bytesMax: 10 },
  ] as const;

  fc.assert(
    fc.property(
      fc.constantFrom(...labels),
      fc.array(character, { minLength: 50, maxLength: 50 }),
      ({ tokenType, field, bytesMax }, characters) => {
        const text = characters.reduce<string>(
          (label, next) => (utf8Bytes(label + next).length <= bytesMax ? label + next : label),
          '',
        );
        const full = text.padEnd(text.length + bytesMax - utf8Bytes(text).length, 'x');

        expect(problemsOf(tokenType, { ...validRequests[tokenType], [field]: full })).toEqual([]);
        expect(
          problemsOf(tokenType, { ...validRequests[tokenType], [field]: `${full}x` }),
        ).toHaveLength(1);
      },
    ),
  );
});

test('every supply a chain can hold is accepted, and says the same in base units and in whole tokens', () => {
  const asked = fc.constantFrom(
    { tokenType: 'asa-ft', decimalsMax: 19, maximum: uint64Max } as const,
    { tokenType: 'arc3-ft', decimalsMax: 19, maximum: uint64Max } as const,
    { tokenType: 'arc200-preminted', decimalsMax: 18, maximum: uint256Max } as const,
    { tokenType: 'erc20-preminted', decimalsMax: 18, maximum: uint256Max } as const,
  );
  const supply = asked.chain(({ tokenType, decimalsMax, maximum }) =>
    fc.record({
      tokenType: fc.constant(tokenType),
      decimals: fc.integer({ min: 0, max: decimalsMax }),
      baseUnits: fc.oneof(fc.bigInt({ min: 1n, max: maximum }), fc.constantFrom(1n, maximum)),
    }),
  );

  fc.assert(
    fc.property(supply, ({ tokenType, decimals, baseUnits }) => {
      const totalSupply = formatAmount(baseUnits, decimals);
      const body = { ...validRequests[tokenType], decimals, totalSupply };

      const { parameters } = accept(tokenType, body);

      expect(parameters).toMatchObject({ totalSupply, totalSupplyBaseUnits: `${baseUnits}` });
      expect(parseAmount(parameters.totalSupply, parameters.decimals)).toBe(baseUnits);
    }),
  );
});

test('what is echoed can be asked for again and means the same', () => {
  for (const tokenType of [
    'asa-ft',
    'arc200-preminted',
    'erc20-preminted',
    'erc20-mintable',
  ] as const) {
    const { network, parameters } = accept(tokenType, validRequests[tokenType]);
    const asked = Object.entries(parameters).filter(
      ([field, value]) =>
        !field.endsWith('BaseUnits') && !(value === null && /^(url|meta)/.test(field)),
    );
    const again = { network, ...Object.fromEntries(asked) };

    expect(checkTokenRequest({ tokenType, body: again, issuer })).toMatchObject({ parameters });
  }
});

test('no body makes the check throw', () => {
  const mutated = anyType.chain((tokenType) =>
    fc.record({
      tokenType: fc.constant(tokenType),
      body: fc.oneof(
        { weight: 1, arbitrary: fc.jsonValue() },
        {
          weight: 5,
          arbitrary: fc
            .dictionary(
              fc.constantFrom(...Object.keys(validRequests[tokenType]), 'documents', 'metadata'),
              fc.jsonValue({ maxDepth: 3 }),
            )
            .map((change) => ({ ...validRequests[tokenType], ...change })),
        },
      ),
    }),
  );

  fc.assert(
    fc.property(mutated, ({ tokenType, body }) => {
      const check = checkTokenRequest({ tokenType, body, issuer });
      if (!check.ok) expect(check.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

test('a rule reads only what it needs, and needs only fields that exist', () => {
  for (const tokenType of tokenTypes) {
    const { rules, request } = standards[tokenType];
    const fields = Object.keys(z.toJSONSchema(request, { io: 'input' }).properties ?? {});
    for (const { needs, check } of rules as readonly Rule<object>[]) {
      const needed = (needs as readonly string[]).map((need) => need.split('.', 1)[0]);
      const read = new Set<PropertyKey>();

      check(
        new Proxy(validRequests[tokenType], {
          get: (body, key) => (read.add(key), Reflect.get(body, key)),
        }),
      );

      expect(needed).toEqual(expect.arrayContaining([...read]));
      expect(fields).toEqual(expect.arrayContaining(needed));
    }
  }
});

test('a property named __proto__ is kept as it came, not dropped in silence', () => {
  const properties: unknown = JSON.parse('{"__proto__": "x"}');
  const body = { ...validRequests['arc3-nft'], metadata: { properties } };

  const check = checkTokenRequest({ tokenType: 'arc3-nft', body, issuer });

  expect(JSON.stringify(check)).toContain('"properties":{"__proto__":"x"}');
  expect(problemsOf('asa-nft', JSON.parse('{"__proto__": 1}'))).toContain(
    '__proto__ UNKNOWN_FIELD',
  );
});

test('each request has a JSON Schema that refuses unknown fields, and each parameter form has one too', () => {
  for (const tokenType of tokenTypes) {
    const { request, parametersSchema, type, protocol } = standards[tokenType];
    const schema = z.toJSONSchema(request, { io: 'input' });

    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(expect.arrayContaining(['network', 'name']));
    expect(z.toJSONSchema(parametersSchema)).toMatchObject({ type: 'object' });
    expect(type).toBe(tokenType);
    expect(tokenProtocols).toContain(protocol);
  }
});

test('isTokenType() knows the eleven and nothing else', () => {
  expect(tokenTypes).toHaveLength(11);
  expect(tokenTypes.every(isTokenType)).toBe(true);
  expect(['ASA', 'asa-FT', '', 'toString', '__proto__'].some(isTokenType)).toBe(false);
});

test('schemas and named types agree, by token type', () => {
  expectTypeOf<z.input<(typeof standards)['arc1400']['request']>>().toEqualTypeOf<
    TokenRequests['arc1400']
  >();
  expectTypeOf<keyof TokenRequests>().toEqualTypeOf<TokenType>();
  expectTypeOf<keyof TokenParameters>().toEqualTypeOf<TokenType>();
  expectTypeOf<TokenParameters['erc20-mintable']['cap']>().toEqualTypeOf<string>();
  // Absent is left out, not undefined: what is sent is what was written.
  expectTypeOf<{ network: string; name: string; unitName: string; url: undefined }>().not.toExtend<
    TokenRequests['asa-nft']
  >();
});

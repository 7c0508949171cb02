/**
 * Material for tests: a valid request of each standard, and every rule of the standards broken once.
 *
 * Not exported from the package; suites in this repository import the file.
 */
import type { ErrorCode } from '../error/errorCodes.ts';
import type { TokenRequests } from './standards.ts';
import { tokenTypes, type TokenType } from './tokenTypes.ts';

/** A body that breaks one rule, and the one problem that comes back. */
export interface Violation {
  readonly tokenType: TokenType;
  /** Which rule is broken, for the name of a test. */
  readonly name: string;
  readonly body: unknown;
  readonly path: string;
  readonly code: ErrorCode;
}

/** Public test addresses: nobody's money is there. */
export const testAddresses = {
  avm: 'GD64YIY3TWGDMCNPP553DZPPR6LDUSFQOIJVFDPPXWEG3FVOJCCDBBHU5A',
  otherAvm: '7777777777777777777777777777777777777777777777777774MSJUVU',
  zeroAvm: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
  evm: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  otherEvm: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
} as const;

const asa = { network: 'algorand-testnet', name: 'Harbour Bond', unitName: 'HRB' } as const;
const arc3 = {
  ...asa,
  metadata: {
    description: 'A bond.\nWith two lines.',
    image: 'https://example.com/{id}.png',
    imageMimetype: 'image/png',
    externalUrl: 'https://example.com',
    properties: {
      coupon: '4.25',
      tags: ['bond', 2030],
      file: 'ipfs://bafy',
      file_mimetype: 'text/plain',
    },
    extraMetadata: 'iHcUslDaL/jEM/oTxqEX++4CS8o3+IZp7/V5Rgchqwc=',
    localization: {
      uri: 'https://example.com/{locale}.json',
      default: 'en',
      locales: ['en', 'sk'],
      integrity: { sk: 'sha256-T0UofLOqdamWQDLok4vy/OcetEFzD8dRLig4229138Y=' },
    },
  },
} as const;
const arc200 = {
  network: 'voi-testnet',
  name: 'Harbour Coin',
  symbol: 'HRC',
  decimals: 6,
} as const;
const erc20 = {
  network: 'base-sepolia',
  name: 'Harbour Coin',
  symbol: 'HRC',
  decimals: 18,
} as const;

/** A valid request of each standard. */
export const validRequests: TokenRequests = {
  'asa-ft': { ...asa, totalSupply: '12.5', decimals: 2 },
  'asa-nft': { ...asa, url: 'ipfs://bafkreigh2akiscaildc#arc3' },
  'asa-fnft': { ...asa, decimals: 3 },
  'arc3-ft': { ...arc3, totalSupply: '1000000', decimals: 6 },
  'arc3-nft': { ...arc3, mediaId: 'med_0123456789' },
  'arc3-fnft': { ...arc3, decimals: 2 },
  'arc200-mintable': { ...arc200, initialSupply: '0', cap: '1000000' },
  'arc200-preminted': { ...arc200, totalSupply: '1000000' },
  arc1400: {
    ...arc200,
    initialSupply: '1000',
    cap: '1000',
    documents: [
      { name: 'prospectus', uri: 'https://example.com/prospectus.pdf', sha256: 'ab'.repeat(32) },
    ],
  },
  'erc20-mintable': { ...erc20, initialSupply: '1000', cap: '1000000' },
  'erc20-preminted': { ...erc20, totalSupply: '1000000' },
};

type Row = readonly [name: string, change: Record<string, unknown>, path: string, code: ErrorCode];

const uint256Over = (2n ** 256n).toString();
const url = (length: number) => 'https://example.com/'.padEnd(length, 'x');
const { zeroAvm } = testAddresses;

const everyStandard: readonly Row[] = [
  ['network is missing', { network: undefined }, 'network', 'MISSING_REQUIRED_FIELD'],
  ['network is a number', { network: 8453 }, 'network', 'INVALID_REQUEST'],
  ['network is unknown', { network: 'polygon' }, 'network', 'TOKEN_INVALID_NETWORK'],
  ['network could be two', { network: 'mainnet' }, 'network', 'TOKEN_INVALID_NETWORK'],
  ['name is missing', { name: undefined }, 'name', 'MISSING_REQUIRED_FIELD'],
  ['name is null', { name: null }, 'name', 'INVALID_REQUEST'],
  ['name is empty', { name: '' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name is white space', { name: ' ' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name is invisible', { name: '\u200B' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name has a margin', { name: 'Bond ' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name has a zero byte', { name: 'Bo\0nd' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name has a line break', { name: 'Bo\nnd' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name runs backwards', { name: 'Bo\u202End' }, 'name', 'TOKEN_INVALID_NAME'],
  ['name has half a character', { name: 'Bond \uD83D' }, 'name', 'TOKEN_INVALID_NAME'],
  ['reference is a number', { reference: 7 }, 'reference', 'INVALID_REQUEST'],
  ['reference is empty', { reference: '' }, 'reference', 'TOKEN_INVALID_REFERENCE'],
  ['reference is too long', { reference: 'é'.repeat(101) }, 'reference', 'TOKEN_INVALID_REFERENCE'],
  ['reference forges a log line', { reference: 'a\nb' }, 'reference', 'TOKEN_INVALID_REFERENCE'],
  ['a field is unknown', { colour: 'red' }, 'colour', 'UNKNOWN_FIELD'],
];

const onAvm: readonly Row[] = [
  ['network is an EVM one', { network: 'base' }, 'network', 'TOKEN_NETWORK_UNSUPPORTED'],
  ['name has 33 bytes', { name: `${'é'.repeat(16)}x` }, 'name', 'TOKEN_INVALID_NAME'],
];

const onEvm: readonly Row[] = [
  ['network is an AVM one', { network: 'voi-mainnet' }, 'network', 'TOKEN_NETWORK_UNSUPPORTED'],
  ['name has 51 bytes', { name: `${'é'.repeat(25)}x` }, 'name', 'TOKEN_INVALID_NAME'],
];

const everyAsa: readonly Row[] = [
  ['unitName is missing', { unitName: undefined }, 'unitName', 'MISSING_REQUIRED_FIELD'],
  ['unitName is empty', { unitName: '' }, 'unitName', 'TOKEN_INVALID_UNIT_NAME'],
  ['unitName has 9 bytes', { unitName: '€€€' }, 'unitName', 'TOKEN_INVALID_UNIT_NAME'],
  ['defaultFrozen is a word', { defaultFrozen: 'yes' }, 'defaultFrozen', 'INVALID_REQUEST'],
  ...(['manager', 'reserve', 'freeze', 'clawback'] as const).flatMap((role): Row[] => [
    [`${role} is a number`, { [role]: 1 }, role, 'INVALID_REQUEST'],
    [`${role} is empty`, { [role]: '' }, role, 'TOKEN_INVALID_ADDRESS'],
    [`${role} is the zero address`, { [role]: zeroAvm }, role, 'TOKEN_INVALID_ADDRESS'],
    [`${role} is an EVM address`, { [role]: testAddresses.evm }, role, 'TOKEN_INVALID_ADDRESS'],
    [
      `${role} has a wrong checksum`,
      { [role]: `B${zeroAvm.slice(1)}` },
      role,
      'TOKEN_INVALID_ADDRESS',
    ],
  ]),
  [
    'holders would be frozen for ever',
    { defaultFrozen: true, freeze: null, clawback: null },
    'freeze',
    'TOKEN_INVALID_ADDRESS',
  ],
];

const plainAsa: readonly Row[] = [
  ['url is empty', { url: '' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has 97 bytes', { url: url(97) }, 'url', 'TOKEN_INVALID_URL'],
  ['url is relative', { url: 'token.json' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has a space', { url: 'https://example.com/a b' }, 'url', 'TOKEN_INVALID_URL'],
  ['url is not percent-encoded', { url: 'https://example.com/é' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has a bad escape', { url: 'https://example.com/%zz' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has no host', { url: 'https:///a' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has no CID', { url: 'ipfs://#arc3' }, 'url', 'TOKEN_INVALID_URL'],
  ['url has two fragments', { url: 'https://example.com/#a#arc3' }, 'url', 'TOKEN_INVALID_URL'],
  ['url runs code', { url: 'JavaScript:alert(1)' }, 'url', 'TOKEN_INVALID_URL'],
  ['url is half a template', { url: 'template-ipfs://{ipfscid:1}' }, 'url', 'TOKEN_INVALID_URL'],
  [
    'url is a template without a reserve',
    { url: 'template-ipfs://{ipfscid:1:raw:reserve:sha2-256}' },
    'reserve',
    'TOKEN_INVALID_ADDRESS',
  ],
  ['url is null', { url: null }, 'url', 'INVALID_REQUEST'],
  ...(
    [
      ['is no base64', '?'.repeat(44)],
      ['has 31 bytes', `${'A'.repeat(40)}AQ==`],
      ['has 33 bytes', 'AQEB'.repeat(11)],
      ['is not padded', 'q'.repeat(43)],
      ['has a second spelling', `${'q'.repeat(42)}r=`],
      ['is hex', 'ab'.repeat(32)],
      ['is zero, which the chain stores as none', `${'A'.repeat(43)}=`],
    ] as const
  ).map(([name, metadataHash]): Row => [
    `metadataHash ${name}`,
    { metadataHash },
    'metadataHash',
    'TOKEN_INVALID_METADATA_HASH',
  ]),
];

const metadataOf = (metadata: Record<string, unknown>) => ({ metadata });
const localizationOf = (change: Record<string, unknown>) =>
  metadataOf({ localization: { ...arc3.metadata.localization, ...change } });
const inMetadata = (name: string, metadata: Record<string, unknown>, path: string): Row => [
  name,
  metadataOf(metadata),
  `metadata.${path}`,
  'TOKEN_INVALID_METADATA',
];
const badIntegrity = `sha256-${'ab'.repeat(32)}`;

const everyArc3: readonly Row[] = [
  ['metadata is missing', { metadata: undefined }, 'metadata', 'MISSING_REQUIRED_FIELD'],
  ['metadata is a text', { metadata: '{}' }, 'metadata', 'INVALID_REQUEST'],
  [
    'metadata has an unknown field',
    metadataOf({ image_url: 'x' }),
    'metadata.image_url',
    'UNKNOWN_FIELD',
  ],
  [
    'description is a number',
    metadataOf({ description: 1 }),
    'metadata.description',
    'INVALID_REQUEST',
  ],
  ['url is for plain assets', { url: url(30) }, 'url', 'UNKNOWN_FIELD'],
  ['metadataHash is for plain assets', { metadataHash: 'q' }, 'metadataHash', 'UNKNOWN_FIELD'],
  ['mediaId has a slash', { mediaId: '../x' }, 'mediaId', 'TOKEN_INVALID_MEDIA'],
  [
    'mediaId has no place',
    {
      mediaId: 'med_0123456789',
      ...metadataOf({ image: 'https://example.com/a', animationUrl: 'https://example.com/b' }),
    },
    'mediaId',
    'TOKEN_INVALID_MEDIA',
  ],
  inMetadata('description has a control character', { description: 'a\0' }, 'description'),
  inMetadata('image is relative', { image: 'song.png' }, 'image'),
  inMetadata('image has white space', { image: 'https://example.com/ a' }, 'image'),
  inMetadata('externalUrl is relative', { externalUrl: '/about' }, 'externalUrl'),
  inMetadata('animationUrl runs code', { animationUrl: 'javascript:1' }, 'animationUrl'),
  inMetadata(
    'imageMimetype is no image',
    { image: 'https://example.com/a', imageMimetype: 'text/html' },
    'imageMimetype',
  ),
  inMetadata('imageMimetype has no image', { imageMimetype: 'image/png' }, 'imageMimetype'),
  inMetadata('extraMetadata is no base64', { extraMetadata: 'a' }, 'extraMetadata'),
  [
    'properties is a list',
    metadataOf({ properties: [] }),
    'metadata.properties',
    'INVALID_REQUEST',
  ],
  inMetadata(
    'a property is an inexact number',
    { properties: { supply: 2 ** 53 } },
    'properties.supply',
  ),
  inMetadata(
    'a property has half a character',
    { properties: { 'a b': ['\uDE00'] } },
    'properties["a b"][0]',
  ),
  inMetadata('properties are too deep', { properties: nested(17) }, `properties${'.a'.repeat(17)}`),
  inMetadata(
    'an integrity stands alone',
    { properties: { file_integrity: arc3.metadata.localization.integrity.sk } },
    'properties.file_integrity',
  ),
  inMetadata(
    'an integrity is hex',
    { properties: { file: 'https://example.com', file_integrity: badIntegrity } },
    'properties.file_integrity',
  ),
  inMetadata(
    'a mimetype stands alone',
    { properties: { rich: { file_mimetype: 'text/plain' } } },
    'properties.rich.file_mimetype',
  ),
  [
    'localization has no uri',
    localizationOf({ uri: undefined }),
    'metadata.localization.uri',
    'MISSING_REQUIRED_FIELD',
  ],
  ...(
    [
      ['uri has no {locale}', { uri: 'https://example.com/en.json' }, 'uri'],
      ['uri is relative', { uri: '{locale}.json' }, 'uri'],
      ['default is no locale', { default: 'English language' }, 'default'],
      ['locales are empty', { locales: [], integrity: {} }, 'locales'],
      ['locales repeat', { locales: ['en', 'sk', 'sk'] }, 'locales'],
      ['a locale is no locale', { locales: ['en', 'sk', '?'] }, 'locales[2]'],
      ['an integrity has no locale', { locales: ['en'] }, 'integrity.sk'],
      ['an integrity is no digest', { integrity: { sk: 'sha256-x' } }, 'integrity.sk'],
    ] as const
  ).map(([name, change, path]): Row => [
    `localization ${name}`,
    localizationOf(change),
    `metadata.localization.${path}`,
    'TOKEN_INVALID_METADATA',
  ]),
];

const everyContract: readonly Row[] = [
  ['symbol is missing', { symbol: undefined }, 'symbol', 'MISSING_REQUIRED_FIELD'],
  ['symbol is empty', { symbol: '' }, 'symbol', 'TOKEN_INVALID_SYMBOL'],
  ['initialReceiver is null', { initialReceiver: null }, 'initialReceiver', 'INVALID_REQUEST'],
  [
    'initialReceiver is a word',
    { initialReceiver: 'me' },
    'initialReceiver',
    'TOKEN_INVALID_ADDRESS',
  ],
];

const avmContract: readonly Row[] = [
  ['symbol has 9 bytes', { symbol: '€€€' }, 'symbol', 'TOKEN_INVALID_SYMBOL'],
  [
    'initialReceiver is zero',
    { initialReceiver: zeroAvm },
    'initialReceiver',
    'TOKEN_INVALID_ADDRESS',
  ],
  [
    'initialReceiver is an EVM address',
    { initialReceiver: testAddresses.evm },
    'initialReceiver',
    'TOKEN_INVALID_ADDRESS',
  ],
];

const evmContract: readonly Row[] = [
  ['symbol has 11 bytes', { symbol: '€€€xx' }, 'symbol', 'TOKEN_INVALID_SYMBOL'],
  [
    'initialReceiver is zero',
    { initialReceiver: `0x${'0'.repeat(40)}` },
    'initialReceiver',
    'TOKEN_INVALID_ADDRESS',
  ],
  [
    'initialReceiver has a wrong checksum',
    { initialReceiver: testAddresses.evm.replace('0xf39F', '0xf39f') },
    'initialReceiver',
    'TOKEN_INVALID_ADDRESS',
  ],
];

const security: readonly Row[] = [
  ['partition is empty', { partition: '' }, 'partition', 'TOKEN_INVALID_PARTITION'],
  ['partition has 33 bytes', { partition: 'x'.repeat(33) }, 'partition', 'TOKEN_INVALID_PARTITION'],
  [
    'whitelistRequired is a word',
    { whitelistRequired: 'no' },
    'whitelistRequired',
    'INVALID_REQUEST',
  ],
  ['documents is an object', { documents: {} }, 'documents', 'INVALID_REQUEST'],
  [
    'there are 32 documents',
    { documents: Array.from({ length: 32 }, (_, at) => document({ name: `${at}` })) },
    'documents',
    'TOKEN_INVALID_DOCUMENT',
  ],
  [
    'a document has no hash',
    { documents: [document(), document({ name: 'b', sha256: undefined })] },
    'documents[1].sha256',
    'MISSING_REQUIRED_FIELD',
  ],
  [
    'a document has an unknown field',
    { documents: [document({ author: 'me' })] },
    'documents[0].author',
    'UNKNOWN_FIELD',
  ],
  ...(
    [
      ['name is empty', { name: '' }, 'name'],
      ['name has 33 bytes', { name: 'x'.repeat(33) }, 'name'],
      ['uri is relative', { uri: 'prospectus.pdf' }, 'uri'],
      ['uri has 953 bytes', { uri: url(953) }, 'uri'],
      ['hash is base64', { sha256: `${'q'.repeat(43)}=` }, 'sha256'],
      ['hash has a prefix', { sha256: `0x${'ab'.repeat(31)}` }, 'sha256'],
    ] as const
  ).map(([name, change, field]): Row => [
    `a document's ${name}`,
    { documents: [document(change)] },
    `documents[0].${field}`,
    'TOKEN_INVALID_DOCUMENT',
  ]),
  [
    'two documents have one name',
    { documents: [document(), document()] },
    'documents[1].name',
    'TOKEN_INVALID_DOCUMENT',
  ],
];

const rowsOf: Record<TokenType, readonly Row[]> = {
  'asa-ft': [...onAvm, ...everyAsa, ...plainAsa, ...decimals(0, 19), ...asaSupply()],
  'asa-nft': [
    ...onAvm,
    ...everyAsa,
    ...plainAsa,
    ['totalSupply is fixed', { totalSupply: '1' }, 'totalSupply', 'UNKNOWN_FIELD'],
    ['decimals are fixed', { decimals: 0 }, 'decimals', 'UNKNOWN_FIELD'],
  ],
  'asa-fnft': [
    ...onAvm,
    ...everyAsa,
    ...plainAsa,
    ...decimals(1, 19),
    ['totalSupply is fixed', { totalSupply: '1' }, 'totalSupply', 'UNKNOWN_FIELD'],
  ],
  'arc3-ft': [...onAvm, ...everyAsa, ...everyArc3, ...decimals(0, 19), ...asaSupply()],
  'arc3-nft': [
    ...onAvm,
    ...everyAsa,
    ...everyArc3,
    ['decimals are fixed', { decimals: 0 }, 'decimals', 'UNKNOWN_FIELD'],
  ],
  'arc3-fnft': [...onAvm, ...everyAsa, ...everyArc3, ...decimals(1, 19)],
  'arc200-mintable': [
    ...onAvm,
    ...everyContract,
    ...avmContract,
    ...decimals(0, 18),
    ...mintable(),
  ],
  'arc200-preminted': [
    ...onAvm,
    ...everyContract,
    ...avmContract,
    ...decimals(0, 18),
    ...preminted(),
  ],
  arc1400: [
    ...onAvm,
    ...everyContract,
    ...avmContract,
    ...decimals(0, 18),
    ...mintable(),
    ...security,
  ],
  'erc20-mintable': [
    ...onEvm,
    ...everyContract,
    ...evmContract,
    ...decimals(0, 18),
    ...mintable(),
    ['cap is missing', { cap: undefined }, 'cap', 'MISSING_REQUIRED_FIELD'],
  ],
  'erc20-preminted': [
    ...onEvm,
    ...everyContract,
    ...evmContract,
    ...decimals(0, 18),
    ...preminted(),
  ],
};

/** Every rule of every standard, broken once. */
export const violations: readonly Violation[] = tokenTypes.flatMap((tokenType): Violation[] => [
  { tokenType, name: 'body is null', body: null, path: '', code: 'INVALID_REQUEST' },
  { tokenType, name: 'body is a list', body: [], path: '', code: 'INVALID_REQUEST' },
  { tokenType, name: 'body is a text', body: '{}', path: '', code: 'INVALID_REQUEST' },
  ...[...everyStandard, ...rowsOf[tokenType]].map(([name, change, path, code]) => ({
    tokenType,
    name,
    body: asJson({ ...validRequests[tokenType], ...change }),
    path,
    code,
  })),
]);

function decimals(minimum: number, maximum: number): Row[] {
  return [
    ['decimals are missing', { decimals: undefined }, 'decimals', 'MISSING_REQUIRED_FIELD'],
    ['decimals are a text', { decimals: '2' }, 'decimals', 'INVALID_REQUEST'],
    ['decimals are broken', { decimals: 1.5 }, 'decimals', 'TOKEN_INVALID_DECIMALS'],
    ['decimals are too few', { decimals: minimum - 1 }, 'decimals', 'TOKEN_INVALID_DECIMALS'],
    ['decimals are too many', { decimals: maximum + 1 }, 'decimals', 'TOKEN_INVALID_DECIMALS'],
  ];
}

function amount(field: string, code: 'TOKEN_INVALID_SUPPLY' | 'TOKEN_INVALID_CAP'): Row[] {
  const malformed = [
    '',
    '1e6',
    '-1',
    '+1',
    '01',
    '.5',
    '1.',
    '1,000',
    ' 1',
    '0x10',
    'Infinity',
    '１',
  ];
  return [
    [`${field} is a number`, { [field]: 1_000 }, field, 'INVALID_REQUEST'],
    [`${field} is too long`, { [field]: `0.${'1'.repeat(99)}` }, field, code],
    [`${field} is finer than decimals`, { [field]: '1.001', decimals: 2 }, field, code],
    ...malformed.map((text): Row => [
      `${field} is ${JSON.stringify(text)}`,
      { [field]: text },
      field,
      code,
    ]),
  ];
}

function asaSupply(): Row[] {
  return [
    ['totalSupply is missing', { totalSupply: undefined }, 'totalSupply', 'MISSING_REQUIRED_FIELD'],
    ['totalSupply is zero', { totalSupply: '0.00' }, 'totalSupply', 'TOKEN_INVALID_SUPPLY'],
    [
      'totalSupply is 2^64',
      { totalSupply: '18446744073709551616', decimals: 0 },
      'totalSupply',
      'TOKEN_INVALID_SUPPLY',
    ],
    [
      'totalSupply is 2^64 base units',
      { totalSupply: '1.8446744073709551616', decimals: 19 },
      'totalSupply',
      'TOKEN_INVALID_SUPPLY',
    ],
    ...amount('totalSupply', 'TOKEN_INVALID_SUPPLY'),
  ];
}

function preminted(): Row[] {
  return [
    ['totalSupply is missing', { totalSupply: undefined }, 'totalSupply', 'MISSING_REQUIRED_FIELD'],
    ['totalSupply is zero', { totalSupply: '0' }, 'totalSupply', 'TOKEN_INVALID_SUPPLY'],
    [
      'totalSupply is 2^256',
      { totalSupply: uint256Over, decimals: 0 },
      'totalSupply',
      'TOKEN_INVALID_SUPPLY',
    ],
    [
      'totalSupply is 2^256 base units',
      { totalSupply: `${uint256Over.slice(0, -1)}.${uint256Over.slice(-1)}`, decimals: 1 },
      'totalSupply',
      'TOKEN_INVALID_SUPPLY',
    ],
    ['a cap is for mintable tokens', { cap: '1000000' }, 'cap', 'UNKNOWN_FIELD'],
    ...amount('totalSupply', 'TOKEN_INVALID_SUPPLY'),
  ];
}

function mintable(): Row[] {
  const cap = (2n ** 256n - 1n).toString();
  return [
    [
      'initialSupply is missing',
      { initialSupply: undefined },
      'initialSupply',
      'MISSING_REQUIRED_FIELD',
    ],
    [
      'initialSupply is 2^256',
      { initialSupply: uint256Over, cap: '1', decimals: 0 },
      'initialSupply',
      'TOKEN_INVALID_SUPPLY',
    ],
    ['cap is zero', { initialSupply: '0', cap: '0' }, 'cap', 'TOKEN_INVALID_CAP'],
    ['cap is 2^256', { cap: uint256Over, decimals: 0 }, 'cap', 'TOKEN_INVALID_CAP'],
    ['cap is 2^256 base units', { cap, decimals: 1 }, 'cap', 'TOKEN_INVALID_CAP'],
    ['cap is below the start', { initialSupply: '10.5', cap: '10.49' }, 'cap', 'TOKEN_INVALID_CAP'],
    ['cap is null', { cap: null }, 'cap', 'INVALID_REQUEST'],
    ['totalSupply is for preminted tokens', { totalSupply: '1' }, 'totalSupply', 'UNKNOWN_FIELD'],
    ...amount('cap', 'TOKEN_INVALID_CAP').map(withoutStart),
    ...amount('initialSupply', 'TOKEN_INVALID_SUPPLY'),
  ];
}

function withoutStart([name, change, path, code]: Row): Row {
  return [name, { initialSupply: '0', ...change }, path, code];
}

function document(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { name: 'a', uri: 'https://example.com/a.pdf', sha256: 'cd'.repeat(32), ...change };
}

function nested(levels: number): Record<string, unknown> {
  return levels === 0 ? {} : { a: nested(levels - 1) };
}

/** What arrives after a trip over the wire: absent where it was undefined. */
function asJson(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body));
}

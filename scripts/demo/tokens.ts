/** What the demo asks for: every standard once. */
import { createHash } from 'node:crypto';
import type { TokenRequests, TokenType } from '@biatec-tokens/sdk';

/** A standard and a request for it. */
export type DemoToken = {
  [Type in TokenType]: { readonly tokenType: Type; readonly request: TokenRequests[Type] };
}[TokenType];

const algorand = { network: 'algorand-localnet' } as const;
const evm = { network: 'evm-localnet' } as const;
const prospectus = 'Harbour Bond 2031: the prospectus';
const prospectusHash = createHash('sha256').update(prospectus);

/** One request for each of the eleven standards; the NFT shows a picture that was uploaded. */
export function elevenTokens(pictureId: string): readonly DemoToken[] {
  return [
    {
      tokenType: 'asa-ft',
      request: {
        ...algorand,
        name: 'Harbour Bond 2031',
        unitName: 'HRB31',
        totalSupply: '25000000.50',
        decimals: 2,
        url: 'https://example.com/harbour',
        metadataHash: prospectusHash.copy().digest('base64'),
        clawback: null,
      },
    },
    {
      tokenType: 'asa-nft',
      request: { ...algorand, name: 'Harbour Crane No. 7', unitName: 'CRANE7' },
    },
    {
      tokenType: 'asa-fnft',
      request: { ...algorand, name: 'Harbour Warehouse', unitName: 'WAREH', decimals: 3 },
    },
    {
      tokenType: 'arc3-ft',
      request: {
        ...algorand,
        name: 'Harbour Dollar',
        unitName: 'HRD',
        totalSupply: '1000000',
        decimals: 6,
        metadata: { description: 'Pays for berths.', externalUrl: 'https://example.com/dollar' },
      },
    },
    {
      tokenType: 'arc3-nft',
      request: {
        ...algorand,
        name: 'Harbour Lighthouse',
        unitName: 'LIGHT',
        mediaId: pictureId,
        metadata: { description: 'As seen from the sea.', properties: { built: '1887' } },
      },
    },
    {
      tokenType: 'arc3-fnft',
      request: {
        ...algorand,
        name: 'Harbour Ferry',
        unitName: 'FERRY',
        decimals: 2,
        metadata: {
          description: 'A hundredth of a ferry.',
          extraMetadata: Buffer.from('registered as No. 12').toString('base64'),
        },
      },
    },
    {
      tokenType: 'arc200-mintable',
      request: {
        ...algorand,
        name: 'Harbour Credit',
        symbol: 'HRC',
        decimals: 8,
        initialSupply: '150.00000001',
        cap: '1000000',
      },
    },
    {
      tokenType: 'arc200-preminted',
      request: {
        ...algorand,
        name: 'Harbour Vote',
        symbol: 'HRV',
        decimals: 18,
        totalSupply: '340282366920938463463.374607431768211457',
      },
    },
    {
      tokenType: 'arc1400',
      request: {
        ...algorand,
        name: 'Harbour Equity',
        symbol: 'HREQ',
        decimals: 4,
        initialSupply: '60000',
        cap: '100000',
        partition: 'class-a',
        documents: [
          {
            name: 'prospectus',
            uri: 'https://example.com/prospectus.pdf',
            sha256: prospectusHash.copy().digest('hex'),
          },
        ],
      },
    },
    {
      tokenType: 'erc20-mintable',
      request: {
        ...evm,
        name: 'Harbour Points',
        symbol: 'HPT',
        decimals: 18,
        initialSupply: '1000.000000000000000001',
        cap: '1000000000',
      },
    },
    {
      tokenType: 'erc20-preminted',
      request: {
        ...evm,
        name: 'Harbour Share',
        symbol: 'HSH',
        decimals: 6,
        totalSupply: '5000000',
      },
    },
  ];
}

/** Issued while the server is killed: in one transaction on each chain, and in two steps. Each attempt has names of its own, by which they are counted. */
export function survivors(attempt: number): readonly DemoToken[] {
  return [
    {
      tokenType: 'asa-ft',
      request: {
        ...algorand,
        name: `Survivor Bond ${attempt}`,
        unitName: 'SRVB',
        totalSupply: '700',
        decimals: 2,
      },
    },
    {
      tokenType: 'arc200-preminted',
      request: {
        ...algorand,
        name: `Survivor Vote ${attempt}`,
        symbol: 'SRVV',
        decimals: 2,
        totalSupply: '700',
      },
    },
    {
      tokenType: 'erc20-preminted',
      request: {
        ...evm,
        name: `Survivor Share ${attempt}`,
        symbol: 'SRVS',
        decimals: 6,
        totalSupply: '700',
      },
    },
  ];
}

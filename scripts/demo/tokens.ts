/** What the demo asks for, and what the chain must then say about it. */
import { createHash } from 'node:crypto';
import { parseAmount } from '@biatec-tokens/core';
import type { Session, TokenRequests } from '@biatec-tokens/sdk';

type DemoType = 'asa-ft' | 'asa-nft' | 'asa-fnft' | 'erc20-mintable' | 'erc20-preminted';

/** A standard and a request for it. */
export type DemoToken = {
  [Type in DemoType]: { readonly tokenType: Type; readonly request: TokenRequests[Type] };
}[DemoType];

/** Values by the name of their field, as text; amounts in base units. */
export type Fields = Readonly<Record<string, string>>;

const algorand = { network: 'algorand-localnet' } as const;
const evm = { network: 'evm-localnet' } as const;
const prospectus = createHash('sha256')
  .update('Harbour Bond 2031: the prospectus')
  .digest('base64');

export const fiveTokens: readonly DemoToken[] = [
  {
    tokenType: 'asa-ft',
    request: {
      ...algorand,
      name: 'Harbour Bond 2031',
      unitName: 'HRB31',
      totalSupply: '25000000.50',
      decimals: 2,
      url: 'https://example.com/harbour',
      metadataHash: prospectus,
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
    request: { ...evm, name: 'Harbour Share', symbol: 'HSH', decimals: 6, totalSupply: '5000000' },
  },
];

/** Issued while the server is killed, one on each chain. Each attempt has names of its own, by which they are counted. */
export function twoTokens(attempt: number): readonly DemoToken[] {
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

/** What must be on chain, worked out from the request alone: the server has no say in it. */
export function askedOf(token: DemoToken, issuer: Session): Fields {
  const { tokenType, request } = token;
  switch (tokenType) {
    case 'asa-ft':
      return askedOfAsa(request, request.totalSupply, request.decimals, issuer);
    case 'asa-nft':
      return askedOfAsa(request, '1', 0, issuer);
    case 'asa-fnft':
      return askedOfAsa(request, '1', request.decimals, issuer);
    case 'erc20-mintable':
      return {
        ...askedOfErc20(request, request.initialSupply, issuer),
        cap: String(parseAmount(request.cap, request.decimals)),
        roles: 'admin, minter, pauser',
      };
    case 'erc20-preminted':
      return askedOfErc20(request, request.totalSupply, issuer);
  }
}

function askedOfAsa(
  request: TokenRequests['asa-nft'],
  totalSupply: string,
  decimals: number,
  { algorandAddress }: Session,
): Fields {
  // Left out means the issuer's own account; null means none, for ever.
  const roleOf = (address: string | null | undefined): string =>
    address === undefined ? algorandAddress : (address ?? 'none');
  return {
    name: request.name,
    unitName: request.unitName,
    total: String(parseAmount(totalSupply, decimals)),
    decimals: String(decimals),
    url: request.url ?? 'none',
    metadataHash: request.metadataHash ?? 'none',
    defaultFrozen: String(request.defaultFrozen ?? false),
    creator: algorandAddress,
    manager: roleOf(request.manager),
    reserve: roleOf(request.reserve),
    freeze: roleOf(request.freeze),
    clawback: roleOf(request.clawback),
  };
}

function askedOfErc20(
  { name, symbol, decimals }: TokenRequests['erc20-mintable' | 'erc20-preminted'],
  supply: string,
  { evmAddress }: Session,
): Fields {
  const supplyBaseUnits = String(parseAmount(supply, decimals));
  return {
    name,
    symbol,
    decimals: String(decimals),
    totalSupply: supplyBaseUnits,
    holder: evmAddress,
    balanceOfHolder: supplyBaseUnits,
  };
}

/** What must be on chain, worked out from the request alone: the server has no say in it. */
import { parseAmount } from '@biatec-tokens/core';
import type { Session, TokenRequests } from '@biatec-tokens/sdk';
import type { DemoToken } from './tokens.ts';

/** Values by the name of their field, as text; amounts in base units. */
export type Fields = Readonly<Record<string, string>>;

type AsaRequest = TokenRequests['asa-nft'];
type Arc3Request = TokenRequests['arc3-nft'];
type ContractRequest = Pick<
  TokenRequests['arc200-preminted'] | TokenRequests['erc20-preminted'],
  'name' | 'symbol' | 'decimals'
>;

export function askedOf(token: DemoToken, issuer: Session): Fields {
  const { tokenType, request } = token;
  switch (tokenType) {
    case 'asa-ft':
      return plainAsa(request, { total: request.totalSupply, decimals: request.decimals, issuer });
    case 'asa-nft':
      return plainAsa(request, { total: '1', decimals: 0, issuer });
    case 'asa-fnft':
      return plainAsa(request, { total: '1', decimals: request.decimals, issuer });
    case 'arc3-ft':
      return arc3(request, { total: request.totalSupply, decimals: request.decimals, issuer });
    case 'arc3-nft':
      return arc3(request, { total: '1', decimals: 0, issuer });
    case 'arc3-fnft':
      return arc3(request, { total: '1', decimals: request.decimals, issuer });
    case 'arc200-mintable':
      return {
        ...contractToken(request, request.initialSupply, issuer.algorandAddress),
        cap: baseUnits(request.cap, request.decimals),
        owner: issuer.algorandAddress,
      };
    case 'arc200-preminted':
      return contractToken(request, request.totalSupply, issuer.algorandAddress);
    case 'arc1400':
      return {
        ...contractToken(request, request.initialSupply, issuer.algorandAddress),
        cap: baseUnits(request.cap, request.decimals),
        owner: issuer.algorandAddress,
        partitions: request.partition ?? 'default',
        partitionBalance: baseUnits(request.initialSupply, request.decimals),
        documents: (request.documents ?? [])
          .map(({ name, uri, sha256 }) => `${name} ${uri} ${sha256}`)
          .join(', '),
      };
    case 'erc20-mintable':
      return {
        ...contractToken(request, request.initialSupply, issuer.evmAddress),
        cap: baseUnits(request.cap, request.decimals),
        roles: 'admin, minter, pauser',
      };
    case 'erc20-preminted':
      return contractToken(request, request.totalSupply, issuer.evmAddress);
  }
}

interface AsaFacts {
  readonly total: string;
  readonly decimals: number;
  readonly issuer: Session;
}

function plainAsa(request: AsaRequest, facts: AsaFacts): Fields {
  return {
    ...asa(request, facts),
    url: request.url ?? 'none',
    metadataHash: request.metadataHash ?? 'none',
  };
}

/** URL and hash follow from the file that the server writes; what counts is that they lead to it and prove it. */
function arc3({ metadata, mediaId, ...request }: Arc3Request, facts: AsaFacts): Fields {
  return {
    ...asa(request, facts),
    metadataHash: 'proves the file',
    'file.name': request.name,
    'file.decimals': String(facts.decimals),
    ...(metadata.description === undefined ? {} : { 'file.description': metadata.description }),
    ...(metadata.externalUrl === undefined ? {} : { 'file.external_url': metadata.externalUrl }),
    ...(metadata.properties === undefined
      ? {}
      : { 'file.properties': JSON.stringify(metadata.properties) }),
    ...(metadata.extraMetadata === undefined
      ? {}
      : { 'file.extra_metadata': metadata.extraMetadata }),
    ...(mediaId === undefined
      ? {}
      : { 'file.image': 'proven by its digest', 'file.image_mimetype': 'image/png' }),
  };
}

function asa(
  request: Omit<AsaRequest, 'url' | 'metadataHash'>,
  { total, decimals, issuer: { algorandAddress } }: AsaFacts,
): Fields {
  // Left out means the issuer's own account; null means none, for ever.
  const roleOf = (address: string | null | undefined): string =>
    address === undefined ? algorandAddress : (address ?? 'none');
  return {
    name: request.name,
    unitName: request.unitName,
    total: baseUnits(total, decimals),
    decimals: String(decimals),
    defaultFrozen: String(request.defaultFrozen ?? false),
    creator: algorandAddress,
    manager: roleOf(request.manager),
    reserve: roleOf(request.reserve),
    freeze: roleOf(request.freeze),
    clawback: roleOf(request.clawback),
  };
}

function contractToken(
  { name, symbol, decimals }: ContractRequest,
  supply: string,
  holder: string,
): Fields {
  return {
    name,
    symbol,
    decimals: String(decimals),
    totalSupply: baseUnits(supply, decimals),
    holder,
    balanceOfHolder: baseUnits(supply, decimals),
  };
}

function baseUnits(amount: string | undefined, decimals: number): string {
  return amount === undefined ? 'none' : String(parseAmount(amount, decimals));
}

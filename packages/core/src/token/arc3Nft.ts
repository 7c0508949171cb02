import {
  arc3Fields,
  arc3ParametersOf,
  arc3ParametersSchema,
  arc3Rules,
  type Arc3Options,
  type Arc3Parameters,
} from './arc3.ts';
import { fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for a pure NFT of ARC-3: one, whole for ever. */
export interface Arc3NftRequest extends TokenRequestBase, Arc3Options {}

/** The parameters of a pure NFT of ARC-3: supply 1, no decimals. */
export type Arc3NftParameters = Arc3Parameters;

export const arc3Nft: Standard<'arc3-nft', Arc3NftRequest, Arc3NftParameters> = {
  type: 'arc3-nft',
  family: 'avm',
  protocol: 'ARC3',
  title: 'ARC-3 token, non-fungible',
  request: fieldsOf(arc3Fields),
  rules: arc3Rules,
  parametersSchema: arc3ParametersSchema,
  parameters: (request, issuer) =>
    arc3ParametersOf(request, { totalSupply: '1', decimals: 0, issuer }),
};

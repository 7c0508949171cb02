import {
  arc3Fields,
  arc3ParametersOf,
  arc3ParametersSchema,
  arc3Rules,
  type Arc3Options,
  type Arc3Parameters,
} from './arc3.ts';
import { asaDecimalsMax } from './asa.ts';
import { decimalsField, fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for a fractional NFT of ARC-3: one, divided into 10^decimals shares. */
export interface Arc3FnftRequest extends TokenRequestBase, Arc3Options {
  /** Decimal places, 1 to 19: there are 10^decimals shares. */
  readonly decimals: number;
}

/** The parameters of a fractional NFT of ARC-3: supply 1, 10^decimals base units. */
export type Arc3FnftParameters = Arc3Parameters;

export const arc3Fnft: Standard<'arc3-fnft', Arc3FnftRequest, Arc3FnftParameters> = {
  type: 'arc3-fnft',
  family: 'avm',
  protocol: 'ARC3',
  title: 'ARC-3 token, fractional non-fungible',
  request: fieldsOf({ ...arc3Fields, decimals: decimalsField(1, asaDecimalsMax) }),
  rules: arc3Rules,
  parametersSchema: arc3ParametersSchema,
  parameters: (request, issuer) =>
    arc3ParametersOf(request, { totalSupply: '1', decimals: request.decimals, issuer }),
};

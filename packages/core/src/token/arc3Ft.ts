import {
  arc3Fields,
  arc3ParametersOf,
  arc3ParametersSchema,
  arc3Rules,
  type Arc3Options,
  type Arc3Parameters,
} from './arc3.ts';
import { asaDecimalsMax, asaSupplyField, asaSupplyFits } from './asa.ts';
import { decimalsField, fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for a fungible token with ARC-3 metadata. */
export interface Arc3FtRequest extends TokenRequestBase, Arc3Options {
  /** All there ever is, in whole tokens, such as `"12.5"`; 1 to 2^64−1 in base units. */
  readonly totalSupply: string;
  /** Decimal places, 0 to 19. */
  readonly decimals: number;
}

/** The parameters of a fungible token with ARC-3 metadata. */
export type Arc3FtParameters = Arc3Parameters;

export const arc3Ft: Standard<'arc3-ft', Arc3FtRequest, Arc3FtParameters> = {
  type: 'arc3-ft',
  family: 'avm',
  protocol: 'ARC3',
  title: 'ARC-3 token, fungible',
  request: fieldsOf({
    ...arc3Fields,
    totalSupply: asaSupplyField,
    decimals: decimalsField(0, asaDecimalsMax),
  }),
  rules: [asaSupplyFits, ...arc3Rules],
  parametersSchema: arc3ParametersSchema,
  parameters: (request, issuer) =>
    arc3ParametersOf(request, {
      totalSupply: request.totalSupply,
      decimals: request.decimals,
      issuer,
    }),
};

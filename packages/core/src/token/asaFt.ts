import {
  asaDecimalsMax,
  asaFields,
  asaParametersOf,
  asaParametersSchema,
  asaReferenceFields,
  asaSupplyField,
  asaSupplyFits,
  frozenHoldersCanBeFreed,
  templateHasReserve,
  type AsaOptions,
  type AsaParameters,
  type AsaReference,
} from './asa.ts';
import { decimalsField, fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for a fungible Algorand standard asset. */
export interface AsaFtRequest extends TokenRequestBase, AsaOptions, AsaReference {
  /** All there ever is, in whole tokens, such as `"12.5"`; 1 to 2^64−1 in base units. */
  readonly totalSupply: string;
  /** Decimal places, 0 to 19. */
  readonly decimals: number;
}

/** The parameters of a fungible Algorand standard asset. */
export type AsaFtParameters = AsaParameters;

export const asaFt: Standard<'asa-ft', AsaFtRequest, AsaFtParameters> = {
  type: 'asa-ft',
  family: 'avm',
  protocol: 'ASA',
  title: 'Algorand standard asset, fungible',
  request: fieldsOf({
    ...asaFields,
    ...asaReferenceFields,
    totalSupply: asaSupplyField,
    decimals: decimalsField(0, asaDecimalsMax),
  }),
  rules: [asaSupplyFits, frozenHoldersCanBeFreed, templateHasReserve],
  parametersSchema: asaParametersSchema,
  parameters: (request, issuer) =>
    asaParametersOf(request, {
      totalSupply: request.totalSupply,
      decimals: request.decimals,
      issuer,
    }),
};

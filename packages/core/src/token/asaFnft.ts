import {
  asaDecimalsMax,
  asaFields,
  asaParametersOf,
  asaParametersSchema,
  asaReferenceFields,
  frozenHoldersCanBeFreed,
  templateHasReserve,
  type AsaOptions,
  type AsaParameters,
  type AsaReference,
} from './asa.ts';
import { decimalsField, fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for one Algorand standard asset that divides into 10^decimals shares. */
export interface AsaFnftRequest extends TokenRequestBase, AsaOptions, AsaReference {
  /** Decimal places, 1 to 19: there are 10^decimals shares. */
  readonly decimals: number;
}

/** The parameters of a fractional non-fungible asset: supply 1, 10^decimals base units. */
export type AsaFnftParameters = AsaParameters;

export const asaFnft: Standard<'asa-fnft', AsaFnftRequest, AsaFnftParameters> = {
  type: 'asa-fnft',
  family: 'avm',
  protocol: 'ASA',
  title: 'Algorand standard asset, fractional non-fungible',
  request: fieldsOf({
    ...asaFields,
    ...asaReferenceFields,
    decimals: decimalsField(1, asaDecimalsMax),
  }),
  rules: [frozenHoldersCanBeFreed, templateHasReserve],
  parametersSchema: asaParametersSchema,
  parameters: (request, issuer) =>
    asaParametersOf(request, { totalSupply: '1', decimals: request.decimals, issuer }),
};

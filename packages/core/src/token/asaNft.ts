import {
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
import { fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for an Algorand standard asset of which there is one, whole for ever. */
export interface AsaNftRequest extends TokenRequestBase, AsaOptions, AsaReference {}

/** The parameters of an Algorand standard asset of which there is one: supply 1, no decimals. */
export type AsaNftParameters = AsaParameters;

export const asaNft: Standard<'asa-nft', AsaNftRequest, AsaNftParameters> = {
  type: 'asa-nft',
  family: 'avm',
  protocol: 'ASA',
  title: 'Algorand standard asset, non-fungible',
  request: fieldsOf({ ...asaFields, ...asaReferenceFields }),
  rules: [frozenHoldersCanBeFreed, templateHasReserve],
  parametersSchema: asaParametersSchema,
  parameters: (request, issuer) =>
    asaParametersOf(request, { totalSupply: '1', decimals: 0, issuer }),
};

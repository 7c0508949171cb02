/** @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0200.md */
import {
  contractTokenFields,
  premintedParametersOf,
  premintedParametersSchema,
  totalSupplyField,
  totalSupplyFits,
  type ContractTokenOptions,
  type PremintedParameters,
} from './contractToken.ts';
import { fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for an ARC-200 token with all its supply made at once. */
export interface Arc200PremintedRequest extends TokenRequestBase, ContractTokenOptions {
  /** All there ever is, in whole tokens; more than zero. */
  readonly totalSupply: string;
}

/** The parameters of an ARC-200 token with a fixed supply. */
export type Arc200PremintedParameters = PremintedParameters;

export const arc200Preminted: Standard<
  'arc200-preminted',
  Arc200PremintedRequest,
  Arc200PremintedParameters
> = {
  type: 'arc200-preminted',
  family: 'avm',
  protocol: 'ARC200',
  title: 'ARC-200, fixed supply',
  request: fieldsOf({ ...contractTokenFields('avm'), totalSupply: totalSupplyField }),
  rules: [totalSupplyFits],
  parametersSchema: premintedParametersSchema,
  parameters: (request, issuer) => premintedParametersOf(request, { family: 'avm', issuer }),
};

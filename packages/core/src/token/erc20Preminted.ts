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

/** Asks for an ERC-20 token with all its supply made at once. */
export interface Erc20PremintedRequest extends TokenRequestBase, ContractTokenOptions {
  /** All there ever is, in whole tokens; more than zero. */
  readonly totalSupply: string;
}

/** The parameters of an ERC-20 token with a fixed supply. */
export type Erc20PremintedParameters = PremintedParameters;

export const erc20Preminted: Standard<
  'erc20-preminted',
  Erc20PremintedRequest,
  Erc20PremintedParameters
> = {
  type: 'erc20-preminted',
  family: 'evm',
  protocol: 'ERC20',
  title: 'ERC-20, fixed supply',
  request: fieldsOf({ ...contractTokenFields('evm'), totalSupply: totalSupplyField }),
  rules: [totalSupplyFits],
  parametersSchema: premintedParametersSchema,
  parameters: (request, issuer) => premintedParametersOf(request, { family: 'evm', issuer }),
};

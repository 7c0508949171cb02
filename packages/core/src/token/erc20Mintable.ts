import { amountOf, capCoversInitialSupply } from './amounts.ts';
import {
  capField,
  capFits,
  contractTokenFields,
  initialSupplyField,
  initialSupplyFits,
  mintableParametersOf,
  mintableParametersSchema,
  type ContractTokenOptions,
  type MintableParameters,
} from './contractToken.ts';
import { fieldsOf } from './fields.ts';
import type { Standard, TokenRequestBase } from './standard.ts';

/** Asks for an ERC-20 token whose issuer can mint up to a cap, burn and pause. */
export interface Erc20MintableRequest extends TokenRequestBase, ContractTokenOptions {
  /** What exists from the start, in whole tokens; may be `"0"`. */
  readonly initialSupply: string;
  /** The most there can ever be, in whole tokens; at least the initial supply and more than zero. */
  readonly cap: string;
}

/** The parameters of a mintable ERC-20 token; it always has a cap. */
export interface Erc20MintableParameters extends MintableParameters {
  readonly cap: string;
  readonly capBaseUnits: string;
}

export const erc20Mintable: Standard<
  'erc20-mintable',
  Erc20MintableRequest,
  Erc20MintableParameters
> = {
  type: 'erc20-mintable',
  family: 'evm',
  protocol: 'ERC20',
  title: 'ERC-20, mintable up to a cap',
  request: fieldsOf({
    ...contractTokenFields('evm'),
    initialSupply: initialSupplyField,
    cap: capField,
  }),
  rules: [initialSupplyFits, capFits, capCoversInitialSupply],
  parametersSchema: mintableParametersSchema.extend({
    cap: mintableParametersSchema.shape.cap.unwrap(),
    capBaseUnits: mintableParametersSchema.shape.capBaseUnits.unwrap(),
  }),
  parameters: (request, issuer) => {
    const parameters = mintableParametersOf(request, { family: 'evm', issuer });
    const cap = amountOf(request.cap, request.decimals);
    return { ...parameters, cap: cap.text, capBaseUnits: cap.baseUnits };
  },
};

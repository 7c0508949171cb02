/** @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0200.md */
import { capCoversInitialSupply } from './amounts.ts';
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

/** Asks for an ARC-200 token whose issuer can mint, up to a cap where there is one. */
export interface Arc200MintableRequest extends TokenRequestBase, ContractTokenOptions {
  /** What exists from the start, in whole tokens; may be `"0"`. */
  readonly initialSupply: string;
  /** The most there can ever be, in whole tokens; at least the initial supply and more than zero. @default no cap */
  readonly cap?: string;
}

/** The parameters of a mintable ARC-200 token. */
export type Arc200MintableParameters = MintableParameters;

export const arc200Mintable: Standard<
  'arc200-mintable',
  Arc200MintableRequest,
  Arc200MintableParameters
> = {
  type: 'arc200-mintable',
  family: 'avm',
  protocol: 'ARC200',
  title: 'ARC-200, mintable',
  request: fieldsOf({
    ...contractTokenFields('avm'),
    initialSupply: initialSupplyField,
    cap: capField.exactOptional(),
  }),
  rules: [initialSupplyFits, capFits, capCoversInitialSupply],
  parametersSchema: mintableParametersSchema,
  parameters: (request, issuer) => mintableParametersOf(request, { family: 'avm', issuer }),
};

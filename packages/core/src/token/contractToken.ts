/** What the tokens that are contracts have in common, on Algorand and on EVM networks. */
import { z } from 'zod';
import { parseEvmAddress } from '../account/index.ts';
import { uint256Max } from '../amount/index.ts';
import type { ChainFamily } from '../network/index.ts';
import { amountFits, amountOf, type AmountBounds } from './amounts.ts';
import {
  addressField,
  amountField,
  decimalsField,
  nameField,
  networkField,
  referenceField,
  symbolField,
} from './fields.ts';
import type { IssuerAddresses } from './standard.ts';

const bytesMax = {
  avm: { name: 32, symbol: 8 },
  evm: { name: 50, symbol: 10 },
} as const satisfies Record<ChainFamily, object>;

const decimalsMax = 18;
const atLeastNone: AmountBounds = { minimum: 0n, maximum: uint256Max };
const atLeastOne: AmountBounds = { minimum: 1n, maximum: uint256Max };

/** What every request for a token contract has. */
export interface ContractTokenOptions {
  /** Short name of a unit: 1 to 8 bytes of UTF-8 on Algorand networks, 10 on EVM networks. */
  readonly symbol: string;
  /** Decimal places, 0 to 18. */
  readonly decimals: number;
  /** Who gets the first supply. @default the issuer's account */
  readonly initialReceiver?: string;
}

/** The parameters every token contract is created with. */
export interface ContractTokenParametersBase {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Address, in its checksummed form on EVM networks. */
  readonly initialReceiver: string;
}

/** The parameters of a token whose supply was made once, as stored with its deployment. */
export interface PremintedParameters extends ContractTokenParametersBase {
  /** In whole tokens. */
  readonly totalSupply: string;
  readonly totalSupplyBaseUnits: string;
}

/** The parameters of a token whose supply can grow, as stored with its deployment. */
export interface MintableParameters extends ContractTokenParametersBase {
  /** In whole tokens. */
  readonly initialSupply: string;
  readonly initialSupplyBaseUnits: string;
  /** The most there can ever be, in whole tokens; null: as much as the contract can count. */
  readonly cap: string | null;
  readonly capBaseUnits: string | null;
}

export function contractTokenFields(family: ChainFamily) {
  return {
    network: networkField(family),
    reference: referenceField,
    name: nameField(bytesMax[family].name),
    symbol: symbolField(bytesMax[family].symbol),
    decimals: decimalsField(0, decimalsMax),
    initialReceiver: addressField(family, 'Who gets the first supply').exactOptional(),
  };
}

export const totalSupplyField = amountField(
  'TOKEN_INVALID_SUPPLY',
  'All there ever is',
  atLeastOne,
);
export const initialSupplyField = amountField(
  'TOKEN_INVALID_SUPPLY',
  'What exists from the start',
  atLeastNone,
);
export const capField = amountField('TOKEN_INVALID_CAP', 'The most there can ever be', atLeastOne);

export const totalSupplyFits = amountFits('totalSupply', 'TOKEN_INVALID_SUPPLY', atLeastOne);
export const initialSupplyFits = amountFits('initialSupply', 'TOKEN_INVALID_SUPPLY', atLeastNone);
export const capFits = amountFits('cap', 'TOKEN_INVALID_CAP', atLeastOne);

const baseShape = {
  name: z.string(),
  symbol: z.string(),
  decimals: z.number().int(),
  initialReceiver: z.string(),
};

export const premintedParametersSchema = z.object({
  ...baseShape,
  totalSupply: z.string().describe('In whole tokens'),
  totalSupplyBaseUnits: z.string().describe('In base units'),
});

export const mintableParametersSchema = z.object({
  ...baseShape,
  initialSupply: z.string().describe('In whole tokens'),
  initialSupplyBaseUnits: z.string().describe('In base units'),
  cap: z.string().nullable().describe('In whole tokens; null: as much as the contract can count'),
  capBaseUnits: z.string().nullable().describe('In base units'),
});

interface Context {
  readonly family: ChainFamily;
  readonly issuer: IssuerAddresses;
}

export function premintedParametersOf(
  request: ContractTokenOptions & { readonly name: string; readonly totalSupply: string },
  context: Context,
): PremintedParameters {
  const total = amountOf(request.totalSupply, request.decimals);
  return {
    ...parametersBaseOf(request, context),
    totalSupply: total.text,
    totalSupplyBaseUnits: total.baseUnits,
  };
}

export function mintableParametersOf(
  request: ContractTokenOptions & {
    readonly name: string;
    readonly initialSupply: string;
    readonly cap?: string;
  },
  context: Context,
): MintableParameters {
  const initial = amountOf(request.initialSupply, request.decimals);
  const cap = request.cap === undefined ? null : amountOf(request.cap, request.decimals);
  return {
    ...parametersBaseOf(request, context),
    initialSupply: initial.text,
    initialSupplyBaseUnits: initial.baseUnits,
    cap: cap?.text ?? null,
    capBaseUnits: cap?.baseUnits ?? null,
  };
}

function parametersBaseOf(
  request: ContractTokenOptions & { readonly name: string },
  { family, issuer }: Context,
): ContractTokenParametersBase {
  const receiver = request.initialReceiver ?? issuer[family];
  return {
    name: request.name,
    symbol: request.symbol,
    decimals: request.decimals,
    initialReceiver: family === 'evm' ? parseEvmAddress(receiver) : receiver,
  };
}

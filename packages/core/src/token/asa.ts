/**
 * What the Algorand standard assets have in common, with and without ARC-3.
 *
 * @see https://dev.algorand.co/concepts/assets/overview/
 */
import { z } from 'zod';
import { uint64Max } from '../amount/index.ts';
import { amountFits, amountOf, type AmountBounds } from './amounts.ts';
import {
  amountField,
  checked,
  metadataHashField,
  nameField,
  networkField,
  referenceField,
  roleField,
  urlField,
} from './fields.ts';
import type { IssuerAddresses, Rule } from './standard.ts';
import { findLabelProblem } from './text.ts';
import { isTemplatedUri } from './uri.ts';

const nameBytesMax = 32;
const unitNameBytesMax = 8;
const bounds: AmountBounds = { minimum: 1n, maximum: uint64Max };

/** The most decimal places an ASA can have. */
export const asaDecimalsMax = 19;

/** The accounts that may manage an ASA. Left out: the issuer's account. `null`: nobody, for ever. */
export interface AsaRoles {
  /** May change the other three, and delete the asset while holding all of it. */
  readonly manager?: string | null;
  /** Holds what is not in circulation; gives no power. */
  readonly reserve?: string | null;
  /** May freeze and unfreeze what a holder has. */
  readonly freeze?: string | null;
  /** May take units from any holder. */
  readonly clawback?: string | null;
}

/** What every request for an ASA may have. */
export interface AsaOptions extends AsaRoles {
  /** Short name of a unit, 1 to 8 bytes of UTF-8. */
  readonly unitName: string;
  /** Whether holders start out frozen. @default false */
  readonly defaultFrozen?: boolean;
}

/** Where an ASA says what it stands for. */
export interface AsaReference {
  /** Absolute URI of what the asset stands for, up to 96 bytes. @default none */
  readonly url?: string;
  /** SHA-256 of the metadata, base64. @default none */
  readonly metadataHash?: string;
}

/** The parameters every ASA is created with, with and without ARC-3. */
export interface AsaParametersBase {
  readonly name: string;
  readonly unitName: string;
  /** In whole tokens. */
  readonly totalSupply: string;
  readonly totalSupplyBaseUnits: string;
  readonly decimals: number;
  readonly defaultFrozen: boolean;
  /** Address, or null for nobody, for ever. */
  readonly manager: string | null;
  readonly reserve: string | null;
  readonly freeze: string | null;
  readonly clawback: string | null;
}

/** The parameters of an ASA, as stored with its deployment. */
export interface AsaParameters extends AsaParametersBase {
  readonly url: string | null;
  /** 32 bytes, base64. */
  readonly metadataHash: string | null;
}

export const asaFields = {
  network: networkField('avm'),
  reference: referenceField,
  name: nameField(nameBytesMax),
  unitName: checked(z.string(), 'TOKEN_INVALID_UNIT_NAME', (text) =>
    findLabelProblem(text, unitNameBytesMax),
  ).meta({
    description: `Short name of a unit, 1 to ${unitNameBytesMax} bytes of UTF-8`,
    minLength: 1,
    maxLength: unitNameBytesMax,
  }),
  defaultFrozen: z
    .boolean()
    .exactOptional()
    .meta({ description: 'Whether holders start out frozen; default: false' }),
  manager: roleField('May change the other roles'),
  reserve: roleField('Holds what is not in circulation'),
  freeze: roleField('May freeze and unfreeze holders'),
  clawback: roleField('May take units from any holder'),
};

export const asaReferenceFields = { url: urlField, metadataHash: metadataHashField };

export const asaSupplyField = amountField('TOKEN_INVALID_SUPPLY', 'All there ever is', bounds);

export const asaSupplyFits = amountFits('totalSupply', 'TOKEN_INVALID_SUPPLY', bounds);

/** Frozen holders must have somebody who can thaw or move their units; the chain would not mind. */
export const frozenHoldersCanBeFreed: Rule<AsaRoles & Pick<AsaOptions, 'defaultFrozen'>> = {
  needs: ['defaultFrozen', 'freeze', 'clawback'],
  check: ({ defaultFrozen, freeze, clawback }) =>
    defaultFrozen === true && freeze === null && clawback === null
      ? [
          {
            path: 'freeze',
            code: 'TOKEN_INVALID_ADDRESS',
            message:
              'is null like clawback while defaultFrozen is true, should be an address: nobody could ever move a unit',
          },
        ]
      : [],
};

/** An ARC-19 template reads its CID from the reserve address, which the issuer's own account is not. */
export const templateHasReserve: Rule<AsaRoles & AsaReference> = {
  needs: ['url', 'reserve'],
  check: ({ url, reserve }) =>
    url !== undefined && isTemplatedUri(url) && (reserve === undefined || reserve === null)
      ? [
          {
            path: 'reserve',
            code: 'TOKEN_INVALID_ADDRESS',
            message: `is ${reserve === null ? 'null' : 'missing'}, should be the address that encodes the digest of the content, since url is a template of ARC-19`,
          },
        ]
      : [],
};

const role = z.string().nullable().describe('Address, or null for nobody, for ever');

export const asaParametersBaseShape = {
  name: z.string(),
  unitName: z.string(),
  totalSupply: z.string().describe('In whole tokens'),
  totalSupplyBaseUnits: z.string().describe('In base units'),
  decimals: z.number().int(),
  defaultFrozen: z.boolean(),
  manager: role,
  reserve: role,
  freeze: role,
  clawback: role,
};

export const asaParametersSchema = z.object({
  ...asaParametersBaseShape,
  url: z.string().nullable(),
  metadataHash: z.string().nullable().describe('32 bytes, base64'),
});

/** The parameters of a request, with the issuer in every role that was left out. */
export function asaParametersBaseOf(
  request: AsaOptions & { readonly name: string },
  {
    totalSupply,
    decimals,
    issuer,
  }: { totalSupply: string; decimals: number; issuer: IssuerAddresses },
): AsaParametersBase {
  const amount = amountOf(totalSupply, decimals);
  return {
    name: request.name,
    unitName: request.unitName,
    totalSupply: amount.text,
    totalSupplyBaseUnits: amount.baseUnits,
    decimals,
    defaultFrozen: request.defaultFrozen ?? false,
    manager: orIssuer(request.manager, issuer),
    reserve: orIssuer(request.reserve, issuer),
    freeze: orIssuer(request.freeze, issuer),
    clawback: orIssuer(request.clawback, issuer),
  };
}

export function asaParametersOf(
  request: AsaOptions & AsaReference & { readonly name: string },
  asked: { totalSupply: string; decimals: number; issuer: IssuerAddresses },
): AsaParameters {
  return {
    ...asaParametersBaseOf(request, asked),
    url: request.url ?? null,
    metadataHash: request.metadataHash ?? null,
  };
}

function orIssuer(address: string | null | undefined, issuer: IssuerAddresses): string | null {
  return address === undefined ? issuer.avm : address;
}

/**
 * The fields that requests of several standards share: each judges itself, never another field.
 *
 * A schema's own checks carry the code of the catalogue; {@link mapIssues} gives shape issues theirs.
 * Limits are repeated as JSON Schema keywords for readers of the API description; the checks decide.
 */
import { z } from 'zod';
import { isAlgorandAddress, isEvmAddress } from '../account/index.ts';
import type { ErrorCode } from '../error/errorCodes.ts';
import { decodeBase64 } from '../internal/base64.ts';
import { getNetwork, networkIds, resolveNetwork, type ChainFamily } from '../network/index.ts';
import { findAmountProblem, type AmountBounds } from './amounts.ts';
import { findLabelProblem, quote } from './text.ts';
import { findUriProblem } from './uri.ts';

const zeroAvmAddress = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ';
const zeroEvmAddress = /^0x0{40}$/;
const referenceCharactersMax = 100;
const metadataHashBytes = 32;
export const urlBytesMax = 96;

/** Adds a check that reports under a code of the catalogue. */
export function checked<Value>(
  schema: z.ZodType<Value, Value>,
  code: ErrorCode,
  findProblem: (value: Value) => string | undefined,
): z.ZodType<Value, Value> {
  return schema.check((context) => {
    const message = findProblem(context.value);
    if (message !== undefined) {
      context.issues.push({
        code: 'custom',
        message,
        input: context.value,
        params: { errorCode: code },
      });
    }
  });
}

/** An object that refuses fields it does not have, and says which it has. */
export function fieldsOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `is unknown, should be one of: ${names}` : undefined,
  });
}

/** A network the standard exists on, by any spelling. */
export function networkField(family: ChainFamily) {
  const ids = networkIds.filter((id) => getNetwork(id).family === family);
  const known = checked(z.string(), 'TOKEN_INVALID_NETWORK', (text) =>
    resolveNetwork(text) === undefined
      ? `${quote(text)} names no single network, should be one of: ${ids.join(', ')}`
      : undefined,
  );
  return checked(known, 'TOKEN_NETWORK_UNSUPPORTED', (text) => {
    const id = resolveNetwork(text);
    return id === undefined || getNetwork(id).family === family
      ? undefined
      : `"${id}" has no tokens of this standard, should be one of: ${ids.join(', ')}`;
  }).meta({
    description: 'Id, genesis id, chain id or alias of the network',
    examples: family === 'avm' ? ['algorand-testnet'] : ['base-sepolia'],
    maxLength: 64,
  });
}

export function nameField(bytesMax: number) {
  return checked(z.string(), 'TOKEN_INVALID_NAME', (text) => findLabelProblem(text, bytesMax)).meta(
    {
      description: `Name of the token, 1 to ${bytesMax} bytes of UTF-8`,
      minLength: 1,
      maxLength: bytesMax,
    },
  );
}

export function symbolField(bytesMax: number) {
  return checked(z.string(), 'TOKEN_INVALID_SYMBOL', (text) =>
    findLabelProblem(text, bytesMax),
  ).meta({
    description: `Short name of a unit, 1 to ${bytesMax} bytes of UTF-8`,
    minLength: 1,
    maxLength: bytesMax,
  });
}

export const referenceField = checked(z.string(), 'TOKEN_INVALID_REFERENCE', (text) => {
  const { length } = Array.from(text);
  if (length < 1 || length > referenceCharactersMax) {
    return `has ${length} characters, should have 1 to ${referenceCharactersMax}`;
  }
  // A character has four bytes at most, so the label check finds nothing more to say about the length.
  return findLabelProblem(text, 4 * referenceCharactersMax);
})
  .meta({
    description: 'Your own id for this issuance; echoed, and lists filter by it',
    minLength: 1,
    maxLength: referenceCharactersMax,
  })
  .exactOptional();

export function decimalsField(minimum: number, maximum: number) {
  return checked(z.number(), 'TOKEN_INVALID_DECIMALS', (value) =>
    Number.isInteger(value) && value >= minimum && value <= maximum
      ? undefined
      : `is ${value}, should be a whole number from ${minimum} to ${maximum}`,
  ).meta({ description: 'Decimal places of the token', type: 'integer', minimum, maximum });
}

/** An amount of whole tokens; whether it fits the decimals is for a rule to say. */
export function amountField(
  code: 'TOKEN_INVALID_SUPPLY' | 'TOKEN_INVALID_CAP',
  description: string,
  bounds: AmountBounds,
) {
  return checked(z.string(), code, (text) => findAmountProblem(text, bounds)).meta({
    description: `${description}, in whole tokens as a decimal string`,
    pattern: '^(0|[1-9][0-9]*)(\\.[0-9]+)?$',
    examples: ['1000000', '12.5'],
  });
}

/** An address that can hold or manage something; the zero address can do neither. */
export function addressField(family: ChainFamily, description: string) {
  return checked(z.string(), 'TOKEN_INVALID_ADDRESS', (text) =>
    findAddressProblem(text, family),
  ).meta({
    description: `${description}; default: the issuer's account`,
    pattern: family === 'avm' ? '^[A-Z2-7]{58}$' : '^0x[0-9a-fA-F]{40}$',
  });
}

/** A role of an ASA: absent is the issuer, null is nobody, for ever. */
export function roleField(description: string) {
  return addressField('avm', `${description}; null: nobody, for ever`).nullable().exactOptional();
}

export const urlField = checked(z.string(), 'TOKEN_INVALID_URL', (text) =>
  findUriProblem(text, { bytesMax: urlBytesMax, placeholders: ['id'] }),
)
  .meta({
    description: `Absolute URI of what the token stands for, up to ${urlBytesMax} bytes`,
    maxLength: urlBytesMax,
  })
  .exactOptional();

export const metadataHashField = checked(z.string(), 'TOKEN_INVALID_METADATA_HASH', (text) => {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return 'is not canonical base64, should be the base64 form of 32 bytes';
  if (bytes.length !== metadataHashBytes) return `has ${bytes.length} bytes, should have 32`;
  // The chain stores 32 zero bytes as no hash at all, so it could not be read back.
  return bytes.every((byte) => byte === 0)
    ? 'is all zero, should be a hash or be left out'
    : undefined;
})
  .meta({ description: 'SHA-256 of the metadata, base64', pattern: '^[A-Za-z0-9+/]{43}=$' })
  .exactOptional();

// Addresses are not quoted: what is pasted into such a field by mistake may be a phrase.
function findAddressProblem(text: string, family: ChainFamily): string | undefined {
  const isAddress = family === 'avm' ? isAlgorandAddress : isEvmAddress;
  if (!isAddress(text)) {
    return family === 'avm'
      ? 'is no Algorand address, should be 58 characters of A-Z and 2-7 with a right checksum'
      : 'is no EVM address, should be "0x" and 40 hexadecimal digits with a right checksum';
  }
  const isZero = family === 'avm' ? text === zeroAvmAddress : zeroEvmAddress.test(text);
  return isZero ? 'is the zero address, should be an address somebody has the key of' : undefined;
}

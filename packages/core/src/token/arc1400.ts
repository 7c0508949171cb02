/**
 * Security tokens: ARC-200 with partitions, eligibility, documents and a controller.
 *
 * @see https://github.com/scholtz/arc-1400 (drafts of ARC-1400, 1410, 1594, 1643 and 1644)
 */
import { z } from 'zod';
import type { Problem } from '../error/validationError.ts';
import { decodeHex } from '../internal/hex.ts';
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
import { checked, fieldsOf } from './fields.ts';
import type { Rule, Standard, TokenRequestBase } from './standard.ts';
import { findLabelProblem } from './text.ts';
import { findUriProblem } from './uri.ts';

// Both are 32-byte keys in the drafts.
const partitionBytesMax = 32;
const documentNameBytesMax = 32;
// A call can log 1,024 bytes: so long a URI fits into the event of a document, and so many names into the list of them.
const documentUriBytesMax = 952;
const documentsMax = 31;
const sha256Bytes = 32;

/** A document that belongs to a security token, such as its prospectus. */
export interface TokenDocument {
  /** Key of the document, 1 to 32 bytes of UTF-8, once per token. */
  readonly name: string;
  /** Absolute URI of the document, up to 952 bytes. */
  readonly uri: string;
  /** SHA-256 of the document, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Asks for a security token. */
export interface Arc1400Request extends TokenRequestBase, ContractTokenOptions {
  /** What exists from the start, in whole tokens; may be `"0"`. */
  readonly initialSupply: string;
  /** The most there can ever be, in whole tokens; at least the initial supply and more than zero. @default no cap */
  readonly cap?: string;
  /** Partition of the first supply, 1 to 32 bytes of UTF-8. @default "default" */
  readonly partition?: string;
  /** Whether only listed accounts may hold the token. @default true */
  readonly whitelistRequired?: boolean;
  /** Documents recorded with the token, up to 31. @default none */
  readonly documents?: readonly TokenDocument[];
}

/** The parameters of a security token, as stored with its deployment. */
export interface Arc1400Parameters extends MintableParameters {
  readonly partition: string;
  readonly whitelistRequired: boolean;
  /** With hashes in lower case. */
  readonly documents: readonly TokenDocument[];
}

const documentField = fieldsOf({
  name: checked(z.string(), 'TOKEN_INVALID_DOCUMENT', (text) =>
    findLabelProblem(text, documentNameBytesMax),
  ).meta({ description: 'Key of the document', minLength: 1, maxLength: documentNameBytesMax }),
  uri: checked(z.string(), 'TOKEN_INVALID_DOCUMENT', (text) =>
    findUriProblem(text, { bytesMax: documentUriBytesMax, placeholders: [] }),
  ).meta({ description: 'Absolute URI', format: 'uri', maxLength: documentUriBytesMax }),
  sha256: checked(z.string(), 'TOKEN_INVALID_DOCUMENT', (text) =>
    decodeHex(text)?.length === sha256Bytes
      ? undefined
      : 'is no SHA-256, should be 64 hexadecimal digits',
  ).meta({ description: 'SHA-256 of the document', pattern: '^[0-9a-fA-F]{64}$' }),
});

const documentsField = checked(z.array(documentField), 'TOKEN_INVALID_DOCUMENT', ({ length }) =>
  length > documentsMax
    ? `has ${length} documents, should have at most ${documentsMax}`
    : undefined,
).meta({ description: 'Documents recorded with the token', maxItems: documentsMax });

/** The name is the key on chain: a second document of that name would replace the first. */
const documentNamesDiffer: Rule<Pick<Arc1400Request, 'documents'>> = {
  needs: ['documents'],
  check: ({ documents = [] }) => {
    const names = documents.map(({ name }) => name);
    return names.flatMap((name, at) => {
      const first = names.indexOf(name);
      return first < at ? [repeatedName(at, first)] : [];
    });
  },
};

export const arc1400: Standard<'arc1400', Arc1400Request, Arc1400Parameters> = {
  type: 'arc1400',
  family: 'avm',
  protocol: 'ARC1400',
  title: 'ARC-1400 security token',
  request: fieldsOf({
    ...contractTokenFields('avm'),
    initialSupply: initialSupplyField,
    cap: capField.exactOptional(),
    partition: checked(z.string(), 'TOKEN_INVALID_PARTITION', (text) =>
      findLabelProblem(text, partitionBytesMax),
    )
      .meta({
        description: 'Partition of the first supply; default: "default"',
        minLength: 1,
        maxLength: partitionBytesMax,
      })
      .exactOptional(),
    whitelistRequired: z
      .boolean()
      .exactOptional()
      .meta({ description: 'Whether only listed accounts may hold the token; default: true' }),
    documents: documentsField.exactOptional(),
  }),
  rules: [initialSupplyFits, capFits, capCoversInitialSupply, documentNamesDiffer],
  parametersSchema: mintableParametersSchema.extend({
    partition: z.string(),
    whitelistRequired: z.boolean(),
    documents: z.array(z.object({ name: z.string(), uri: z.string(), sha256: z.string() })),
  }),
  parameters: (request, issuer) => ({
    ...mintableParametersOf(request, { family: 'avm', issuer }),
    partition: request.partition ?? 'default',
    whitelistRequired: request.whitelistRequired ?? true,
    documents: (request.documents ?? []).map(({ name, uri, sha256 }) => ({
      name,
      uri,
      sha256: sha256.toLowerCase(),
    })),
  }),
};

function repeatedName(second: number, first: number): Problem {
  return {
    path: `documents[${second}].name`,
    code: 'TOKEN_INVALID_DOCUMENT',
    message: `is the name of documents[${first}] too, should differ: the later would replace the earlier`,
  };
}

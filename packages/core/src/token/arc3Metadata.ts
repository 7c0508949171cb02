/**
 * The metadata of an ARC-3 token as it is asked for.
 *
 * Names are camel case like every field of a request; `buildArc3Metadata` writes the names of the standard.
 * Integrity of media is not asked for: it is computed from the uploaded file.
 *
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0003.md (JSON Metadata File Schema)
 */
import { z } from 'zod';
import { decodeBase64 } from '../internal/base64.ts';
import type { Problem } from '../error/validationError.ts';
import { checked, fieldsOf } from './fields.ts';
import type { Rule } from './standard.ts';
import { formatPath } from './mapIssues.ts';
import { findProseProblem, quote } from './text.ts';
import { findUriProblem } from './uri.ts';

const uriBytesMax = 2_048;
const propertiesDepthMax = 16;
const propertiesPathMax = propertiesDepthMax + 2;
const sha256Bytes = 32;
const locale = /^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$/;
const imageMimetype = /^image\/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*$/;
// A JSON parser has already lost digits of anything larger.
const exactIntegerMax = Number.MAX_SAFE_INTEGER;

/** Where the metadata exists in other languages. */
export interface Arc3Localization {
  /** Absolute URI with `{locale}` in it. */
  readonly uri: string;
  /** Locale of the metadata itself, such as `"en"`. */
  readonly default: string;
  /** Locales there is metadata for. */
  readonly locales: readonly string[];
  /** `sha256-…` of the localized file by locale. */
  readonly integrity?: Readonly<Record<string, string>>;
}

/** What an ARC-3 token tells about itself; name and decimals come from the request around it. */
export interface Arc3Metadata {
  readonly description?: string;
  /** Absolute URI of an image. */
  readonly image?: string;
  /** `image/…` */
  readonly imageMimetype?: string;
  /** Absolute URI of a website about the token. */
  readonly externalUrl?: string;
  /** Absolute URI of a multi-media file. */
  readonly animationUrl?: string;
  /** Any JSON object. Numbers are for display: write amounts as strings. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** Base64; when present, even empty, the metadata hash covers it too. */
  readonly extraMetadata?: string;
  readonly localization?: Arc3Localization;
}

function uriField(placeholders: readonly string[], description: string) {
  return checked(z.string(), 'TOKEN_INVALID_METADATA', (text) =>
    // The pinned file stands alone, so nothing could be found relative to it.
    findUriProblem(text, { bytesMax: uriBytesMax, placeholders }),
  ).meta({ description, maxLength: uriBytesMax });
}

const localeField = checked(z.string(), 'TOKEN_INVALID_METADATA', (text) =>
  locale.test(text) ? undefined : `${quote(text)} is no locale, should be such as "en" or "pt-BR"`,
);

const integrityField = checked(z.string(), 'TOKEN_INVALID_METADATA', (text) =>
  isIntegrity(text)
    ? undefined
    : 'is no integrity value, should be "sha256-" and the base64 form of 32 bytes',
);

const localizationField = fieldsOf({
  uri: checked(
    uriField(['id', 'locale'], 'Absolute URI with {locale} in it'),
    'TOKEN_INVALID_METADATA',
    (text) =>
      text.includes('{locale}')
        ? undefined
        : 'has no "{locale}", should have it where the locale goes',
  ).meta({ description: 'Absolute URI with {locale} in it' }),
  default: localeField,
  locales: checked(z.array(localeField), 'TOKEN_INVALID_METADATA', (locales) =>
    locales.length === 0 || new Set(locales).size < locales.length
      ? 'is empty or names a locale twice, should name each locale once'
      : undefined,
  ),
  integrity: z.record(z.string(), integrityField).exactOptional(),
});

export const metadataField: z.ZodType<Arc3Metadata, Arc3Metadata> = fieldsOf({
  description: checked(z.string(), 'TOKEN_INVALID_METADATA', findProseProblem).exactOptional(),
  image: uriField(['id'], 'Absolute URI of an image').exactOptional(),
  imageMimetype: checked(z.string(), 'TOKEN_INVALID_METADATA', (text) =>
    imageMimetype.test(text)
      ? undefined
      : `${quote(text)} is no type of an image, should be such as "image/png"`,
  ).exactOptional(),
  externalUrl: uriField(['id'], 'Absolute URI of a website about the token').exactOptional(),
  animationUrl: uriField(['id'], 'Absolute URI of a multi-media file').exactOptional(),
  properties: z
    .record(z.string(), z.unknown())
    .exactOptional()
    .meta({ description: 'Any JSON object; write amounts as strings' }),
  extraMetadata: checked(z.string(), 'TOKEN_INVALID_METADATA', (text) =>
    decodeBase64(text) === undefined ? 'is no base64, should be canonical base64' : undefined,
  )
    .meta({ description: 'Base64; when present, the metadata hash covers it too' })
    .exactOptional(),
  localization: localizationField.exactOptional(),
});

/** A request with metadata, as far as the rules below read it. */
export interface MetadataHolder {
  readonly metadata: Arc3Metadata;
}

/** "Any field with a name ending with `_mimetype` MUST match a corresponding field containing a URI" (MIME Type Files). */
export const mimetypeHasImage: Rule<MetadataHolder> = {
  needs: ['metadata.image', 'metadata.imageMimetype'],
  check: ({ metadata: { image, imageMimetype: type } }) =>
    type !== undefined && image === undefined
      ? [
          problemAt(
            'metadata.imageMimetype',
            'stands without an image, should be left out or come with image',
          ),
        ]
      : [],
};

/** Properties are any JSON that survives a trip through a parser, and keep the rules for names that end in `_integrity` and `_mimetype`. */
export const propertiesAreExact: Rule<MetadataHolder> = {
  needs: ['metadata.properties'],
  check: ({ metadata: { properties = {} } }) =>
    findPropertyProblems(properties, ['metadata', 'properties']).map(({ path, message }) =>
      problemAt(formatPath(path), message),
    ),
};

/** Digests are for the locales that exist. */
export const integrityNamesLocales: Rule<MetadataHolder> = {
  needs: ['metadata.localization'],
  check: ({ metadata: { localization } }) =>
    Object.keys(localization?.integrity ?? {})
      .filter((key) => !localization?.locales.includes(key))
      .map((key) =>
        problemAt(
          formatPath(['metadata', 'localization', 'integrity', key]),
          'is for a locale that locales does not name, should be for one of them',
        ),
      ),
};

interface PropertyProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function findPropertyProblems(value: unknown, path: readonly PropertyKey[]): PropertyProblem[] {
  if (path.length > propertiesPathMax) {
    return [
      { path, message: `is nested deeper than ${propertiesDepthMax} levels, should be flatter` },
    ];
  }
  if (typeof value === 'string') {
    const message = findProseProblem(value);
    return message === undefined ? [] : [{ path, message }];
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) && Math.abs(value) <= exactIntegerMax
      ? []
      : [{ path, message: 'is a number too large to be exact, should be a string' }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => findPropertyProblems(item, [...path, at]));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...findKeyProblems(key, item, value).map((message) => ({ path: [...path, key], message })),
    ...findPropertyProblems(item, [...path, key]),
  ]);
}

/** Integrity Fields and MIME Type Files of ARC-3 hold for properties too: each belongs to a URI beside it. */
function findKeyProblems(key: string, item: unknown, siblings: object): string[] {
  const [, base = '', kind = ''] = /^(.+)_(integrity|mimetype)$/.exec(key) ?? [];
  if (base === '') return [];
  const problems: string[] = [];
  if (!Object.hasOwn(siblings, base))
    problems.push(`stands without "${base.slice(0, 80)}", should be left out or come with it`);
  if (kind === 'integrity' && !(typeof item === 'string' && isIntegrity(item))) {
    problems.push('is no integrity value, should be "sha256-" and the base64 form of 32 bytes');
  }
  return problems;
}

function isIntegrity(text: string): boolean {
  return text.startsWith('sha256-') && decodeBase64(text.slice(7))?.length === sha256Bytes;
}

function problemAt(path: string, message: string): Problem {
  return { path, code: 'TOKEN_INVALID_METADATA', message };
}

/**
 * Absolute URIs as tokens carry them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3986
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0003.md (ASA Parameters Conventions)
 * @see https://github.com/algorandfoundation/ARCs/blob/main/ARCs/arc-0019.md
 */
import { isWellFormed, utf8Bytes } from '../internal/bytes.ts';
import { quote } from './text.ts';

const absolute = /^([A-Za-z][A-Za-z0-9+.-]*):(.+)$/;
const characters = /^(?:[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;
const withHost = new Set(['http', 'https', 'ipfs', 'ipns']);
// These run code or read the machine of whoever clicks the link.
const unsafe = new Set(['javascript', 'vbscript', 'data', 'file', 'blob']);
const templatedCid = /^template-ipfs:\/\/\{ipfscid:[01]:[a-z0-9-]+:reserve:sha2-256\}(?:[/?#]|$)/;

/** Where a URI goes decides how long it may be and which `{…}` may stand in it. */
export interface UriPlace {
  /** Bytes the place has room for. */
  readonly bytesMax: number;
  /** Names that clients replace, such as `id` for `{id}`. */
  readonly placeholders: readonly string[];
}

/** Says whether the URI takes its CID from the reserve address, as ARC-19 defines. */
export function isTemplatedUri(text: string): boolean {
  return text.startsWith('template-');
}

/** Finds what keeps a text from being an absolute URI fit for the place. */
export function findUriProblem(text: string, place: UriPlace): string | undefined {
  const length = isWellFormed(text) ? utf8Bytes(text).length : Number.POSITIVE_INFINITY;
  if (length === Number.POSITIVE_INFINITY)
    return 'has half a surrogate pair, should be well-formed Unicode';
  if (length > place.bytesMax) return `has ${length} bytes, should have at most ${place.bytesMax}`;
  const [, scheme = '', rest = ''] = absolute.exec(text) ?? [];
  if (scheme === '')
    return `${quote(text)} is no absolute URI, should start with a scheme such as "https://" or "ipfs://"`;

  const lowerCaseScheme = scheme.toLowerCase();
  if (unsafe.has(lowerCaseScheme))
    return `has the scheme "${scheme}", should have one that is safe to open, such as "https" or "ipfs"`;
  if (isTemplatedUri(lowerCaseScheme)) {
    if (!templatedCid.test(text))
      return 'is no template of ARC-19, should be such as "template-ipfs://{ipfscid:1:raw:reserve:sha2-256}"';
  } else if (withHost.has(lowerCaseScheme) && !/^\/\/[^/?#]/.test(rest)) {
    return `names nothing after "${scheme}:", should be such as "${lowerCaseScheme}://…"`;
  }

  const plain = place.placeholders
    .map((name) => `{${name}}`)
    .reduce((left, placeholder) => left.replaceAll(placeholder, ''), withoutTemplate(text));
  if (!characters.test(plain))
    return 'has a character a URI cannot have, should be percent-encoded (RFC 3986)';
  if (plain.split('#').length > 2) return 'has two "#", should have at most one';
  return undefined;
}

function withoutTemplate(text: string): string {
  return isTemplatedUri(text) ? text.replace(/\{[^}]*\}/, '') : text;
}

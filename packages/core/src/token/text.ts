import { isWellFormed, utf8Bytes } from '../internal/bytes.ts';

// Controls, line and paragraph separators, and the marks that reverse what follows them or vanish when a reader
// decodes the bytes (a leading byte order mark): with them a token shows another name than it has.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u;
const controlInProse = /(?![\t\n\r])\p{Cc}/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Finds what keeps a text from being the name of something on chain.
 *
 * Counts bytes of UTF-8, as chains do, not characters.
 */
export function findLabelProblem(text: string, bytesMax: number): string | undefined {
  const wanted = `should have 1 to ${bytesMax}`;
  if (text === '') return `is empty, ${wanted} bytes of UTF-8`;
  if (!isWellFormed(text)) return 'has half a surrogate pair, should be well-formed Unicode';
  const hidden = unprintable.exec(text)?.[0];
  if (hidden !== undefined)
    return `has the character ${nameOf(hidden)}, should have only characters that print`;
  if (!visible.test(text)) return 'has no character that shows, should have one at least';
  if (text.trim() !== text)
    return 'starts or ends with white space, should start and end with a character that shows';
  const { length } = utf8Bytes(text);
  return length > bytesMax ? `has ${length} bytes of UTF-8, ${wanted}` : undefined;
}

/** Finds what keeps a text from being prose: line breaks and tabs are fine, other controls are not. */
export function findProseProblem(text: string): string | undefined {
  if (!isWellFormed(text)) return 'has half a surrogate pair, should be well-formed Unicode';
  const hidden = controlInProse.exec(text)?.[0];
  return hidden === undefined
    ? undefined
    : `has the character ${nameOf(hidden)}, should have no control characters`;
}

/**
 * Quotes what was sent, to show in a problem: short printable ASCII only.
 *
 * Anything else is called "the value", so that a secret pasted into the wrong field is not repeated.
 */
export function quote(text: string): string {
  return /^[\x20-\x7e]{0,40}$/.test(text) ? JSON.stringify(text) : 'the value';
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

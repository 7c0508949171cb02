import { concatBytes as concat, utf8ToBytes } from '@noble/hashes/utils.js';

// A surrogate outside a pair has no UTF-8 form; encoders put U+FFFD there, so two different texts would become the same bytes.
const loneSurrogate = /[\uD800-\uDFFF]/u;

/** Whether the text has a UTF-8 form, which is to say no lone surrogate. */
export function isWellFormed(text: string): boolean {
  return !loneSurrogate.test(text);
}

/** The UTF-8 bytes of a well-formed text. Check outside text with `isWellFormed` first. */
export function utf8Bytes(text: string): Uint8Array {
  if (!isWellFormed(text)) {
    throw new TypeError('Cannot encode text as UTF-8: it contains a lone surrogate');
  }
  return utf8ToBytes(text);
}

/** The bytes one after another, in a new array. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  return concat(...parts);
}

/** Whether both hold the same bytes; takes the same time wherever they differ. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0);
  return difference === 0;
}

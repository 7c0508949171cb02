import { base32nopad } from '@scure/base';

/** RFC 4648 base32 without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  return base32nopad.encode(bytes);
}

/** The bytes of canonical, unpadded base32 (upper case, unused bits zero), or undefined when the text is anything else. */
export function decodeBase32(text: string): Uint8Array | undefined {
  try {
    const bytes = base32nopad.decode(text);
    return base32nopad.encode(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

import { base64 } from '@scure/base';

/** RFC 4648 base64, standard alphabet, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  return base64.encode(bytes);
}

/** The bytes of canonical, padded base64 (no white space, unused bits zero), or undefined when the text is anything else. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    const bytes = base64.decode(text);
    // The platform's decoder may be lenient; one text per value keeps a signature from having a second spelling.
    return base64.encode(bytes) === text ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Small files of known types, for tests of uploads. */

/** One transparent pixel. */
export const onePixelPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A PNG of any size: its pixel, and then bytes that follow from the seed. */
export function pngOfSize(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set(onePixelPng.subarray(0, size));
  for (let at = onePixelPng.length; at < size; at += 1) bytes[at] = (at * seed + (at >> 8)) & 0xff;
  return bytes;
}

/** The beginning of an Ogg Opus file. */
export const oggOpus = Buffer.concat([
  Buffer.from('OggS'),
  Buffer.alloc(22),
  Buffer.from([1, 19]),
  Buffer.from('OpusHead'),
  Buffer.alloc(64),
]);

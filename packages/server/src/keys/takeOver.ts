/** Takes secret bytes over from whoever made them: a copy with memory of its own, and zeros where they were. */
export function takeOver(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = Uint8Array.from(bytes);
  bytes.fill(0);
  return own;
}

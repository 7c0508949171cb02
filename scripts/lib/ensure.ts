/** Ends the demo with a sentence unless what it promises is so. */
export function ensure(isSo: boolean, sentence: string): asserts isSo {
  if (!isSo) throw new BrokenPromiseError(sentence);
}

/** Thrown when the product did not do what the demo says it does. */
export class BrokenPromiseError extends Error {
  override readonly name = 'BrokenPromiseError';
}

/** Throws a sentence unless what it promises is so. */
export function ensure(isSo: boolean, sentence: string): asserts isSo {
  if (!isSo) throw new PlainError(sentence);
}

/** Thrown with a sentence that says all there is to say: people see it without a stack. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

/** Everything this package throws on its own account; `instanceof` tells it from other errors. */
export abstract class BiatecTokensError extends Error {
  abstract override readonly name: string;
}

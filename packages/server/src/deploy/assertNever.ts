/** Ends an exhaustive match: the compiler refuses a call with anything left over. */
export function assertNever(value: never): never {
  throw new Error(`Cannot match: ${JSON.stringify(value)} is of no known kind`);
}

/** Ends an exhaustive match; reached only when a value escaped its type. Does not print the value: it may hold secrets. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value of type "${typeof value}"`);
}

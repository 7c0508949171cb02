/** Ends an exhaustive match; reached only when a value escaped its type. */
export function assertNever(value: never): never {
  throw new TypeError(`Unexpected value: "${String(value)}"`);
}

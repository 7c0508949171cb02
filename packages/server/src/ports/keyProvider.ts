/** A data key as a provider wrapped it: everything needed to unwrap it again, nothing secret. */
export interface WrappedDataKey {
  /** Name of the provider that wrapped it. */
  readonly provider: string;
  readonly keyId: string;
  readonly keyVersion: string;
  readonly wrapped: Uint8Array;
}

/**
 * Wraps and unwraps data keys; the master key never leaves it.
 *
 * Every call answers or throws within 5 s. Errors are `AppError` KEY_PROVIDER_UNAVAILABLE (try again) or
 * SEALED_RECORD_INVALID (this will never unwrap), and never hold key bytes.
 */
export interface KeyProvider {
  readonly name: string;
  /** @param aad - Bound to the wrapped key: unwrapping with another one fails. */
  wrap(dataKey: Uint8Array, aad: Uint8Array): Promise<WrappedDataKey>;
  unwrap(wrapped: WrappedDataKey, aad: Uint8Array): Promise<Uint8Array>;
  /** Proves that the provider can wrap and unwrap. */
  check(): Promise<void>;
}

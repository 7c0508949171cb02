const hidden = '[redacted]';

/**
 * Holds a secret so that printing it, in whatever way, shows `[redacted]`.
 *
 * Bytes are zeroed by `zero()` or at the end of a `using` block; text cannot be zeroed in JavaScript, so prefer bytes.
 */
export class Secret<Value extends string | Uint8Array> implements Disposable {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  /** The secret itself. Keep it in a local variable, for as short a time as possible. */
  reveal(): Value {
    return this.#value;
  }

  zero(): void {
    if (this.#value instanceof Uint8Array) this.#value.fill(0);
  }

  [Symbol.dispose](): void {
    this.zero();
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.toPrimitive](): string {
    return hidden;
  }

  get [Symbol.toStringTag](): string {
    return hidden;
  }

  // The name that node:util's inspect, and so console.log, asks for.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return hidden;
  }
}

/** A map whose changes can be kept or thrown away: a group of transactions happens whole or not at all. */
export class LayeredMap<K, V> {
  readonly #parent: LayeredMap<K, V> | undefined;
  readonly #own = new Map<K, V | undefined>();

  constructor(parent?: LayeredMap<K, V>) {
    this.#parent = parent;
  }

  get(key: K): V | undefined {
    return this.#own.has(key) ? this.#own.get(key) : this.#parent?.get(key);
  }

  set(key: K, value: V): void {
    this.#own.set(key, value);
  }

  delete(key: K): void {
    // At the root nothing is below that a deletion would have to hide.
    if (this.#parent === undefined) this.#own.delete(key);
    else this.#own.set(key, undefined);
  }

  /** What this layer itself changed; undefined stands for deleted. */
  changes(): IterableIterator<[K, V | undefined]> {
    return this.#own.entries();
  }

  /** Hands the changes to the parent, which may itself be a layer. */
  commit(): void {
    for (const [key, value] of this.#own) {
      if (value === undefined) this.#parent?.delete(key);
      else this.#parent?.set(key, value);
    }
    this.#own.clear();
  }
}

/** Collects what a program changes in global and local states, as the block records it. */
import type { Address } from '../address.ts';
import type { Value } from '../avm/value.ts';
import type { EvalDelta, ValueDelta } from '../wire/fields.ts';

export class EvalDeltaRecord {
  readonly #globals = new Map<string, ValueDelta>();
  readonly #locals = new Map<bigint, Map<string, ValueDelta>>();
  readonly #sharedAccounts: Address[] = [];

  /** An undefined value stands for deleting the key. */
  setGlobal(key: string, value: Value | undefined): void {
    this.#globals.set(key, toDelta(value));
  }

  /**
   * @param accounts - The accounts of the call, in which the block finds the account by its place; one that is not
   *   there and not the sender is listed beside the changes.
   */
  setLocal(change: {
    readonly account: Address;
    readonly sender: Address;
    readonly accounts: readonly Address[];
    readonly key: string;
    readonly value: Value | undefined;
  }): void {
    const place = this.#placeOf(change);
    let changes = this.#locals.get(place);
    if (changes === undefined) this.#locals.set(place, (changes = new Map()));
    changes.set(change.key, toDelta(change.value));
  }

  finish(logs: readonly Uint8Array[]): EvalDelta {
    return { gd: this.#globals, ld: this.#locals, lg: logs, sa: this.#sharedAccounts };
  }

  #placeOf({
    account,
    sender,
    accounts,
  }: {
    readonly account: Address;
    readonly sender: Address;
    readonly accounts: readonly Address[];
  }): bigint {
    if (account === sender) return 0n;
    const named = accounts.indexOf(account);
    if (named >= 0) return BigInt(named + 1);
    const shared = this.#sharedAccounts.indexOf(account);
    const index = shared >= 0 ? shared : this.#sharedAccounts.push(account) - 1;
    return BigInt(accounts.length + 1 + index);
  }
}

/** Actions: 1 sets bytes, 2 sets an integer, 3 deletes. */
function toDelta(value: Value | undefined): ValueDelta {
  if (value === undefined) return { at: 3n };
  return typeof value === 'bigint' ? { at: 2n, ui: value } : { at: 1n, bs: value };
}

import {
  assert,
  GlobalState,
  readonly,
  type Account,
  type biguint,
} from '@algorandfoundation/algorand-typescript';
import type { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { OwnedToken } from './ownedToken.algo';

/** A token whose supply never goes past a cap; a cap of zero means none. */
export abstract class CappedToken extends OwnedToken {
  protected supplyCap = GlobalState<Uint256>({ key: 'cap' });

  /** The most that may exist at any one time; zero: no limit but 2^256 - 1. */
  @readonly
  public cap(): Uint256 {
    return this.supplyCap.value;
  }

  /** To be called by `create`, after the parameters are frozen. */
  protected freezeCap(cap: Uint256): void {
    this.supplyCap.value = cap;
    this.requireWithinCap();
  }

  protected override issue(to: Account, value: biguint): void {
    super.issue(to, value);
    this.requireWithinCap();
  }

  private requireWithinCap(): void {
    const cap = this.supplyCap.value.asBigUint();
    assert(cap === 0n || this.totalSupply.value.asBigUint() <= cap, 'supply over the cap');
  }
}

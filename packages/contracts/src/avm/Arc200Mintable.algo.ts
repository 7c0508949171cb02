import { abimethod, Txn, type Account, type bytes } from '@algorandfoundation/algorand-typescript';
import type { Uint256, Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { CappedToken } from './cappedToken.algo';

/** ARC-200 token whose owner can mint up to a cap, and whose holders can burn what they hold. */
export class Arc200Mintable extends CappedToken {
  /** Makes the app and freezes its parameters. A cap of zero means none. */
  @abimethod({ onCreate: 'require' })
  public create(
    name: bytes,
    symbol: bytes,
    decimals: Uint8,
    cap: Uint256,
    initialSupply: Uint256,
    initialReceiver: Account,
  ): void {
    this.freezeParameters(name, symbol, decimals.asUint64(), initialSupply, initialReceiver);
    this.freezeCap(cap);
  }

  /** Makes new tokens; the owner only. */
  @abimethod()
  public arc200_mint(to: Account, value: Uint256): boolean {
    this.requireOwner();
    this.issue(to, value.asBigUint());
    return true;
  }

  /** Destroys tokens of the caller. */
  @abimethod()
  public arc200_burn(value: Uint256): boolean {
    this.requireBootstrapped();
    this.redeem(Txn.sender, value.asBigUint());
    return true;
  }
}

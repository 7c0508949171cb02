import { abimethod, type Account, type bytes } from '@algorandfoundation/algorand-typescript';
import type { Uint256, Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { Arc200Base } from './arc200Base.algo';

/** ARC-200 token whose whole supply exists from the start: no mint, no burn, no owner. */
export class Arc200Preminted extends Arc200Base {
  /** Makes the app and freezes its parameters. */
  @abimethod({ onCreate: 'require' })
  public create(
    name: bytes,
    symbol: bytes,
    decimals: Uint8,
    totalSupply: Uint256,
    initialReceiver: Account,
  ): void {
    this.freezeParameters(name, symbol, decimals.asUint64(), totalSupply, initialReceiver);
  }
}

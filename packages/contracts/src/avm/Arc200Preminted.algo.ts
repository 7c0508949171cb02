import {
  abimethod,
  BoxMap,
  type Account,
  type biguint,
  type bytes,
} from '@algorandfoundation/algorand-typescript';
import { Uint256, type Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { Arc200Base } from './arc200Base.algo';

/** ARC-200 token whose whole supply exists from the start: no mint, no burn, no owner. */
export class Arc200Preminted extends Arc200Base {
  protected balances = BoxMap<Account, Uint256>({ keyPrefix: 'b' });

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

  protected override balanceOf(owner: Account): biguint {
    return this.balances(owner).exists ? this.balances(owner).value.asBigUint() : 0n;
  }

  protected override setBalance(owner: Account, value: biguint): void {
    this.balances(owner).value = new Uint256(value);
  }
}

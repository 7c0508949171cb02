/**
 * ARC-200 with one balance for each account: who holds how much.
 *
 * https://arc.algorand.foundation/ARCs/arc-0200
 */
import {
  abimethod,
  assert,
  BoxMap,
  emit,
  Global,
  readonly,
  Txn,
  type Account,
  type biguint,
} from '@algorandfoundation/algorand-typescript';
import { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { TokenBase } from './tokenBase.algo';

// ARC-28 events: the names and the order of the fields are the standard's.
type arc200_Transfer = { from: Account; to: Account; value: Uint256 };

/**
 * Two steps make a token: the contract's own `create` freezes the parameters, `bootstrap` issues the first supply. They are two
 * because the account that must be funded has no address before the app exists. In between only reading is possible.
 */
export abstract class Arc200Base extends TokenBase {
  protected balances = BoxMap<Account, Uint256>({ keyPrefix: 'b' });

  /** Issues the first supply; needs a payment before it that covers the account's own minimum balance and its first box. */
  @abimethod()
  public bootstrap(): void {
    assert(Txn.sender === Global.creatorAddress, 'only the creator can bootstrap');
    assert(this.bootstrapped.value === 0, 'already bootstrapped');
    this.bootstrapped.value = 1;
    const receiver = this.initialReceiver.value;
    const supply = this.totalSupply.value;
    this.balances(receiver).value = supply;
    emit<arc200_Transfer>({ from: Global.zeroAddress, to: receiver, value: supply });
  }

  /** What an account holds; zero for one that never held any. */
  @readonly
  public arc200_balanceOf(owner: Account): Uint256 {
    return new Uint256(this.balanceOf(owner));
  }

  /** Moves the caller's own tokens. */
  @abimethod()
  public arc200_transfer(to: Account, value: Uint256): boolean {
    this.requireBootstrapped();
    this.move(Txn.sender, to, value.asBigUint());
    return true;
  }

  /** Moves the tokens of another, who approved it; what remains of the approval is announced. */
  @abimethod()
  public arc200_transferFrom(from: Account, to: Account, value: Uint256): boolean {
    this.requireBootstrapped();
    this.spendApproval(from, Txn.sender, value.asBigUint());
    this.move(from, to, value.asBigUint());
    return true;
  }

  protected balanceOf(owner: Account): biguint {
    return this.balances(owner).exists ? this.balances(owner).value.asBigUint() : 0n;
  }

  /** A transfer, whoever asked for it. */
  protected move(from: Account, to: Account, value: biguint): void {
    assert(to !== Global.zeroAddress, 'transfer to the zero address');
    // Nothing moves nothing: no box is read or made, so it costs nobody anything.
    if (value > 0n) {
      const held = this.balanceOf(from);
      assert(held >= value, 'balance too low');
      if (from !== to) {
        this.balances(from).value = new Uint256(held - value);
        this.credit(to, value);
      }
    }
    emit<arc200_Transfer>({ from, to, value: new Uint256(value) });
  }

  /** Makes new tokens. Overflow of the supply, and so of any balance, fails. */
  protected issue(to: Account, value: biguint): void {
    assert(to !== Global.zeroAddress, 'mint to the zero address');
    if (value > 0n) {
      const supply: biguint = this.totalSupply.value.asBigUint() + value;
      assert(supply <= 2n ** 256n - 1n, 'supply over 2^256 - 1');
      this.totalSupply.value = new Uint256(supply);
      this.credit(to, value);
    }
    emit<arc200_Transfer>({ from: Global.zeroAddress, to, value: new Uint256(value) });
  }

  /** Destroys tokens. */
  protected redeem(from: Account, value: biguint): void {
    if (value > 0n) {
      const held = this.balanceOf(from);
      assert(held >= value, 'balance too low');
      this.balances(from).value = new Uint256(held - value);
      this.totalSupply.value = new Uint256(this.totalSupply.value.asBigUint() - value);
    }
    emit<arc200_Transfer>({ from, to: Global.zeroAddress, value: new Uint256(value) });
  }

  private credit(to: Account, value: biguint): void {
    // Cannot overflow: no balance exceeds the supply.
    this.balances(to).value = new Uint256(this.balanceOf(to) + value);
  }
}

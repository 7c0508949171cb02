/**
 * ARC-200, the part that all our tokens share: what the token is, who holds how much, who may spend for whom.
 *
 * https://arc.algorand.foundation/ARCs/arc-0200
 */
import {
  abimethod,
  assert,
  BoxMap,
  emit,
  err,
  Global,
  GlobalState,
  op,
  readonly,
  Txn,
  type Account,
  type biguint,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import { Uint256, Uint8 } from '@algorandfoundation/algorand-typescript/arc4';
import { PaidBoxes } from './paidBoxes.algo';

// ARC-28 events: the names and the order of the fields are the standard's.
type arc200_Transfer = { from: Account; to: Account; value: Uint256 };
type arc200_Approval = { owner: Account; spender: Account; value: Uint256 };

/**
 * Two steps make a token: the contract's own `create` freezes the parameters, `bootstrap` issues the first supply. They are two
 * because the account that must be funded has no address before the app exists. In between only reading is possible.
 */
export abstract class Arc200Base extends PaidBoxes {
  protected name = GlobalState<bytes>();
  protected symbol = GlobalState<bytes>();
  protected decimals = GlobalState<uint64>();
  protected totalSupply = GlobalState<Uint256>({ key: 'total-supply' });
  /** Who gets the first supply. */
  protected initialReceiver = GlobalState<Account>({ key: 'initial-receiver' });
  protected bootstrapped = GlobalState<uint64>();

  /** By the first 31 bytes of SHA-256(owner, spender): with the prefix a name of 32 bytes, which ARC-200 clients pay for. */
  protected approvals = BoxMap<bytes<31>, Uint256>({ keyPrefix: 'a' });

  /** Issues the first supply; needs a payment before it that covers the account's own minimum balance and its first box. */
  @abimethod()
  public bootstrap(): void {
    assert(Txn.sender === Global.creatorAddress, 'only the creator can bootstrap');
    assert(this.bootstrapped.value === 0, 'already bootstrapped');
    this.bootstrapped.value = 1;
    const receiver = this.initialReceiver.value;
    const supply = this.totalSupply.value;
    this.beforeMove(Global.zeroAddress, receiver, supply.asBigUint());
    this.setBalance(receiver, supply.asBigUint());
    emit<arc200_Transfer>({ from: Global.zeroAddress, to: receiver, value: supply });
  }

  /** Name, filled up with zero bytes. */
  @readonly
  public arc200_name(): bytes<32> {
    return this.name.value.concat(op.bzero(32 - this.name.value.length)).toFixed({ length: 32 });
  }

  /** Symbol, filled up with zero bytes. */
  @readonly
  public arc200_symbol(): bytes<8> {
    return this.symbol.value.concat(op.bzero(8 - this.symbol.value.length)).toFixed({ length: 8 });
  }

  /** Decimal places of an amount. */
  @readonly
  public arc200_decimals(): Uint8 {
    return new Uint8(this.decimals.value);
  }

  /** Sum of all balances. */
  @readonly
  public arc200_totalSupply(): Uint256 {
    return this.totalSupply.value;
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

  /** Lets a spender move up to so much of the caller's tokens, in place of what was approved before. */
  @abimethod()
  public arc200_approve(spender: Account, value: Uint256): boolean {
    this.requireBootstrapped();
    assert(spender !== Global.zeroAddress, 'approval of the zero address');
    this.setApproval(Txn.sender, spender, value.asBigUint());
    return true;
  }

  /** What a spender may still move. */
  @readonly
  public arc200_allowance(owner: Account, spender: Account): Uint256 {
    return new Uint256(this.allowance(owner, spender));
  }

  /** To be called by each contract's `create`. */
  protected freezeParameters(
    name: bytes,
    symbol: bytes,
    decimals: uint64,
    totalSupply: Uint256,
    initialReceiver: Account,
  ): void {
    assert(name.length >= 1 && name.length <= 32, 'name must have 1 to 32 bytes');
    assert(symbol.length >= 1 && symbol.length <= 8, 'symbol must have 1 to 8 bytes');
    assert(decimals <= 18, 'decimals must be at most 18');
    assert(initialReceiver !== Global.zeroAddress, 'receiver is the zero address');
    this.name.value = name;
    this.symbol.value = symbol;
    this.decimals.value = decimals;
    this.totalSupply.value = totalSupply;
    this.initialReceiver.value = initialReceiver;
    this.bootstrapped.value = 0;
  }

  protected requireBootstrapped(): void {
    assert(this.bootstrapped.value === 1, 'not bootstrapped');
  }

  /**
   * Called before any balance changes, with the zero address as `from` for new tokens and as `to` for destroyed ones. A token
   * with rules of its own overrides it: it refuses by failing, and may keep books of its own.
   */
  protected beforeMove(_from: Account, _to: Account, _value: biguint): void {}

  // Where balances are kept is for each contract to say. Puya has no abstract methods, so these two fail instead.
  protected balanceOf(_owner: Account): biguint {
    err('balanceOf is not overridden');
  }

  protected setBalance(_owner: Account, _value: biguint): void {
    err('setBalance is not overridden');
  }

  /** A transfer, whoever asked for it. */
  protected move(from: Account, to: Account, value: biguint): void {
    assert(to !== Global.zeroAddress, 'transfer to the zero address');
    this.beforeMove(from, to, value);
    // Nothing moves nothing: no box is read or made, so it costs nobody anything.
    if (value > 0n) {
      const held = this.balanceOf(from);
      assert(held >= value, 'balance too low');
      if (from !== to) {
        this.setBalance(from, held - value);
        this.credit(to, value);
      }
    }
    emit<arc200_Transfer>({ from, to, value: new Uint256(value) });
  }

  /** Makes new tokens. Overflow of the supply, and so of any balance, fails. */
  protected issue(to: Account, value: biguint): void {
    assert(to !== Global.zeroAddress, 'mint to the zero address');
    this.beforeMove(Global.zeroAddress, to, value);
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
    this.beforeMove(from, Global.zeroAddress, value);
    if (value > 0n) {
      const held = this.balanceOf(from);
      assert(held >= value, 'balance too low');
      this.setBalance(from, held - value);
      this.totalSupply.value = new Uint256(this.totalSupply.value.asBigUint() - value);
    }
    emit<arc200_Transfer>({ from, to: Global.zeroAddress, value: new Uint256(value) });
  }

  protected allowance(owner: Account, spender: Account): biguint {
    const approval = this.approvals(this.approvalKey(owner, spender));
    return approval.exists ? approval.value.asBigUint() : 0n;
  }

  protected spendApproval(owner: Account, spender: Account, value: biguint): void {
    const allowed = this.allowance(owner, spender);
    assert(allowed > 0n, 'not approved');
    assert(allowed >= value, 'approval too low');
    this.setApproval(owner, spender, allowed - value);
  }

  protected setApproval(owner: Account, spender: Account, value: biguint): void {
    const approval = this.approvals(this.approvalKey(owner, spender));
    // No approval and an approval of nothing are the same, so a box for it would be paid in vain.
    if (value > 0n || approval.exists) approval.value = new Uint256(value);
    emit<arc200_Approval>({ owner, spender, value: new Uint256(value) });
  }

  private credit(to: Account, value: biguint): void {
    // Cannot overflow: no balance exceeds the supply.
    this.setBalance(to, this.balanceOf(to) + value);
  }

  private approvalKey(owner: Account, spender: Account): bytes<31> {
    return op.sha256(owner.bytes.concat(spender.bytes)).slice(0, 31).toFixed({ length: 31 });
  }
}

/** What all our tokens have in common and what does not depend on how balances are kept: parameters and approvals of ARC-200. */
import {
  abimethod,
  assert,
  BoxMap,
  emit,
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

type arc200_Approval = { owner: Account; spender: Account; value: Uint256 };

/**
 * Puya binds `this.method()` to the class it is written in: a method that a subclass overrides is not called from here. So nothing in
 * this class calls what a token may do in its own way.
 */
export abstract class TokenBase extends PaidBoxes {
  protected name = GlobalState<bytes>();
  protected symbol = GlobalState<bytes>();
  protected decimals = GlobalState<uint64>();
  protected totalSupply = GlobalState<Uint256>({ key: 'total-supply' });
  /** Who gets the first supply. */
  protected initialReceiver = GlobalState<Account>({ key: 'initial-receiver' });
  protected bootstrapped = GlobalState<uint64>();

  /** By the first 31 bytes of SHA-256(owner, spender): with the prefix a name of 32 bytes, which ARC-200 clients pay for. */
  protected approvals = BoxMap<bytes<31>, Uint256>({ keyPrefix: 'a' });

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

  private approvalKey(owner: Account, spender: Account): bytes<31> {
    return op.sha256(owner.bytes.concat(spender.bytes)).slice(0, 31).toFixed({ length: 31 });
  }
}

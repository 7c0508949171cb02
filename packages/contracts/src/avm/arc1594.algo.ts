/** ARC-1594 (draft): issuing, redeeming and transfers with data in the default partition, and the check before a transfer. */
import {
  abimethod,
  Bytes,
  emit,
  Global,
  GlobalState,
  log,
  op,
  readonly,
  Txn,
  type Account,
  type bytes,
  type uint64,
} from '@algorandfoundation/algorand-typescript';
import type { Uint256 } from '@algorandfoundation/algorand-typescript/arc4';
import { Arc1410 } from './arc1410.algo';

type arc1594_issue = { to: Account; amount: Uint256 };
type arc1594_redeem = { from: Account; amount: Uint256 };

type Validation = { code: uint64; reason: bytes };

export abstract class Arc1594 extends Arc1410 {
  /** 1 until control over other people's units is given up (ARC-1644), 0 for ever after. */
  protected controllable = GlobalState<uint64>();

  /** Lets the owner issue, or stops it; the owner only. */
  @abimethod()
  public arc1594_set_issuable(flag: boolean): void {
    this.requireOwner();
    this.issuable.value = flag ? 1 : 0;
  }

  /** Whether the owner can issue. */
  @readonly
  public arc1594_is_issuable(): boolean {
    return this.issuable.value === 1;
  }

  /** Makes new units in the default partition; the owner only. */
  @abimethod()
  public arc1594_issue(to: Account, amount: Uint256, data: bytes): void {
    this.issue(Global.zeroAddress, to, amount);
    emit<arc1594_issue>({ to, amount });
  }

  /** Destroys units of the caller in the default partition. */
  @abimethod()
  public arc1594_redeem(amount: Uint256, data: bytes): void {
    this.requireBootstrapped();
    this.redeem(Global.zeroAddress, Txn.sender, amount);
    emit<arc1594_redeem>({ from: Txn.sender, amount });
  }

  /**
   * Destroys units of a holder in the default partition: by the holder, its operator, or the owner.
   *
   * The owner needs no consent, as the draft has it, but must respect every rule of a transfer, and loses the right for ever when control is
   * given up: otherwise giving it up would mean nothing.
   */
  @abimethod()
  public arc1594_redeemFrom(from: Account, amount: Uint256, data: bytes): void {
    this.requireBootstrapped();
    if (!(Txn.sender === this.owner.value && this.isControllable())) {
      this.useOperatorRight(from, Global.zeroAddress, amount.asBigUint());
    }
    this.redeem(Global.zeroAddress, from, amount);
    emit<arc1594_redeem>({ from, amount });
  }

  /** `arc200_transfer` with data for those who watch. */
  @abimethod()
  public arc1594_transfer_with_data(to: Account, amount: Uint256, data: bytes): void {
    this.arc200_transfer(to, amount);
  }

  /** `arc200_transferFrom` with data for those who watch. */
  @abimethod()
  public arc1594_transfer_from_with_data(
    from: Account,
    to: Account,
    amount: Uint256,
    data: bytes,
  ): void {
    this.arc200_transferFrom(from, to, amount);
  }

  /** Tells whether a transfer by consent would be allowed, and why not; the first log is the code alone, in 8 bytes. */
  @readonly
  public arc1594_validate_transfer(
    partition: Account,
    from: Account,
    to: Account,
    amount: Uint256,
    data: bytes,
  ): Validation {
    const code = this.transferCode(from, to, partition, amount.asBigUint());
    log(op.itob(code));
    return { code, reason: Bytes(this.reasonOf(code)) };
  }

  protected isControllable(): boolean {
    return this.controllable.value === 1;
  }
}
